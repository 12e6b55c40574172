"""The family's choices for an obituary, from which its words are made; the bereaved house does not get it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.access_log import record_access
from kairanban.access.permission import may
from kairanban.circulation.circulars.actions import drafts, obituaries
from kairanban.circulation.circulars.queries.audience_choices import HOUSEHOLDS, Choosable
from kairanban.circulation.circulars.rules.drafts import Work
from kairanban.circulation.circulars.rules.kinds import Kind
from kairanban.circulation.circulars.rules.obituaries import Family
from kairanban.circulation.circulars.rules.texts import FACT_MOST
from kairanban.core.clock import at
from kairanban.core.errors import Invalid
from kairanban.core.ids import CircularId, HouseholdId
from kairanban.core.tasks import Task
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import observe, read, write
from kairanban.web.forms import Form, read_form
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post

DECLINE_NAMES = {
    "money": _n("Condolence money"),
    "flowers": _n("Flowers and offerings"),
    "visits": _n("Visits"),
}


@dataclass(frozen=True, slots=True)
class FamilyPage:
    work: Work
    households: list[Choosable]
    """Empty for drafters, who do not see the roster."""
    typed: Mapping[str, str]
    declined: frozenset[str]
    family_only: bool
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def decline_names(self) -> dict[str, str]:
        return DECLINE_NAMES


async def show(request: Request) -> Response:
    return await _page(request)


async def compose(request: Request) -> Response:
    """Put the words into the draft; those written before are replaced."""
    circular = CircularId(request.path_params["circular"])
    form = await read_form(request)
    died = form.day("died")
    family = Family(
        name=form.text("name", longest=40, needed=_n("Please write the name.")),
        age=form.whole("age", 0, 130),
        block=form.text("block", longest=40),
        died=at(died) if died else None,
        wake=form.moment("wake"),
        funeral=form.moment("funeral"),
        place=form.text("place", longest=FACT_MOST),
        mourner=form.text("mourner", longest=60),
        family_only=form.ticked("family_only"),
        declines=tuple(name for name in DECLINE_NAMES if name in form.many("declines")),
    )
    household = next(iter(form.ids("household")), 0)
    try:
        form.check()
        async with write(request) as tx:
            await obituaries.compose(tx, circular, family, HouseholdId(household) if household else None)
    except Invalid as invalid:
        return await _page(request, form, invalid.fields)
    return see(f"/circulars/{circular}/draft?done=worded")


async def _page(request: Request, form: Form | None = None, wrong: dict[str, str] | None = None) -> Response:
    circular = CircularId(request.path_params["circular"])
    async with read(request) as tx:
        work = await drafts.find(tx, circular)
        if work.kind != Kind.OBITUARY or work.published is not None:
            return see(f"/circulars/{circular}/draft")
        chooses = await may(tx, Task.CHOOSE_HOUSEHOLDS, work.place)
        households = await tx.all(HOUSEHOLDS, issued_at=work.place) if chooses else []
        bereaved = await obituaries.bereaved(tx, circular)
    if households and request.method == "GET":
        # Access to the names is recorded before the page is sent.
        async with observe(request) as tx:
            await record_access(tx, "audience", work.place)
    names = ("name", "age", "block", "died", "wake", "funeral", "place", "mourner", "household")
    typed = {name: form.text(name, longest=FACT_MOST) for name in names} if form else {}
    if bereaved and not form:
        typed = {"household": str(bereaved)}
    view = FamilyPage(
        work,
        households,
        typed,
        frozenset(form.many("declines") if form else ()),
        bool(form and form.ticked("family_only")),
        wrong or {},
    )
    return staff_page(request, "circulation/circulars/family.html", view, 422 if wrong else 200)


_FAMILY = "/circulars/{circular:int}/draft/family"

routes = [get(_FAMILY, show, Task.DRAFT), post(_FAMILY, compose, Task.DRAFT)]
