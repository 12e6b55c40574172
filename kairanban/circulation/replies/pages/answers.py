"""Replies of a household: 確認しました, 出席, a number, words; and taking them back."""

import secrets

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.replies.actions import answers
from kairanban.circulation.replies.pages.circular import circular_page
from kairanban.circulation.replies.rules.answers import (
    ATTENDANCE,
    PEOPLE_MOST,
    PEOPLE_OUTSIDE,
    WORDS_MOST,
    Answer,
)
from kairanban.circulation.surveys.pages.fields import read_filled
from kairanban.core.errors import Invalid
from kairanban.core.ids import CircularId, HouseholdId, ResidentId
from kairanban.i18n.languages import DEFAULT, LANGUAGES
from kairanban.web.app_context import actor, read, write
from kairanban.web.forms import Form, read_form
from kairanban.web.homes import address, chosen
from kairanban.web.render import page, see
from kairanban.web.routing import Open, get, post
from kairanban.web.ways import way_back


async def acknowledge(request: Request) -> Response:
    form = await read_form(request)
    return await _answer(request, form, "acknowledged")


async def answer(request: Request) -> Response:
    form = await read_form(request)
    choice = form.choice("choice", (*ATTENDANCE, "number", "words", "survey"))
    return await _answer(request, form, choice)


async def take_back(request: Request) -> Response:
    circular = CircularId(request.path_params["circular"])
    form = await read_form(request)
    household = await _household(request, circular, form)
    async with write(request) as tx:
        await answers.take_back(tx, circular, household)
    return see(_after(request, form, circular, household, done="taken_back"))


async def _answer(request: Request, form: Form, choice: str) -> Response:
    circular = CircularId(request.path_params["circular"])
    household = await _household(request, circular, form)
    words = form.paragraphs("words", longest=WORDS_MOST)
    who = next((ResidentId(id) for id in form.ids("who")), None)
    number = form.whole("number", 0, PEOPLE_MOST, outside=PEOPLE_OUTSIDE)
    filled = read_filled(form) if choice == "survey" else {}
    try:
        form.check()
        given = Answer(
            choice=choice,
            client_id=form.text("press", longest=64) or secrets.token_urlsafe(12),
            number=number if choice == "number" else None,
            words=words if choice == "words" else "",
            # Set by a device that was offline: when the button was pressed.
            made=form.whole("made", 0, 2**53),
            edition=form.whole("edition", 1, 100_000),
            language=form.choice("language", tuple(LANGUAGES)) or DEFAULT,
            filled=filled,
        )
        async with write(request) as tx:
            await answers.answer(tx, circular, household, given, who)
    except Invalid as invalid:
        async with read(request) as tx:
            view = await circular_page(
                tx,
                request,
                household,
                next(iter(invalid.fields.values())),
                words,
                who,
                _back(request, form),
                # Ticks of earlier questions are none of these.
                filled if choice == "survey" and "edition" not in invalid.fields else None,
                invalid.fields,
            )
        return page(request, "circulation/replies/circular.html", view, 422)
    # The receipt is at the top of the page.
    return see(_after(request, form, circular, household))


def _back(request: Request, form: Form) -> str:
    return way_back(request, form.text("back", longest=500))


def _after(request: Request, form: Form, circular: CircularId, household: HouseholdId, **more: str) -> str:
    """Return the circular's path, with the list the reader came from."""
    back = _back(request, form)
    return address(request, circular, household, **more, **({} if back == "/" else {"back": back}))


async def _household(request: Request, circular: CircularId, form: Form) -> HouseholdId:
    """Return the form's household, else the only one, else the first the circular is for."""
    home = chosen(request, form.text("home"))
    homes = actor(request).homes
    if home is not None or len(homes) == 1:
        return (home or homes[0]).household
    async with read(request) as tx:
        view = await circular_page(tx, request)
    return view.circular.household


async def go_back(request: Request) -> Response:
    """Redirect to the circular after back or reload on a reply's URL."""
    return see(f"/circulars/{request.path_params['circular']}")


routes = [
    post("/circulars/{circular:int}/acknowledgement", acknowledge, Open.HOUSEHOLD),
    post("/circulars/{circular:int}/answer", answer, Open.HOUSEHOLD),
    post("/circulars/{circular:int}/reply/removal", take_back, Open.HOUSEHOLD),
    get("/circulars/{circular:int}/acknowledgement", go_back, Open.HOUSEHOLD),
    get("/circulars/{circular:int}/answer", go_back, Open.HOUSEHOLD),
]
