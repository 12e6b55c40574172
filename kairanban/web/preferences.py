"""The size of the text and the language: one tap from every page, before signing in too."""

from starlette.requests import Request
from starlette.responses import Response

from kairanban.i18n.languages import LANGUAGES
from kairanban.web.cookies import YEAR_SECONDS, keep
from kairanban.web.forms import read_form
from kairanban.web.frame import LANGUAGE_COOKIE, SIZE_COOKIE, SIZES
from kairanban.web.problems import path_only
from kairanban.web.render import page, see
from kairanban.web.routing import Open, get, post


async def show(request: Request) -> Response:
    return page(request, "settings.html", path_only(request.query_params.get("back", "/")))


async def save(request: Request) -> Response:
    form = await read_form(request)
    response = see(path_only(form.text("back")))
    size = form.choice("size", SIZES)
    language = form.choice("language", tuple(LANGUAGES))
    if size:
        keep(request, response, SIZE_COOKIE, size, YEAR_SECONDS)
    if language:
        keep(request, response, LANGUAGE_COOKIE, language, YEAR_SECONDS)
    return response


routes = [get("/settings", show, Open.PUBLIC), post("/settings", save, Open.PUBLIC)]
