"""Attachments of a draft, and the facts found in them."""

from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.circulars.actions import attachments, drafts, offers, saving
from kairanban.circulation.circulars.actions.saving import WrittenByTwo
from kairanban.circulation.circulars.pages.choosing import choosing_page
from kairanban.circulation.circulars.pages.fields import (
    BASE_MOST,
    WRITERS,
    WhenTyped,
    read_choices,
    read_texts,
)
from kairanban.circulation.circulars.pages.files import FILES_AT_ONCE, SOME_REFUSED, take_files
from kairanban.circulation.circulars.pages.writing import writing_page
from kairanban.confined.documents import Document
from kairanban.confined.limits import UPLOAD
from kairanban.core.clock import day_of
from kairanban.core.ids import AttachmentId, CircularId
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read, write
from kairanban.web.forms import read_form
from kairanban.web.render import see
from kairanban.web.routing import post


async def add(request: Request) -> Response:
    """Store the form, then read the files outside any transaction and store their pages."""
    circular = CircularId(request.path_params["circular"])
    form = await read_form(request, files=FILES_AT_ONCE)
    texts, choices, base = read_texts(form), read_choices(form), form.text("base", longest=BASE_MOST)
    draft, two, when = f"/circulars/{circular}/draft", None, WhenTyped.submitted(form)
    async with read(request) as tx:
        await drafts.find(tx, circular)
        today = day_of(tx.now)
    if not form.wrong:
        try:
            async with write(request) as tx:
                await saving.save_form(tx, circular, texts, choices, base)
        except WrittenByTwo as written:
            # The files are taken all the same, so that they need not be chosen again.
            two = written
    files = form.files("files")
    if not files:
        return await writing_page(
            request, texts, choices, {"files": _n("Please choose a file first.")}, when=when
        )
    refused = await take_files(request, files, today, partial(_add, circular))
    if two:
        return choosing_page(request, two, draft, draft)
    if refused:
        return await writing_page(request, texts, choices, {"files": SOME_REFUSED}, refused, when)
    return see(f"{draft}?done=attached#papers")


async def _add(circular: CircularId, tx: Tx, name: str, document: Document | None) -> None:
    if document:
        await attachments.add(tx, circular, name, document)
    elif await attachments.is_full(tx, circular):
        raise attachments.Full(attachments.TOO_MANY)


async def remove(request: Request) -> Response:
    circular = CircularId(request.path_params["circular"])
    form = await read_form(request, files=FILES_AT_ONCE)
    texts, choices, base = read_texts(form), read_choices(form), form.text("base", longest=BASE_MOST)
    async with write(request) as tx:
        await attachments.remove(tx, circular, AttachmentId(request.path_params["attachment"]))
    try:
        if not form.wrong:
            async with write(request) as tx:
                await saving.save_form(tx, circular, texts, choices, base)
    except WrittenByTwo as problem:
        return choosing_page(request, problem, f"/circulars/{circular}/draft", f"/circulars/{circular}/draft")
    return see(f"/circulars/{circular}/draft#papers")


async def take_offers(request: Request) -> Response:
    circular = CircularId(request.path_params["circular"])
    form = await read_form(request)
    async with write(request) as tx:
        await offers.take(tx, circular, set(form.many("field")))
    return see(f"/circulars/{circular}/draft?done=taken")


routes = [
    post("/circulars/{circular:int}/attachments", add, WRITERS, body=UPLOAD),
    post(
        "/circulars/{circular:int}/attachments/{attachment:int}/removal",
        remove,
        WRITERS,
        body=UPLOAD,
    ),
    post("/circulars/{circular:int}/offers", take_offers, WRITERS),
]
