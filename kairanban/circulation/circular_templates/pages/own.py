"""An association's own templates: made from a circular, changed in every language, removed."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.circular_templates import actions
from kairanban.circulation.circular_templates.queries import OwnTemplate
from kairanban.circulation.circular_templates.rules.slots import MARKS
from kairanban.circulation.circulars.pages.fields import read_texts
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.core.errors import Invalid
from kairanban.core.ids import CircularId, PlaceId
from kairanban.core.tasks import Task
from kairanban.i18n.languages import DEFAULT, LANGUAGES, Language
from kairanban.web.app_context import read, write
from kairanban.web.forms import read_form
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post


@dataclass(frozen=True, slots=True)
class OwnPage:
    association: PlaceId
    own: OwnTemplate
    language: Language
    languages: list[Language]
    there: list[str]
    """The languages with a usable version."""
    texts: Texts
    marks: list[str]
    wrong: dict[str, str] = field(default_factory=dict)
    done: str = ""


async def keep(request: Request) -> Response:
    async with write(request) as tx:
        association, id = await actions.keep(tx, CircularId(request.path_params["circular"]))
    return see(f"/associations/{association}/own-patterns/{id}?done=kept")


async def show_own(request: Request) -> Response:
    return await _own_page(request)


async def change(request: Request) -> Response:
    association, id = PlaceId(request.path_params["association"]), request.path_params["own"]
    form = await read_form(request)
    language = form.choice("language", tuple(LANGUAGES)) or DEFAULT
    texts = read_texts(form)
    try:
        form.check()
        async with write(request) as tx:
            await actions.change(tx, association, id, form.text("name", longest=60), language, texts)
    except Invalid as invalid:
        return await _own_page(request, texts, language, dict(invalid.fields))
    return see(f"/associations/{association}/own-patterns/{id}?language={language}&done=saved")


async def remove(request: Request) -> Response:
    association = PlaceId(request.path_params["association"])
    async with write(request) as tx:
        await actions.remove(tx, association, request.path_params["own"])
    return see(f"/associations/{association}/patterns?done=removed")


async def _own_page(
    request: Request, texts: Texts | None = None, language: str = "", wrong: dict[str, str] | None = None
) -> Response:
    association = PlaceId(request.path_params["association"])
    asked = language or request.query_params.get("language", DEFAULT)
    async with read(request) as tx:
        own = await actions.find(tx, association, request.path_params["own"])
    there = own.template().texts
    view = OwnPage(
        association=association,
        own=own,
        language=LANGUAGES.get(asked, LANGUAGES[DEFAULT]),
        languages=list(LANGUAGES.values()),
        there=list(there),
        texts=texts or own.texts_in(asked),
        marks=list(MARKS.values()),
        wrong=wrong or {},
        done=request.query_params.get("done", ""),
    )
    return staff_page(request, "circulation/circular_templates/own.html", view, 422 if wrong else 200)


_OWN = "/associations/{association:int}/own-patterns/{own:int}"

routes = [
    post("/circulars/{circular:int}/pattern", keep, Task.DRAFT),
    get(_OWN, show_own, Task.DRAFT),
    post(_OWN, change, Task.DRAFT),
    post(f"{_OWN}/removal", remove, Task.DRAFT),
]
