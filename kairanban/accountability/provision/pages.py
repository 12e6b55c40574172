"""第三者提供記録: a page and a table for the chair, and a form for what was given outside."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.access_log import record_access
from kairanban.accountability.disclosure.rules.codes import BASES as BASIS_NAMES
from kairanban.accountability.provision import actions
from kairanban.accountability.provision.actions import New
from kairanban.accountability.provision.rules import (
    BASES,
    BASIS_OF,
    ITEMS,
    SOURCES,
    TEXT_MOST,
    WHOSE_MOST,
    Line,
)
from kairanban.circulation.municipal_requests.pages.table_file import table_file, words
from kairanban.community.consents.rules import WORDS
from kairanban.community.people.actions.households import households
from kairanban.core.clock import at, day_of, local
from kairanban.core.errors import Invalid
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import observe, read, write
from kairanban.web.forms import Form, read_form
from kairanban.web.looks import record_look
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post

_HEADINGS = (
    _n("When"), _n("Who received it"), _n("Whose data"), _n("What was given"), _n("On what basis"), _n("Kind"),
)  # fmt: skip
ALL = _n("All households")


@dataclass(frozen=True, slots=True)
class ProvisionPage:
    association: PlaceId
    lines: Sequence[Line]
    homes: Sequence[tuple[int, str]]
    typed: dict[str, str]
    done: str
    press: str
    today: int
    wrong: dict[str, str] = field(default_factory=dict)
    bases: tuple[str, ...] = BASES
    text_most: int = TEXT_MOST
    whose_most: int = WHOSE_MOST

    def basis_name(self, code: str) -> str:
        return BASIS_NAMES.get(code, "")

    def source_name(self, line: Line) -> str:
        return SOURCES[line.source]

    def basis_of(self, line: Line) -> str:
        return line.basis or BASIS_OF.get(line.source, "")

    def items_name(self, line: Line) -> str:
        return ITEMS.get(line.source, "")

    def body_name(self, line: Line) -> str:
        """Return the message for a body that a consent names, else nothing."""
        return WORDS[line.recipient].name if line.recipient in WORDS else ""


async def show(request: Request) -> Response:
    return await _page(request)


async def enter(request: Request) -> Response:
    association = PlaceId(request.path_params["association"])
    form = await read_form(request)
    try:
        new = _read(form)
        form.check()
        async with write(request) as tx:
            await actions.enter(tx, association, new)
    except Invalid as invalid:
        return await _page(request, form, invalid.fields)
    return see(f"/associations/{association}/provisions?done=entered")


async def remove(request: Request) -> Response:
    association = PlaceId(request.path_params["association"])
    async with write(request) as tx:
        await actions.remove(tx, association, request.path_params["entry"])
    return see(f"/associations/{association}/provisions?done=removed")


async def table(request: Request) -> Response:
    """Send all as a table, after recording the access."""
    association = PlaceId(request.path_params["association"])
    async with read(request) as tx:
        found = await actions.lines(tx, association, actions.IN_FILE)
        today = day_of(tx.now).isoformat()
    if request.method != "HEAD":
        async with observe(request) as tx:
            await record_access(tx, "provisions", association)
    rows = [list(words(request, *_HEADINGS)), *(_row(request, line) for line in found)]
    return table_file(f"第三者提供記録_{today}", quote(f"provisions-{today}"), rows)


def _row(request: Request, line: Line) -> list[str]:
    def said(message: str) -> str:
        return words(request, message)[0] if message else ""

    recipient = said(WORDS[line.recipient].name) if line.recipient in WORDS else line.recipient
    basis = BASIS_NAMES.get(line.basis or BASIS_OF.get(line.source, ""), "")
    return [
        local(line.at).strftime("%Y-%m-%d %H:%M"), recipient, line.whose or said(ALL),
        line.items or said(ITEMS.get(line.source, "")), said(basis), said(SOURCES[line.source]),
    ]  # fmt: skip


def _read(form: Form) -> New:
    day = form.day("at")
    home = next(iter(form.ids("household")), 0)
    return New(
        at=at(day) if day else None,
        recipient=form.text("recipient", longest=TEXT_MOST),
        items=form.text("items", longest=TEXT_MOST),
        basis=form.choice("basis", BASES),
        household=HouseholdId(home) if home else None,
        whose=form.paragraphs("whose", longest=WHOSE_MOST),
        press=form.text("press", longest=60),
    )


async def _page(request: Request, form: Form | None = None, wrong: dict[str, str] | None = None) -> Response:
    association = PlaceId(request.path_params["association"])
    names = ("at", "recipient", "items", "basis", "household")
    async with read(request) as tx:
        view = ProvisionPage(
            association=association,
            lines=await actions.lines(tx, association, actions.SHOWN),
            homes=[(one.id, one.shown) for one in await households(tx, association)],
            typed={
                **{name: form.text(name, longest=10_000) if form else "" for name in names},
                "whose": form.paragraphs("whose", longest=100_000) if form else "",
            },
            done=request.query_params.get("done", ""),
            press=(form.text("press") if form else "") or secrets.token_urlsafe(12),
            today=tx.now,
            wrong=wrong or {},
        )
    await record_look(request, "provisions", association)
    return staff_page(request, "accountability/provision/provisions.html", view, 422 if wrong else 200)


_PROVISIONS = "/associations/{association:int}/provisions"

routes = [
    get(_PROVISIONS, show, Task.KEEP_RECORDS),
    get(f"{_PROVISIONS}/table", table, Task.KEEP_RECORDS),
    post(_PROVISIONS, enter, Task.KEEP_RECORDS),
    post(f"{_PROVISIONS}/{{entry:int}}/removal", remove, Task.KEEP_RECORDS),
]
