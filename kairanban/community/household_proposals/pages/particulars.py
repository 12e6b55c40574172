"""Telephone, label, address and language of the household, to be put right on its own device."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.household_changes.pages.form_values import particular, typed_in
from kairanban.community.household_proposals.actions import own
from kairanban.community.household_proposals.pages.home import home_of, overview
from kairanban.community.household_proposals.rules import KIND_NAMES, VALUES, Change, Written
from kairanban.community.roster.rules.fields import Field
from kairanban.core.actor import Home
from kairanban.core.errors import Invalid
from kairanban.i18n.languages import LANGUAGES
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read, write
from kairanban.web.forms import Form, read_form
from kairanban.web.render import page
from kairanban.web.routing import Open, get, post


@dataclass(frozen=True, slots=True)
class ParticularsPage:
    home: Home
    written: Written
    waiting: Mapping[str, str]
    """Values that wait for an answer, by kind."""
    press: str
    typed: Mapping[str, str]
    wrong: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=lambda: KIND_NAMES)

    def said(self, name: str) -> str:
        """Return what was typed, else what waits, else what is written down."""
        return self.typed.get(name, self.waiting.get(name, self.written.value(name)))


async def show(request: Request) -> Response:
    return await _page(request)


async def propose(request: Request) -> Response:
    form = await read_form(request)
    home = home_of(request, form)
    values = {
        "label": form.text("label", longest=60, needed=_n("Please write what the house is called.")),
        "phone": particular(form, Field.PHONE),
        "second_phone": particular(form, Field.SECOND_PHONE),
        "address": particular(form, Field.ADDRESS, 200),
    }
    language = form.choice("language", tuple(LANGUAGES))
    press = form.text("press", longest=60) or secrets.token_urlsafe(12)
    try:
        form.check()
        async with write(request) as tx:
            if language:
                await own.speak(tx, home.household, language)
            changes = [Change(kind, values[kind]) for kind in VALUES]
            waiting = await own.propose(tx, home.household, changes, press)
    except Invalid as invalid:
        return await _page(request, form, invalid.fields)
    return overview(home, "proposed" if waiting else "saved")


async def _page(
    request: Request, form: Form | None = None, wrong: Mapping[str, str] | None = None
) -> Response:
    home = home_of(request, form)
    async with read(request) as tx:
        found = await own.proposals(tx, home.household)
        view = ParticularsPage(
            home=home,
            written=await own.written(tx, home.household),
            waiting={one.kind: one.becomes for one in found if one.settled is None and one.kind in VALUES},
            press=(form.text("press") if form else "") or secrets.token_urlsafe(12),
            typed=typed_in(form),
            wrong=wrong or {},
        )
    return page(request, "community/household_proposals/particulars.html", view, 422 if wrong else 200)


routes = [
    get("/household/particulars", show, Open.HOUSEHOLD),
    post("/household/particulars", propose, Open.HOUSEHOLD),
]
