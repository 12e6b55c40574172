"""Requests to join by a poster, for the officers who decide."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.buildings.actions import join_decisions
from kairanban.community.buildings.actions.join_decisions import Question
from kairanban.community.roster.rules.names import LANGUAGE_NAMES
from kairanban.community.signin.rules.device_kinds import KINDS
from kairanban.core.errors import Invalid
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read, write
from kairanban.web.forms import read_form
from kairanban.web.looks import record_look
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post

NEW = "new"


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    association: PlaceId
    questions: list[Question]
    kinds: dict[str, str]
    languages: dict[str, str]
    done: str
    unanswered: int = 0
    """The request that was answered without choosing a household."""


async def show(request: Request) -> Response:
    return await _page(request)


async def answer(request: Request) -> Response:
    association = PlaceId(request.path_params["association"])
    asked: int = request.path_params["request"]
    form = await read_form(request)
    agreed = form.choice("answer", ("yes", "no")) == "yes"
    new = form.text("household") == NEW
    chosen = next(iter(form.ids("household")), None)
    try:
        async with write(request) as tx:
            if not agreed:
                await join_decisions.decline(tx, association, asked)
            else:
                household = HouseholdId(chosen) if chosen is not None else None
                if household is None and not new:
                    raise Invalid({"household": _n("Please choose which household it is.")})
                await join_decisions.accept(tx, association, asked, household)
    except Invalid:
        return await _page(request, asked)
    return see(f"/associations/{association}/joining?done={'accepted' if agreed else 'declined'}")


async def _page(request: Request, unanswered: int = 0) -> Response:
    association = PlaceId(request.path_params["association"])
    async with read(request) as tx:
        view = QuestionsPage(
            association=association,
            questions=await join_decisions.questions(tx, association),
            kinds=KINDS,
            languages=LANGUAGE_NAMES,
            done=request.query_params.get("done", ""),
            unanswered=unanswered,
        )
    if view.questions:
        await record_look(request, "joining", association)
    return staff_page(request, "community/buildings/questions.html", view, 422 if unanswered else 200)


routes = [
    get("/associations/{association:int}/joining", show, Task.CHANGE_ROSTER),
    post("/associations/{association:int}/joining/{request:int}", answer, Task.CHANGE_ROSTER),
]
