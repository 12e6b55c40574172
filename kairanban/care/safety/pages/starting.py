"""Start of a check in three steps: practice or real, then audience and words."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.rules import LEAST_SHOWN
from kairanban.care.safety.actions import boards, help_calls, starting, town_checks
from kairanban.care.safety.actions.starting import Audience
from kairanban.care.safety.queries.boards import Check
from kairanban.care.safety.queries.starting import Startable
from kairanban.care.safety.queries.town_checks import TownCheck
from kairanban.care.safety.rules import WORDS_MOST, Kind
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.web.app_context import read, write
from kairanban.web.forms import read_form
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post


@dataclass(frozen=True, slots=True)
class ChecksPage:
    running: list[Check]
    ended: list[Check]
    towns: list[TownCheck]
    places: list[Startable]
    helping: int
    least: int


@dataclass(frozen=True, slots=True)
class StartPage:
    audience: Audience
    kind: str
    """Empty until chosen."""
    words: str
    longest: int
    wrong: dict[str, str]
    now: int


async def show_all(request: Request) -> Response:
    async with read(request) as tx:
        checks = await boards.checks(tx)
        view = ChecksPage(
            running=[one for one in checks if one.ended is None],
            ended=[one for one in checks if one.ended is not None],
            towns=await town_checks.all_of(tx),
            places=await starting.startable(tx),
            helping=await help_calls.waiting(tx),
            least=LEAST_SHOWN,
        )
    return staff_page(request, "care/safety/checks.html", view)


async def show(request: Request) -> Response:
    kind = request.query_params.get("kind", "")
    return await _page(request, kind if kind in tuple(Kind) else "")


async def start(request: Request) -> Response:
    form = await read_form(request)
    kind = form.choice("kind", tuple(Kind))
    words = form.paragraphs("words", longest=WORDS_MOST)
    if form.wrong or not kind:
        return await _page(request, kind, words, form.wrong)
    async with write(request) as tx:
        if not (await starting.audience(tx, _place(request), kind)).town:
            check = await starting.start(tx, _place(request), Kind(kind), words)
            return see(f"/safety/{check}/board?done=started")
        check = await town_checks.start(tx, _place(request), Kind(kind), words)
    # A municipality has hundreds of associations: one transaction each, and a retry continues.
    async with read(request) as tx:
        waiting = await town_checks.waiting(tx, check)
    for association in waiting:
        async with write(request) as tx:
            await town_checks.ask(tx, check, association)
    return see(f"/safety/towns/{check}?done=started")


async def _page(
    request: Request, kind: str, words: str = "", wrong: dict[str, str] | None = None
) -> Response:
    async with read(request) as tx:
        audience = await starting.audience(tx, _place(request), kind)
        view = StartPage(audience, kind, words, WORDS_MOST, wrong or {}, tx.now)
    return staff_page(request, "care/safety/start.html", view, 422 if wrong else 200)


def _place(request: Request) -> PlaceId:
    return PlaceId(request.path_params["place"])


routes = [
    get("/safety", show_all, Task.START_SAFETY_CHECK),
    get("/safety/places/{place:int}", show, Task.START_SAFETY_CHECK),
    post("/safety/places/{place:int}/checks", start, Task.START_SAFETY_CHECK),
]
