"""部数表: the copies of a request, or of all requests of a delivery day, by association."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.rules import LEAST_SHOWN
from kairanban.circulation.municipal_requests.actions import sending, totals
from kairanban.circulation.municipal_requests.pages.table_file import table_file, words
from kairanban.circulation.municipal_requests.queries.sending import MunicipalRequest
from kairanban.circulation.municipal_requests.rules.copies import (
    DISTRIBUTION_NAMES,
    Distribution,
    Sheet,
    sheet,
)
from kairanban.core.clock import at
from kairanban.core.errors import NotFound
from kairanban.core.ids import CircularId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read
from kairanban.web.forms import YEARS
from kairanban.web.printing import paper
from kairanban.web.render import staff_page
from kairanban.web.routing import get


@dataclass(frozen=True, slots=True)
class CopiesPage:
    requests: list[MunicipalRequest]
    day: int | None
    sheet: Sheet
    base: str
    back: str
    now: int
    least: int = LEAST_SHOWN
    goes: Mapping[str, str] = field(default_factory=lambda: DISTRIBUTION_NAMES)

    @property
    def circulates(self) -> bool:
        return any(one.distribution == Distribution.CIRCULATE for one in self.requests)

    @property
    def distributes(self) -> bool:
        return any(one.distribution == Distribution.DISTRIBUTE for one in self.requests)


async def of_request(request: Request) -> Response:
    return staff_page(request, "circulation/municipal_requests/copies.html", await _one(request))


async def printed(request: Request) -> Response:
    return await _paper(request, await _one(request))


async def table(request: Request) -> Response:
    return _file(request, await _one(request))


async def of_day(request: Request) -> Response:
    return staff_page(request, "circulation/municipal_requests/copies.html", await _day(request))


async def day_printed(request: Request) -> Response:
    return await _paper(request, await _day(request))


async def _paper(request: Request, view: CopiesPage) -> Response:
    return await paper(
        request, "circulation/municipal_requests/copies_paper.html", view, back=view.base, name="copies"
    )


async def day_table(request: Request) -> Response:
    return _file(request, await _day(request))


async def _one(request: Request) -> CopiesPage:
    id = CircularId(request.path_params["municipal_request"])
    async with read(request) as tx:
        found = await sending.find(tx, id)
        if found.sent is None:
            raise NotFound
        lines = await totals.by_association(tx, id)
        base = f"/requests/{id}"
        return CopiesPage([found], found.deliver_on, sheet([id], lines), f"{base}/copies", base, tx.now)


async def _day(request: Request) -> CopiesPage:
    day = _date(request.path_params["day"])
    async with read(request) as tx:
        lines = await totals.on_day(tx, at(day))
        found = await _requests(tx, list(dict.fromkeys(line.request for line in lines)))
        ids = [one.id for one in found]
        base = f"/requests/deliveries/{day.isoformat()}"
        return CopiesPage(found, at(day), sheet(ids, lines), base, "/requests", tx.now)


async def _requests(tx: Tx, ids: list[CircularId]) -> list[MunicipalRequest]:
    return [await sending.find(tx, id) for id in sorted(ids)]


def _date(text: str) -> date:
    """Return the date; NotFound if it is invalid."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise NotFound from error
    if day.year not in YEARS or text != day.isoformat():
        raise NotFound
    return day


def _file(request: Request, view: CopiesPage) -> Response:
    association, households, total, open_ = words(
        request, _n("Association"), _n("Copies"), _n("Together"), _n("Not answered yet")
    )
    goes = dict(zip(DISTRIBUTION_NAMES, words(request, *DISTRIBUTION_NAMES.values()), strict=True))
    titles = [f"{one.title} / {goes[one.distribution]}" for one in view.requests]
    several = len(titles) > 1
    rows: list[list[str | int]] = [
        [association, *(titles if several else [households]), *([total] if several else []), open_]
    ]
    for line in view.sheet.lines:
        rows.append([line.name, *line.copies, *([line.total] if several else []), line.open])
    last = view.sheet.sums
    rows.append([total, *last.copies, *([last.total] if several else []), last.open])
    day = view.requests[0].title if not several and view.requests else view.base.rsplit("/", 1)[1]
    return table_file(f"部数表_{day}", "copies", rows)


routes = [
    get("/requests/deliveries/{day}", of_day, Task.ASK_ASSOCIATIONS),
    get("/requests/deliveries/{day}/paper", day_printed, Task.ASK_ASSOCIATIONS),
    get("/requests/deliveries/{day}/paper.pdf", day_printed, Task.ASK_ASSOCIATIONS),
    get("/requests/deliveries/{day}/table", day_table, Task.ASK_ASSOCIATIONS),
    get("/requests/{municipal_request:int}/copies", of_request, Task.ASK_ASSOCIATIONS),
    get("/requests/{municipal_request:int}/copies/paper", printed, Task.ASK_ASSOCIATIONS),
    get("/requests/{municipal_request:int}/copies/paper.pdf", printed, Task.ASK_ASSOCIATIONS),
    get("/requests/{municipal_request:int}/copies/table", table, Task.ASK_ASSOCIATIONS),
]
