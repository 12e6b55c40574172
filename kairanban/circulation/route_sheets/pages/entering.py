"""Entry of a returned sheet: every household with its box on one form."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.replies.actions.surveys import survey_of
from kairanban.circulation.replies.rules.answers import ATTENDANCE, PEOPLE_MOST, PEOPLE_OUTSIDE, WORDS_MOST
from kairanban.circulation.replies.rules.recording import CHANGED
from kairanban.circulation.route_sheets.actions.entering import Ticked, enter
from kairanban.circulation.route_sheets.actions.notes import waiting
from kairanban.circulation.route_sheets.actions.sheets import Sheet, sheet
from kairanban.circulation.route_sheets.pages.position import older
from kairanban.circulation.route_sheets.queries.notes import Note
from kairanban.circulation.route_sheets.queries.sheets import SheetRow
from kairanban.circulation.surveys.pages.fields import read_filled
from kairanban.circulation.surveys.rules.answers import Filled
from kairanban.circulation.surveys.rules.shown import Survey
from kairanban.core.errors import Invalid
from kairanban.core.ids import CircularId, HouseholdId, PlaceId
from kairanban.core.tasks import FOLLOWERS
from kairanban.web.app_context import read, write
from kairanban.web.forms import Form, read_form
from kairanban.web.looks import record_look
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post

NAME_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Typed:
    """A row of the form as submitted."""

    ticked: bool = False
    choice: str = ""
    number: str = ""
    words: str = ""
    signed: str = ""
    filled: Filled = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EntryPage:
    sheet: Sheet
    survey: Survey
    typed: Mapping[int, Typed]
    press: str
    all: bool
    """Whether every box is to be ticked."""
    old: bool
    written: int | None
    own: list[SheetRow]
    """Households whose own reply stays."""
    wrong: Mapping[str, str]
    notes: list[Note]
    """For households without a device, to tick once they were handed over."""
    handed: frozenset[int]

    @property
    def wrong_above(self) -> list[str]:
        """Errors of the sheet as a whole."""
        return [self.wrong[name] for name in ("ticked", "edition", "form") if name in self.wrong]

    def of(self, line: SheetRow) -> Typed:
        typed = self.typed.get(line.id, Typed())
        return replace(typed, ticked=True) if self.all else typed


async def show(request: Request) -> Response:
    return await _page(request)


async def save(request: Request) -> Response:
    circular, block = _ids(request)
    # Of each household one field, of a survey one for each answer.
    form = await read_form(request, fields=20_000)
    press = form.text("press", longest=64) or secrets.token_urlsafe(9)
    if form.ticked("all"):
        return await _page(request, form, press)
    try:
        ticked = _ticked(form)
        form.check()
        async with write(request) as tx:
            entered = await enter(
                tx, circular, block, ticked, press, form.whole("edition", 1, 1_000_000) or 1, form.ids("note")
            )
    except Invalid as invalid:
        return await _page(request, form, press, dict(invalid.fields))
    own = "".join(f"&own={household}" for household in entered.own)
    return see(f"{request.url.path}?written={entered.written}{own}")


def _ticked(form: Form) -> list[Ticked]:
    """Return the rows with an entry; a reply counts as a tick."""
    found = []
    for id in dict.fromkeys(form.ids("of")):
        typed = _typed(form, id)
        number = form.whole(f"number{id}", 0, PEOPLE_MOST, outside=PEOPLE_OUTSIDE)
        signed = form.text(f"signed{id}", longest=NAME_LONGEST)
        words = form.text(f"words{id}", longest=WORDS_MOST)
        choice = typed.choice or ("number" if number is not None else "words" if words else "")
        choice = "survey" if typed.filled else choice
        if choice or typed.ticked or signed:
            found.append(
                Ticked(HouseholdId(id), choice or "acknowledged", number, words, signed, typed.filled)
            )
    return found


def _typed(form: Form, id: int) -> Typed:
    number, words, signed = ("".join(form.many(f"{name}{id}")[:1]) for name in ("number", "words", "signed"))
    return Typed(
        form.ticked(f"ticked{id}"),
        form.choice(f"choice{id}", ATTENDANCE),
        number,
        words,
        signed,
        read_filled(form, f"_{id}"),
    )


async def _page(
    request: Request, form: Form | None = None, press: str = "", wrong: Mapping[str, str] | None = None
) -> Response:
    circular, block = _ids(request)
    async with read(request) as tx:
        found = await sheet(tx, circular, block)
        notes = await waiting(tx, found.head.association, block)
        survey = await survey_of(tx, circular) if found.head.reply_kind == "survey" else Survey()
    if form and (form.whole("edition", 1, 1_000_000) or 1) < found.head.asked_edition:
        # Ticks from before a change are not offered again.
        form, press, wrong = None, "", {"edition": CHANGED}
    asked = request.query_params
    own = set(asked.getlist("own"))
    written = asked.get("written", "")
    view = EntryPage(
        sheet=found,
        survey=survey,
        typed={id: _typed(form, id) for id in form.ids("of")} if form else {},
        press=press or secrets.token_urlsafe(9),
        all=bool(form and form.ticked("all")),
        old=older(request, found),
        written=int(written) if written.isascii() and written.isdecimal() and len(written) < 6 else None,
        own=[line for line in found.lines if str(line.id) in own],
        wrong=wrong or {},
        notes=notes,
        handed=frozenset(form.ids("note")) if form else frozenset(),
    )
    await record_look(request, "route_sheet", found.head.looked_at)
    return staff_page(request, "circulation/route_sheets/entry.html", view, 422 if wrong else 200)


def _ids(request: Request) -> tuple[CircularId, PlaceId]:
    return CircularId(request.path_params["circular"]), PlaceId(request.path_params["block"])


_ENTRY = "/circulars/{circular:int}/blocks/{block:int}/sheet/entry"

routes = [
    get(_ENTRY, show, FOLLOWERS),
    post(_ENTRY, save, FOLLOWERS),
]
