"""Step 1: write; the draft is saved while typing."""

from dataclasses import dataclass, field, replace

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.circulars.actions import attachments, contacts, drafts, saving, yearly
from kairanban.circulation.circulars.actions.drafts import Choices
from kairanban.circulation.circulars.actions.offers import Offer, offers, wrong_weekdays
from kairanban.circulation.circulars.actions.saving import WrittenByTwo, as_form
from kairanban.circulation.circulars.pages.choosing import FIELD_NAMES, choosing_page
from kairanban.circulation.circulars.pages.fields import (
    BASE_MOST,
    WRITERS,
    WhenTyped,
    read_choices,
    read_texts,
)
from kairanban.circulation.circulars.pages.files import FILES_AT_ONCE, RefusedFile
from kairanban.circulation.circulars.queries.attachments import Attachment
from kairanban.circulation.circulars.queries.drafting import Hand
from kairanban.circulation.circulars.rules import weekdays
from kairanban.circulation.circulars.rules.drafts import Work
from kairanban.circulation.circulars.rules.events import as_typed
from kairanban.circulation.circulars.rules.kinds import (
    CATEGORIES,
    GROUP_CATEGORIES,
    GROUP_IMPORTANCE_NAMES,
    IMPORTANCE_NAMES,
    REPLY_KIND_NAMES,
    Kind,
    State,
)
from kairanban.circulation.circulars.rules.merging import base_of
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.circulation.circulars.rules.weekdays import WrongWeekday
from kairanban.circulation.surveys.pages.fields import arrangement
from kairanban.confined.limits import UPLOAD
from kairanban.core.errors import Invalid
from kairanban.core.ids import CircularId, PlaceId
from kairanban.core.tasks import Task
from kairanban.web.app_context import read, write
from kairanban.web.forms import read_form
from kairanban.web.live import wants_part
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post

SAVED = "circulation/circulars/_saved.html"


@dataclass(frozen=True, slots=True)
class WritingPage:
    work: Work
    texts: Texts
    """As typed: of 日時 the addition."""
    choices: Choices
    when: WhenTyped
    base: str
    """Digests of the fields as shown, compared when the form is saved."""
    attachments: list[Attachment]
    offers: list[Offer]
    weekdays: list[WrongWeekday]
    """In what she wrote."""
    wrong: dict[str, str] = field(default_factory=dict)
    refused: list[RefusedFile] = field(default_factory=list)
    done: str = ""
    reply_kinds: dict[str, str] = field(default_factory=lambda: REPLY_KIND_NAMES)

    @property
    def paper_weekdays(self) -> list[WrongWeekday]:
        return wrong_weekdays(self.attachments)

    @property
    def notes(self) -> list[Attachment]:
        """The papers on which something has to be said where their text is expected."""
        return [file for file in self.attachments if file.note]

    @property
    def categories(self) -> dict[str, str]:
        return GROUP_CATEGORIES if self.work.of_group else CATEGORIES

    @property
    def importances(self) -> dict[str, str]:
        return GROUP_IMPORTANCE_NAMES if self.work.of_group else IMPORTANCE_NAMES


@dataclass(frozen=True, slots=True)
class Saved:
    """Outcome of a save while typing; `base` replaces the form's."""

    at: int
    base: str
    wrong: dict[str, str] = field(default_factory=dict)
    hand: Hand | None = None
    """Another person who writes at it too."""
    theirs: tuple[str, ...] = ()
    """Fields that she changed and the form does not show yet."""
    both: tuple[str, ...] = ()
    """Fields that both changed; nothing was stored."""
    weekdays: list[WrongWeekday] = field(default_factory=list)

    @property
    def field_names(self) -> list[str]:
        return [FIELD_NAMES[name] for name in self.both or self.theirs]


async def start(request: Request) -> Response:
    form = await read_form(request)
    place = form.whole("association", 1, 2**53) or 0
    kind = Kind(form.choice("kind", (Kind.ORDINARY, Kind.OBITUARY)) or Kind.ORDINARY)
    async with write(request) as tx:
        circular = await drafts.start(tx, PlaceId(place), kind)
    return see(f"/circulars/{circular}/draft")


async def copy(request: Request) -> Response:
    async with write(request) as tx:
        circular = await drafts.copy(tx, CircularId(request.path_params["circular"]))
    return see(f"/circulars/{circular}/draft?done=copied")


async def comes_back(request: Request) -> Response:
    circular = CircularId(request.path_params["circular"])
    form = await read_form(request)
    async with write(request) as tx:
        await yearly.comes_back(tx, circular, form.ticked("yearly"))
    return see(f"/circulars/{circular}/progress")


async def show(request: Request) -> Response:
    return await writing_page(request)


async def save(request: Request) -> Response:
    circular = CircularId(request.path_params["circular"])
    form = await read_form(request, files=FILES_AT_ONCE)
    texts, choices, base = read_texts(form), read_choices(form), form.text("base", longest=BASE_MOST)
    if wants_part(request):
        return await _keep(request, circular, texts, choices, base, form.wrong)
    try:
        form.check()
        async with write(request) as tx:
            work = (await saving.save_form(tx, circular, texts, choices, base)).work
    except Invalid as invalid:
        return await writing_page(request, texts, choices, invalid.fields, when=WhenTyped.submitted(form))
    except WrittenByTwo as problem:
        return choosing_page(request, problem, f"/circulars/{circular}/draft", f"/circulars/{circular}/draft")
    go = form.choice("go", ("draft", "audience", "proof")) or "draft"
    if go == "draft":
        return see(f"/circulars/{circular}/draft?done=saved{'#survey' if arrangement(form) else ''}")
    # Municipal requests continue with steps of their own.
    return see(f"/{'requests' if work.kind == Kind.REQUEST else 'circulars'}/{circular}/{go}")


async def _keep(
    request: Request,
    circular: CircularId,
    texts: Texts,
    choices: Choices,
    base: str,
    wrong: dict[str, str],
) -> Response:
    """Save the draft while typing; nothing is stored while a text is too long, or where another changed the same."""
    if wrong:
        async with read(request) as tx:
            return staff_page(request, SAVED, Saved(tx.now, base, wrong))
    try:
        async with write(request) as tx:
            kept = await saving.save_form(tx, circular, texts, choices, base)
            wrong_days = weekdays.in_texts(texts, tx.now)
            saved = Saved(tx.now, kept.base, hand=kept.hand, theirs=kept.theirs, weekdays=wrong_days)
            return staff_page(request, SAVED, saved)
    except WrittenByTwo as problem:
        async with read(request) as tx:
            return staff_page(request, SAVED, Saved(tx.now, base, hand=problem.hand, both=problem.both))


async def writing_page(
    request: Request,
    texts: Texts | None = None,
    choices: Choices | None = None,
    wrong: dict[str, str] | None = None,
    refused: list[RefusedFile] | None = None,
    when: WhenTyped | None = None,
) -> Response:
    """Return the form with the stored values, or with the submitted ones and their errors."""
    circular = CircularId(request.path_params["circular"])
    async with read(request) as tx:
        work = await drafts.find(tx, circular)
        kept = await drafts.texts_of(tx, circular, work.edition)
        files = await attachments.of(tx, circular)
        contact, now = await contacts.of_draft(tx, work), tx.now
    shown = as_typed(kept, work.kind, work.when)
    if work.kind == Kind.REQUEST and work.state != State.DRAFT:
        return see(f"/requests/{circular}")
    if work.published is not None:
        return see(f"/circulars/{circular}/progress")
    if work.issuer:
        return see(f"/circulars/{circular}/audience")
    view = WritingPage(
        work=work,
        base=base_of(as_form(shown, Choices.of(work))),
        texts=texts or shown,
        choices=choices or Choices.of(work),
        when=when or WhenTyped.of((choices or work).when),
        attachments=files,
        offers=offers(replace(texts, facts_when=kept.facts_when) if texts else kept, work, files, contact),
        weekdays=weekdays.in_texts(texts or shown, now),
        wrong=wrong or {},
        refused=refused or [],
        done=request.query_params.get("done", ""),
    )
    return staff_page(request, "circulation/circulars/writing.html", view, 422 if wrong else 200)


routes = [
    post("/circulars", start, Task.DRAFT),
    get("/circulars/{circular:int}/draft", show, WRITERS),
    post("/circulars/{circular:int}/draft", save, WRITERS, body=UPLOAD),
    post("/circulars/{circular:int}/copy", copy, Task.DRAFT),
    post("/circulars/{circular:int}/yearly", comes_back, Task.DRAFT),
]
