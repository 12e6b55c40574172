"""Coming events, and the household's calendar feeds."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.replies.actions.calendar import to_come
from kairanban.circulation.replies.queries.calendar import Event
from kairanban.community.signin.actions import feeds
from kairanban.community.signin.queries.feeds import Feed
from kairanban.community.signin.rules.lifetimes import COOKIE_FOR_LINK, FEEDS_MOST
from kairanban.community.signin.rules.tokens import hashed
from kairanban.core.actor import Home
from kairanban.web.app_context import actor, app_context, read, write
from kairanban.web.cookies import drop, given, keep
from kairanban.web.forms import Form, read_form
from kairanban.web.homes import chosen
from kairanban.web.render import kept_page, page, see
from kairanban.web.routing import Open, get, post

# Keeps the token for some minutes, so that its URL can be shown after the redirect.
COOKIE = "calendar"


@dataclass(frozen=True, slots=True)
class EventsPage:
    home: Home
    several: bool
    events: list[Event]
    feeds: list[Feed]
    may_make: bool
    address: str
    """URL of a feed made just now, else empty."""
    done: str

    @property
    def webcal(self) -> str:
        """URL that opens the calendar application of an iPad or iPhone."""
        return "webcal://" + self.address.split("://", 1)[1]


async def show(request: Request) -> Response:
    homes = actor(request).homes
    home = chosen(request, request.query_params.get("home", "")) or homes[0]
    async with read(request) as tx:
        events = await to_come(tx, home.household, request.state.page_context.language)
        found = await feeds.in_use(tx, home.household)
    token = given(request, COOKIE)
    fresh = any(one.token_hash == hashed(token) for one in found)
    view = EventsPage(
        home=home,
        several=len(homes) > 1,
        events=events,
        feeds=found,
        may_make=len(found) < FEEDS_MOST,
        address=f"{app_context(request).settings.public_address}/calendar/{token}.ics" if fresh else "",
        done=request.query_params.get("done", ""),
    )
    # A page with a secret URL is not stored by the device.
    return (
        page(request, "circulation/replies/events.html", view)
        if fresh
        else kept_page(request, "circulation/replies/events.html", view)
    )


async def connect(request: Request) -> Response:
    home = _home(request, await read_form(request))
    async with write(request) as tx:
        token = await feeds.make(tx, home.household)
    return keep(request, _back(request, home, ""), COOKIE, token, COOKIE_FOR_LINK)


async def end(request: Request) -> Response:
    home = _home(request, await read_form(request))
    async with write(request) as tx:
        await feeds.revoke(tx, home.household, request.path_params["feed"])
    return drop(request, _back(request, home, "ended"), COOKIE)


def _home(request: Request, form: Form) -> Home:
    """Return the form's household, else the first of this device."""
    return chosen(request, form.text("home")) or actor(request).homes[0]


def _back(request: Request, home: Home, done: str) -> Response:
    asked = [f"home={home.household}"] if len(actor(request).homes) > 1 else []
    asked += [f"done={done}"] if done else []
    return see("/events" + ("?" + "&".join(asked) if asked else "") + "#calendar")


routes = [
    get("/events", show, Open.HOUSEHOLD),
    post("/events/calendars", connect, Open.HOUSEHOLD),
    post("/events/calendars/{feed:int}/removal", end, Open.HOUSEHOLD),
]
