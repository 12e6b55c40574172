"""One household for a visitor: telephone, map, four large buttons, and earlier visits."""

import secrets
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.care.visits.actions import households, late
from kairanban.care.visits.actions.households import NewVisit
from kairanban.care.visits.queries.households import Entry
from kairanban.care.visits.queries.written_with import Answered
from kairanban.care.visits.rules.visits import AGAIN_DAYS, KIND_NAMES, KINDS, NOTE_MOST, OpenCircular, Visited
from kairanban.circulation.replies.rules.answers import (
    ATTENDANCE,
    PEOPLE_MOST,
    PEOPLE_OUTSIDE,
    WORDS_MOST,
    Answer,
)
from kairanban.circulation.surveys.pages.fields import read_filled
from kairanban.circulation.surveys.rules.answers import Filled
from kairanban.core.errors import Invalid
from kairanban.core.ids import CircularId, HouseholdId
from kairanban.core.tasks import Task
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import app_context, is_seen, observe, read, write
from kairanban.web.forms import Form, read_form
from kairanban.web.render import road_page, see
from kairanban.web.routing import Open, get, post

CHOICES = ("acknowledged", *ATTENDANCE, "number", "words", "survey")
CHOICE_NAMES = {
    "acknowledged": _n("Only seen"),
    "attending": _n("Attending"),
    "absent": _n("Not attending"),
    "undecided": _n("Not yet known"),
    "survey": _n("The questions were answered"),
}


@dataclass(frozen=True, slots=True)
class VisitPage:
    home: Visited
    names: list[str]
    entries: list[Entry]
    answered: dict[int, list[Answered]]
    """What was answered for the household, by entry."""
    circulars: list[OpenCircular]
    kinds: dict[str, str]
    choices: dict[str, str]
    again_days: tuple[int, ...]
    map_address: str
    press: str
    token: str
    """Lets an entry in that is made on this page and arrives after the household has left the actor's care."""
    done: str
    typed: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)
    filled: dict[int, Filled] = field(default_factory=dict)
    """The answers to surveys as submitted, by circular."""


async def show(request: Request) -> Response:
    return await _page(request)


async def add(request: Request) -> Response:
    household = HouseholdId(request.path_params["household"])
    form = await read_form(request)
    try:
        new = NewVisit(
            kind=form.choice("kind", KINDS, needed=_n("Please press what you did.")),
            client_id=form.text("press", longest=64) or secrets.token_urlsafe(12),
            note=form.paragraphs("note", longest=NOTE_MOST),
            again_in=form.whole("again", 1, 400),
            made=form.whole("made", 0, 2**53),
            day=form.day("day"),
            hour=form.hour("hour"),
            answers=_answers(form),
        )
        if new.hour and not new.day:
            form.wrong.setdefault("day", _n("Please choose the day too."))
        form.check()
        async with write(request) as tx:
            if await households.is_open(tx, household):
                await households.add(tx, household, new)
            else:
                # The device sends it without following this redirect.
                await late.add(tx, household, new, form.text("token"), app_context(request).owner_key)
    except Invalid as invalid:
        return await _page(request, form, dict(invalid.fields))
    return see(f"/board/households/{household}?done=saved")


async def add_note(request: Request) -> Response:
    household = HouseholdId(request.path_params["household"])
    form = await read_form(request)
    try:
        more = form.paragraphs("more", longest=NOTE_MOST, needed=_n("Please write what you want to add."))
        form.check()
        async with write(request) as tx:
            await households.add_note(tx, household, request.path_params["visit"], more)
    except Invalid as invalid:
        return await _page(request, form, dict(invalid.fields))
    return see(f"/board/households/{household}?done=noted#v{request.path_params['visit']}")


async def restore(request: Request) -> Response:
    household = HouseholdId(request.path_params["household"])
    async with write(request) as tx:
        await households.restore(tx, household, request.path_params["visit"])
    return see(f"/board/households/{household}?done=restored")


async def correct(request: Request) -> Response:
    household = HouseholdId(request.path_params["household"])
    async with write(request) as tx:
        await households.correct(tx, household, request.path_params["visit"])
    return see(f"/board/households/{household}?done=corrected")


def _answers(form: Form) -> dict[CircularId, Answer]:
    """Return the replies given to waiting circulars; none if nothing was said."""
    found = {}
    for name in form.names("reply_"):
        number = name.removeprefix("reply_")
        filled = read_filled(form, f"_{number}")
        choice = "survey" if filled else form.choice(name, CHOICES)
        if not choice or not number.isdecimal() or len(number) > 15:
            continue
        press = form.text("press", longest=64) or secrets.token_urlsafe(12)
        found[CircularId(int(number))] = Answer(
            choice=choice,
            client_id=f"{press}{number}",
            number=form.whole(f"number_{number}", 0, PEOPLE_MOST, outside=PEOPLE_OUTSIDE)
            if choice == "number"
            else None,
            words=form.text(f"words_{number}", longest=WORDS_MOST) if choice == "words" else "",
            edition=form.whole(f"edition_{number}", 1, 100_000),
            filled=filled,
        )
    return found


def _filled(form: Form) -> dict[int, Filled]:
    numbers = [name.removeprefix("edition_") for name in form.names("edition_")]
    return {int(one): read_filled(form, f"_{one}") for one in numbers if one.isdecimal() and len(one) < 15}


def _typed(form: Form) -> dict[str, str]:
    return {name: form.text(name, longest=10_000) for name in form.names() if name not in ("press", "proof")}


async def _page(request: Request, form: Form | None = None, wrong: dict[str, str] | None = None) -> Response:
    household = HouseholdId(request.path_params["household"])
    async with read(request) as tx:
        home = await households.find(tx, household)
        view = VisitPage(
            home=home,
            names=await households.consenting(tx, household),
            entries=await households.entries(tx, household),
            answered=await households.answered_with(tx, household),
            circulars=await households.open_circulars(tx, household) if home.entrusted else [],
            kinds=KIND_NAMES,
            choices=CHOICE_NAMES,
            again_days=AGAIN_DAYS,
            map_address=app_context(request).settings.map_address,
            press=secrets.token_urlsafe(12),
            token=await late.token(tx, household, app_context(request).owner_key),
            done=request.query_params.get("done", ""),
            typed=_typed(form) if form else {},
            wrong=wrong or {},
            filled=_filled(form) if form else {},
        )
    if request.method == "GET" and is_seen(request):
        async with observe(request) as tx:
            await households.seen(tx, home)
    return road_page(request, "care/visits/household.html", view, 422 if wrong else 200)


_HOUSEHOLD = "/board/households/{household:int}"

routes = [
    get(_HOUSEHOLD, show, Task.VISIT),
    # Also after her last appointment has ended: `late.add` asks for the token of the page.
    post(f"{_HOUSEHOLD}/visits", add, Open.SIGNED_IN),
    post(f"{_HOUSEHOLD}/visits/{{visit:int}}/correction", correct, Task.VISIT),
    post(f"{_HOUSEHOLD}/visits/{{visit:int}}/restoration", restore, Task.VISIT),
    post(f"{_HOUSEHOLD}/visits/{{visit:int}}/note", add_note, Task.VISIT),
]
