"""棚卸し: requests of each department by month of a fiscal year."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.municipal_requests.actions import totals
from kairanban.circulation.municipal_requests.pages.fiscal_years import asked_year, years
from kairanban.circulation.municipal_requests.pages.table_file import table_file, words
from kairanban.circulation.municipal_requests.rules.fiscal_years import Counted, months_of, together
from kairanban.core.clock import day_of
from kairanban.core.tasks import Task
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read
from kairanban.web.render import staff_page
from kairanban.web.routing import get


@dataclass(frozen=True, slots=True)
class StocktakingPage:
    year: int
    years: list[int]
    lines: list[Counted]
    sums: Counted
    months: tuple[int, ...]


async def show(request: Request) -> Response:
    return staff_page(request, "circulation/municipal_requests/stocktaking.html", await _view(request))


async def table(request: Request) -> Response:
    view = await _view(request)
    department, total, withdrawn = words(request, _n("Department"), _n("Together"), _n("Withdrawn"))
    rows: list[list[str | int]] = [
        [department, *(day_of(month).strftime("%Y-%m") for month in view.months), total, withdrawn]
    ]
    rows += [[line.name, *line.months, line.total, line.withdrawn] for line in view.lines]
    rows.append([total, *view.sums.months, view.sums.total, view.sums.withdrawn])
    return table_file(f"依頼の棚卸し_{view.year}年度", f"requests-{view.year}", rows)


async def _view(request: Request) -> StocktakingPage:
    async with read(request) as tx:
        year = asked_year(request, tx.now)
        lines = await totals.stocktaking(tx, year)
        return StocktakingPage(year, await years(tx), lines, together(lines), months_of(year))


routes = [
    get("/requests/stocktaking", show, Task.ASK_ASSOCIATIONS),
    get("/requests/stocktaking/table", table, Task.ASK_ASSOCIATIONS),
]
