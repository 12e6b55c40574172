"""The monthly report, counts only, as a page, a PDF and a table."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from kairanban.care.visits.actions import report
from kairanban.care.visits.rules.months import Counted, following, month_of, preceding
from kairanban.circulation.municipal_requests.pages.table_file import table_file, words
from kairanban.core.clock import Moment, at, day_of
from kairanban.core.tasks import Task
from kairanban.i18n.languages import DEFAULT
from kairanban.i18n.marks import N as _n
from kairanban.i18n.templating import render
from kairanban.web.app_context import actor, read
from kairanban.web.printing import pdf
from kairanban.web.render import printed_page, staff_page
from kairanban.web.routing import get

PAPER = "care/visits/report_paper.html"
_HEADINGS = (
    _n("Settlement"),
    _n("Households"),
    _n("Consenting"),
    _n("Rang"),
    _n("Rang, nobody answered"),
    _n("Met"),
    _n("Did not meet"),
    _n("Handed over on paper"),
    _n("Answers written down"),
)


@dataclass(frozen=True, slots=True)
class ReportPage:
    first: date
    month: Moment
    by: str
    lines: list[Counted]
    sums: Counted
    before: str
    after: str
    """The next month, empty where it has not begun."""


async def show(request: Request) -> Response:
    return staff_page(request, "care/visits/report.html", await _view(request))


async def show_paper(request: Request) -> Response:
    view = await _view(request)
    month = f"?month={view.first:%Y-%m}"
    return printed_page(request, PAPER, view, back=f"/board/report{month}", pdf=f"/board/report.pdf{month}")


async def show_pdf(request: Request) -> Response:
    return await pdf(render(DEFAULT, PAPER, page=await _view(request)), "geppo")


async def table(request: Request) -> Response:
    view = await _view(request)
    rows: list[list[str | int]] = [list(words(request, *_HEADINGS))]
    for line in [*view.lines, view.sums]:
        name = line.name or words(request, _n("Together"))[0]
        rows.append(
            [
                name,
                line.households,
                line.consenting,
                line.called,
                line.no_answer,
                line.met,
                line.not_met,
                line.paper,
                line.replies,
            ]
        )
    month = view.first.strftime("%Y-%m")
    return table_file(f"支援員の月報_{month}", quote(f"report-{month}"), rows)


async def _view(request: Request) -> ReportPage:
    async with read(request) as tx:
        today = day_of(tx.now)
        first = month_of(request.query_params.get("month", ""), today)
        lines = await report.of_month(tx, first)
    after = following(first)
    return ReportPage(
        first,
        at(first),
        getattr(actor(request), "name", "") or "",
        lines,
        report.summed(lines),
        preceding(first).strftime("%Y-%m"),
        after.strftime("%Y-%m") if after <= today else "",
    )


routes = [
    get("/board/report", show, Task.VISIT),
    get("/board/report/paper", show_paper, Task.VISIT),
    get("/board/report.pdf", show_pdf, Task.VISIT),
    get("/board/report/table", table, Task.VISIT),
]
