"""Help calls for people who answer them: taken by name, closed with the outcome."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.care.safety.actions import help_calls
from kairanban.care.safety.rules import ENDINGS, WORDS_MOST, Closed, HelpCall, Word
from kairanban.core.errors import Invalid
from kairanban.core.ids import PersonId
from kairanban.core.tasks import Task
from kairanban.web.app_context import actor, is_seen, observe, read, write
from kairanban.web.forms import read_form
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post


@dataclass(frozen=True, slots=True)
class HelpPage:
    calls: list[HelpCall]
    closed: list[Closed]
    me: PersonId | None
    done: str
    asked: int
    """The call whose outcome had errors."""
    typed: str
    wrong: dict[str, str]


async def show(request: Request) -> Response:
    return await _page(request)


async def take(request: Request) -> Response:
    async with write(request) as tx:
        await help_calls.take(tx, request.path_params["call"])
    return see("/safety/help?done=taken")


async def leave(request: Request) -> Response:
    async with write(request) as tx:
        await help_calls.leave(tx, request.path_params["call"])
    return see("/safety/help?done=left")


async def close(request: Request) -> Response:
    form = await read_form(request)
    words = form.text("words", longest=WORDS_MOST)
    try:
        form.check()
        async with write(request) as tx:
            await help_calls.close(tx, request.path_params["call"], form.choice("how", tuple(ENDINGS)), words)
    except Invalid as invalid:
        return await _page(request, request.path_params["call"], words, dict(invalid.fields))
    return see("/safety/help?done=closed")


async def give_word(request: Request) -> Response:
    form = await read_form(request)
    async with write(request) as tx:
        await help_calls.give_word(
            tx, request.path_params["call"], form.choice("word", (Word.REAL, Word.DRILL))
        )
    return see("/safety/help")


async def _page(
    request: Request, asked: int = 0, typed: str = "", wrong: dict[str, str] | None = None
) -> Response:
    async with read(request) as tx:
        calls = await help_calls.open_calls(tx)
        closed = await help_calls.closed_calls(tx)
    if (calls or closed) and request.method == "GET":
        async with observe(request) as tx:
            await help_calls.seen(tx, calls, by_eye=is_seen(request), addresses=True)
            await help_calls.looked_back(tx, closed)
    view = HelpPage(
        calls, closed, actor(request).person, request.query_params.get("done", ""), asked, typed, wrong or {}
    )
    return staff_page(request, "care/safety/help_calls.html", view, 422 if wrong else 200)


routes = [
    get("/safety/help", show, Task.ANSWER_HELP),
    post("/safety/help/{call:int}/taking", take, Task.ANSWER_HELP),
    post("/safety/help/{call:int}/leaving", leave, Task.ANSWER_HELP),
    post("/safety/help/{call:int}/word", give_word, Task.ANSWER_HELP),
    post("/safety/help/{call:int}/closing", close, Task.ANSWER_HELP),
]
