"""A survey counted: the totals with bars, the answers by household, and both as files and on paper."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.permission import require
from kairanban.circulation.municipal_requests.pages.table_file import table_file, words
from kairanban.circulation.progress.actions import overview
from kairanban.circulation.progress.queries.overview import Circular
from kairanban.circulation.progress.queries.surveys import ASKED, COUNTED, COUNTS, GIVEN, Asked
from kairanban.circulation.replies.actions.surveys import survey_of
from kairanban.circulation.surveys.rules.answers import Part, Parts
from kairanban.circulation.surveys.rules.asking import asks_who_comes
from kairanban.circulation.surveys.rules.shown import Shown, Survey, answer_of
from kairanban.circulation.surveys.rules.totals import Total, totals
from kairanban.core.errors import NotFound
from kairanban.core.ids import CircularId, HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read
from kairanban.web.looks import record_look
from kairanban.web.printing import paper
from kairanban.web.render import staff_page
from kairanban.web.routing import get


@dataclass(frozen=True, slots=True)
class SurveyPage:
    circular: Circular
    survey: Survey
    totals: list[Total]
    addressed: int
    """As on the page of progress: without latecomers."""
    replied: int
    answered: list[Asked]
    """Households with answers; empty once they were counted, and are no longer kept by household."""
    only_seen: list[Asked]
    waiting: list[Asked]
    parts: dict[HouseholdId, Parts]
    number: int
    """How many households answered, latecomers too."""
    who_comes: bool
    now: int

    @property
    def base(self) -> str:
        return f"/circulars/{self.circular.id}"

    def said(self, household: HouseholdId, one: Shown) -> list[str]:
        """Return what a household answered to one question."""
        return [
            answer_of(one, part.choice, part.number, part.words)
            for part in self.parts.get(household, ())
            if part.question == one.number
        ]


async def show(request: Request) -> Response:
    return staff_page(request, "circulation/progress/survey.html", await _view(request))


async def printed(request: Request) -> Response:
    view = await _view(request)
    return await paper(
        request, "circulation/progress/survey_paper.html", view, back=f"{view.base}/survey", name="anketo"
    )


async def table(request: Request) -> Response:
    """Answer with the list by household, a column for each question."""
    view = await _view(request)
    headings = [
        *words(request, _n("Block"), _n("Household")),
        *(one.words.text for one in view.survey.questions),
    ]
    rows: list[list[str | int]] = [[*headings, *words(request, _n("Who answered"))]]
    for one in view.answered:
        cells = [_cell(view, one.household, question) for question in view.survey.questions]
        rows.append([one.block_name, one.shown, *cells, one.resident or ""])
    return table_file(view.circular.title, f"survey-{view.circular.id}", rows)


async def totals_table(request: Request) -> Response:
    """Answer with the counts, a row for each choice."""
    view = await _view(request)
    rows: list[list[str | int]] = [
        list[str | int](words(request, _n("Question"), _n("Answer"), _n("Households"), _n("Sum")))
    ]
    for one in view.totals:
        text = one.of.words.text
        rows += [[text, line.words, line.households, ""] for line in one.lines]
        if not one.lines:
            rows.append([text, one.of.unit, one.households, "" if one.sum is None else one.sum])
    return table_file(view.circular.title, f"survey-totals-{view.circular.id}", rows)


def _cell(view: SurveyPage, household: HouseholdId, one: Shown) -> str | int:
    """Return a cell: a number as one, so that it can be added up."""
    found = next((part for part in view.parts.get(household, ()) if part.question == one.number), None)
    if found is not None and found.number is not None:
        return found.number
    return " / ".join(view.said(household, one))


async def _view(request: Request) -> SurveyPage:
    async with read(request) as tx:
        view, place = await _counted(tx, CircularId(request.path_params["circular"]))
    # Access to the names is recorded before the page is sent: of each block, or of the group that issued it.
    if view.circular.group:
        await record_look(request, "follow_up_group", place)
    else:
        for block in sorted(
            {one.block for one in (*view.answered, *view.waiting, *view.only_seen) if one.block}
        ):
            await record_look(request, "follow_up", PlaceId(block))
    return view


async def _counted(tx: Tx, id: CircularId) -> tuple[SurveyPage, PlaceId]:
    """Return the survey with its counts, and where it is issued; NotFound for another circular."""
    found = await overview.find(tx, id)
    circular = found.circular
    await require(tx, Task.FOLLOW_UP, found.place)
    if circular.reply_kind != "survey":
        raise NotFound
    survey = await survey_of(tx, id)
    kept = circular.counted is None
    asked = await tx.all(ASKED, circular=id) if kept else []
    counts = (
        await tx.all(COUNTS, circular=id)
        if kept
        else [one.count for one in await tx.all(COUNTED, circular=id)]
    )
    answers = await overview.answers(tx, circular)
    number = sum(one.households for one in answers if one.choice != "acknowledged")
    parts = dict[HouseholdId, Parts]()
    for one in await tx.all(GIVEN, circular=id) if kept else []:
        part = Part(one.question, one.choice, one.number, one.words)
        parts[one.household] = (*parts.get(one.household, ()), part)
    in_all = await overview.in_all(tx, id)
    view = SurveyPage(
        circular=circular,
        survey=survey,
        totals=totals(survey, counts, number),
        addressed=in_all.addressed,
        replied=in_all.replied,
        answered=[one for one in asked if one.choice not in (None, "acknowledged")],
        only_seen=[one for one in asked if one.choice == "acknowledged"],
        waiting=[one for one in asked if one.choice is None],
        parts=parts,
        number=number,
        who_comes=kept and asks_who_comes(tuple(one.question for one in survey.questions)),
        now=tx.now,
    )
    return view, found.place


_SURVEY = "/circulars/{circular:int}/survey"

routes = [
    get(_SURVEY, show, Task.FOLLOW_UP),
    get(f"{_SURVEY}/paper", printed, Task.FOLLOW_UP),
    get(f"{_SURVEY}/paper.pdf", printed, Task.FOLLOW_UP),
    get(f"{_SURVEY}/table", table, Task.FOLLOW_UP),
    get(f"{_SURVEY}/totals", totals_table, Task.FOLLOW_UP),
]
