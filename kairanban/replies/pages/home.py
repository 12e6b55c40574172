"""The first page: what is new for this household, or how to come in."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.buildings.pages.joining import JOINING
from kairanban.circulars.rules.words import CATEGORIES
from kairanban.core.actor import Actor, Home
from kairanban.core.ids import CircularId
from kairanban.db.tx import Tx
from kairanban.i18n.languages import LANGUAGES
from kairanban.replies import queries
from kairanban.signin.actions import devices
from kairanban.signin.actions.devices import Device, Waiting
from kairanban.signin.rules.device_kinds import KINDS
from kairanban.web.here import actor, glance, read
from kairanban.web.homes import chosen
from kairanban.web.render import kept_page, page, see
from kairanban.web.routing import Open, get

RECENT = 5
PAGE = 20
NEWEST = 2**62


@dataclass(frozen=True, slots=True)
class Line:
    """A circular as it stands in a household's list."""

    id: CircularId
    kind: str
    category: str
    importance: str
    reply_by: int | None
    event_at: int | None
    published: int
    withdrawn: int | None
    asked_edition: int
    title: str
    gist: str
    language: str
    furigana: str | None
    issuer: str
    waiting: int
    replied: int | None
    opened: int | None

    @property
    def category_name(self) -> str:
        return CATEGORIES[self.category]

    @property
    def tag(self) -> str:
        """What `lang` says of the title."""
        return LANGUAGES[self.language].tag

    @property
    def asked_again(self) -> bool:
        return bool(self.waiting) and self.asked_edition > 1


@dataclass(frozen=True, slots=True)
class HomePart:
    """What one household has before it; a device may serve several."""

    home: Home
    waiting: list[Line]
    earlier: list[Line]
    more: bool
    asking: list[Waiting]
    new_devices: list[Device]


@dataclass(frozen=True, slots=True)
class HomePage:
    parts: list[HomePart]
    kinds: dict[str, str]
    done: str

    @property
    def several(self) -> bool:
        return len(self.parts) > 1


@dataclass(frozen=True, slots=True)
class EarlierPage:
    home: Home
    several: bool
    lines: list[Line]
    next: int | None


async def show(request: Request) -> Response:
    who = actor(request)
    if not isinstance(who, Actor):
        return page(request, "welcome.html", JOINING in request.cookies)
    if not who.homes:
        return see("/office")
    async with glance(request) as tx:
        parts = [await _part(tx, who, home, request.state.frame.language) for home in who.homes]
    view = HomePage(parts, KINDS, request.query_params.get("done", ""))
    return kept_page(request, "replies/home.html", view)


async def _part(tx: Tx, who: Actor, home: Home, language: str) -> HomePart:
    waiting, earlier = await tx.together(
        (queries.WAITING, {"household": home.household, "language": language}),
        (
            queries.EARLIER,
            {"household": home.household, "language": language, "before": NEWEST, "most": RECENT + 1},
        ),
    )
    lines = [Line(*row) for row in earlier.rows]
    found = await devices.devices(tx, home.household)
    return HomePart(
        home=home,
        waiting=[Line(*row) for row in waiting.rows],
        earlier=lines[:RECENT],
        more=len(lines) > RECENT,
        asking=await devices.waiting(tx, home.household),
        new_devices=[d for d in found if d.told is None and d.session != who.session],
    )


async def earlier(request: Request) -> Response:
    asked = request.query_params.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 16 else NEWEST
    homes = actor(request).homes
    home = chosen(request, request.query_params.get("home", "")) or homes[0]
    async with read(request) as tx:
        lines = await tx.all(
            queries.EARLIER,
            Line,
            household=home.household,
            language=request.state.frame.language,
            before=before,
            most=PAGE + 1,
        )
    following = lines[PAGE - 1].id if len(lines) > PAGE else None
    return kept_page(
        request, "replies/earlier.html", EarlierPage(home, len(homes) > 1, lines[:PAGE], following)
    )


routes = [get("/", show, Open.PUBLIC), get("/circulars", earlier, Open.HOUSEHOLD)]
