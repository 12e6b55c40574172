"""確認しました, 出席, how many, a few words; and taking it back."""

from starlette.requests import Request
from starlette.responses import Response

from kairanban.core.errors import Invalid, NotFound
from kairanban.core.ids import CircularId, HouseholdId
from kairanban.replies import actions, queries
from kairanban.replies.actions import Answer
from kairanban.replies.pages.circular import circular_page
from kairanban.replies.rules import ATTENDANCE, PEOPLE_MOST, WORDS_MOST
from kairanban.web.forms import Form, read_form
from kairanban.web.here import actor, read, write
from kairanban.web.render import page, see
from kairanban.web.routing import Open, get, post


async def acknowledge(request: Request) -> Response:
    form = await read_form(request)
    return await _answer(request, form, "acknowledged")


async def answer(request: Request) -> Response:
    form = await read_form(request)
    choice = form.choice("choice", (*ATTENDANCE, "number", "words"))
    return await _answer(request, form, choice)


async def take_back(request: Request) -> Response:
    async with write(request) as tx:
        circular = CircularId(request.path_params["circular"])
        await actions.take_back(tx, circular, await _household(request, circular))
    return see(f"{request.url.path.removesuffix('/reply/removal')}?done=taken_back")


async def _answer(request: Request, form: Form, choice: str) -> Response:
    circular = CircularId(request.path_params["circular"])
    words = form.text("words", longest=WORDS_MOST)
    number = form.whole("number", 0, PEOPLE_MOST)
    try:
        form.check()
        given = Answer(
            choice=choice,
            client_id=form.text("press", longest=64) or f"{request.state.token[:12]}-{circular}-{choice}",
            number=number if choice == "number" else None,
            words=words if choice == "words" else "",
            language="ja",
        )
        async with write(request) as tx:
            await actions.answer(tx, circular, await _household(request, circular), given)
    except Invalid as invalid:
        async with read(request) as tx:
            view = await circular_page(tx, request, next(iter(invalid.fields.values())), words)
        return page(request, "replies/circular.html", view, 422)
    return see(f"/circulars/{circular}")


async def _household(request: Request, circular: CircularId) -> HouseholdId:
    """The actor's household that the circular is for; a device that serves two answers for the first."""
    homes = actor(request).homes
    if len(homes) == 1:
        return homes[0].household
    async with read(request) as tx:
        found = await tx.column(queries.ADDRESSED_HOME, circular=circular)
    if not found:
        raise NotFound
    return HouseholdId(found[0])


async def go_back(request: Request) -> Response:
    """Back or reload on the address of an answer shows the circular."""
    return see(f"/circulars/{request.path_params['circular']}")


routes = [
    post("/circulars/{circular:int}/acknowledgement", acknowledge, Open.HOUSEHOLD),
    post("/circulars/{circular:int}/answer", answer, Open.HOUSEHOLD),
    post("/circulars/{circular:int}/reply/removal", take_back, Open.HOUSEHOLD),
    get("/circulars/{circular:int}/acknowledgement", go_back, Open.HOUSEHOLD),
    get("/circulars/{circular:int}/answer", go_back, Open.HOUSEHOLD),
]
