"""棚卸し: requests of each department by month of a fiscal year, and what they came to."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.municipal_requests.actions import totals
from kairanban.circulation.municipal_requests.pages.fiscal_years import asked_year, years
from kairanban.circulation.municipal_requests.pages.table_file import table_file, words
from kairanban.circulation.municipal_requests.rules.decisions import REASONS
from kairanban.circulation.municipal_requests.rules.fiscal_years import Counted, months_of, together
from kairanban.circulation.municipal_requests.rules.stocktaking import Came
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
    outcomes: list[Came]
    together: Came
    reasons: dict[str, str] = field(default_factory=lambda: REASONS)


async def show(request: Request) -> Response:
    return staff_page(request, "circulation/municipal_requests/stocktaking.html", await _view(request))


async def table(request: Request) -> Response:
    view = await _view(request)
    department, total, withdrawn, asked, passed, declined, open_, copies, deliveries, days = words(
        request,
        _n("Department"),
        _n("Together"),
        _n("Withdrawn"),
        _n("Associations asked"),
        _n("Passed on"),
        _n("Not this time"),
        _n("Not answered yet"),
        _n("Copies"),
        _n("Delivery days"),
        _n("Days until it went round"),
    )
    reasons = words(request, *REASONS.values())
    months = [day_of(month).strftime("%Y-%m") for month in view.months]
    head: list[str | int] = [department, *months, total, withdrawn, asked, passed, declined, open_]
    rows = [[*head, copies, deliveries, days, *reasons]]
    both = [*zip(view.lines, view.outcomes, strict=True), (view.sums, view.together)]
    for line, came in both:
        row: list[str | int] = [line.name or total, *line.months, line.total, line.withdrawn]
        row += [came.asked, came.passed, came.declined, came.open, came.copies, came.deliveries]
        given = dict(came.reasons)
        rows.append([*row, "" if came.days is None else came.days, *(given.get(one, 0) for one in REASONS)])
    return table_file(f"依頼の棚卸し_{view.year}年度", f"requests-{view.year}", rows)


async def _view(request: Request) -> StocktakingPage:
    async with read(request) as tx:
        year = asked_year(request, tx.now)
        found = await totals.stocktaking(tx, year)
        return StocktakingPage(
            year,
            await years(tx),
            found.lines,
            together(found.lines),
            months_of(year),
            found.outcomes,
            found.together,
        )


routes = [
    get("/requests/stocktaking", show, Task.ASK_ASSOCIATIONS),
    get("/requests/stocktaking/table", table, Task.ASK_ASSOCIATIONS),
]
