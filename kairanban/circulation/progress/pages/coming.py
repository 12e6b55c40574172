"""Who comes: one list across the blocks, as a page, on paper and as a table."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.permission import require
from kairanban.circulation.municipal_requests.pages.table_file import table_file, words
from kairanban.circulation.progress.actions import overview
from kairanban.circulation.progress.queries.coming import ANSWERED, Answered
from kairanban.circulation.progress.queries.overview import Circular
from kairanban.core.ids import CircularId, PlaceId
from kairanban.core.tasks import Task
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read
from kairanban.web.looks import record_look
from kairanban.web.printing import paper
from kairanban.web.render import staff_page
from kairanban.web.routing import get

CHOICES = {
    "attending": _n("Attending"),
    "absent": _n("Not attending"),
    "undecided": _n("Not yet known"),
    "number": _n("Nobody will come"),
}


@dataclass(frozen=True, slots=True)
class ComingPage:
    circular: Circular
    coming: list[Answered]
    others: list[Answered]
    """Who answered otherwise."""
    now: int

    @property
    def people(self) -> int:
        return sum(one.number or 0 for one in self.coming)

    @property
    def asks_number(self) -> bool:
        """Whether numbers are counted: of a survey those of the people who come."""
        return self.circular.reply_kind == "number" or any(one.number is not None for one in self.coming)

    @property
    def asks_words(self) -> bool:
        return self.circular.reply_kind == "text"

    @property
    def base(self) -> str:
        return f"/circulars/{self.circular.id}"

    def choice_name(self, one: Answered) -> str:
        return CHOICES.get(one.choice, "")


async def show(request: Request) -> Response:
    return staff_page(request, "circulation/progress/coming.html", await _view(request))


async def printed(request: Request) -> Response:
    view = await _view(request)
    return await paper(
        request, "circulation/progress/coming_paper.html", view, back=f"{view.base}/coming", name="sankasha"
    )


async def table(request: Request) -> Response:
    view = await _view(request)
    headings = words(
        request, _n("Block"), _n("Household"), _n("Answer"), _n("People"), _n("Words"), _n("Who answered")
    )
    rows: list[list[str | int]] = [list[str | int](headings)]
    for one in [*view.coming, *view.others]:
        choice = view.choice_name(one) if not one.number else ""
        rows.append(
            [
                one.block_name,
                one.shown,
                words(request, choice)[0] if choice else "",
                "" if one.number is None else one.number,
                one.words or "",
                one.resident or "",
            ]
        )
    return table_file(view.circular.title, f"coming-{view.circular.id}", rows)


async def _view(request: Request) -> ComingPage:
    """Return the list of an officer; empty once the answers were counted, and are no longer kept by household."""
    async with read(request) as tx:
        found = await overview.find(tx, CircularId(request.path_params["circular"]))
        await require(tx, Task.FOLLOW_UP, found.place)
        kept = found.circular.counted is None
        answered = await tx.all(ANSWERED, circular=found.circular.id) if kept else []
        now = tx.now
    # Access to the names is recorded before the page is sent: of each block, or of the group that issued it.
    if found.circular.group:
        await record_look(request, "follow_up_group", found.place)
    else:
        for block in sorted({one.block for one in answered if one.block}):
            await record_look(request, "follow_up", PlaceId(block))
    coming = [one for one in answered if one.comes]
    return ComingPage(found.circular, coming, [one for one in answered if not one.comes], now)


_COMING = "/circulars/{circular:int}/coming"

routes = [
    get(_COMING, show, Task.FOLLOW_UP),
    get(f"{_COMING}/paper", printed, Task.FOLLOW_UP),
    get(f"{_COMING}/paper.pdf", printed, Task.FOLLOW_UP),
    get(f"{_COMING}/table", table, Task.FOLLOW_UP),
]
