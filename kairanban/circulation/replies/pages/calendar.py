"""The calendar feed of a household; its URL grants access to the events only."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kairanban.circulation.replies.actions.calendar import for_calendar
from kairanban.circulation.replies.actions.calendar_file import written
from kairanban.community.places.actions.places import find_place
from kairanban.community.signin.actions import feeds
from kairanban.i18n.languages import DEFAULT, LANGUAGES
from kairanban.i18n.marks import N as _n
from kairanban.i18n.translate import translate
from kairanban.web.app_context import app_context, read
from kairanban.web.routing import Open, get

NAME = _n("Circulars: %(association)s")


async def show(request: Request) -> Response:
    async with read(request) as tx:
        asking = await feeds.asking(tx, request.path_params["token"])
        if asking.revoked is not None:
            return PlainTextResponse("This calendar has ended.", 410, {"Cache-Control": "private, no-store"})
        language = asking.language if asking.language in LANGUAGES else DEFAULT
        events = await for_calendar(tx, asking.household, language)
        association = (await find_place(tx, asking.association)).name
    name = translate(language, NAME, association=association)
    return Response(
        written(events, name, app_context(request).settings.public_address),
        media_type="text/calendar; charset=utf-8",
        headers={"Cache-Control": "private, max-age=900"},
    )


routes = [get("/calendar/{token}.ics", show, Open.PUBLIC)]
