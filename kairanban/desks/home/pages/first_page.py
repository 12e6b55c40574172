"""The first page: what is new for the households of this device, or how to sign in."""

import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.care.safety.queries.first_page import OPEN_FOR
from kairanban.care.safety.queries.first_page import Open as OpenCheck
from kairanban.circulation.replies.actions.calendar import today
from kairanban.circulation.replies.queries import calendar, inbox
from kairanban.circulation.replies.queries.inbox import InboxLine
from kairanban.community.announcements.actions import unread
from kairanban.community.announcements.queries import Announcement
from kairanban.community.buildings.pages.join_requests import JOINING
from kairanban.community.consents.actions import newly_named
from kairanban.community.consents.queries import LooksAfter
from kairanban.community.hiding.actions import nobody_knows
from kairanban.community.people.rules.offices import ROLE_NAMES
from kairanban.community.roster_renewals.actions import own as renewals
from kairanban.community.signin.actions import devices
from kairanban.community.signin.pages.pairing import PAIRING, is_open
from kairanban.community.signin.queries.device_requests import Waiting
from kairanban.community.signin.queries.devices import Device
from kairanban.community.signin.rules.device_kinds import KINDS
from kairanban.core.actor import Actor, Home
from kairanban.core.clock import Moment
from kairanban.db.tx import Tx
from kairanban.web.app_context import actor, point_read
from kairanban.web.cookies import given
from kairanban.web.render import Ahead, kept_page, page, see
from kairanban.web.routing import Open, get

RECENT = 5
# Limits prefetching on a device with many unread circulars.
AHEAD = 12
NEWEST = 2**62


@dataclass(frozen=True, slots=True)
class HomePart:
    """The part of one household; a device may serve several."""

    home: Home
    checks: list[OpenCheck]
    """Running safety checks, shown above everything else."""
    waiting: list[InboxLine]
    earlier: list[InboxLine]
    more: bool
    events: bool
    """Whether there are coming events."""
    asking: list[Waiting]
    new_devices: list[Device]
    paired: list[Device]
    """Devices added with six digits in the last seven days; removable here even after an acknowledgement."""
    runs_out: Moment | None
    """When this device has to be connected again with the card, said sixty days ahead."""
    announced: list[Announcement]
    unknown: bool
    """Whether the household is hidden, and no officer knows it."""
    asked: bool
    """Whether the renewal of the roster asks this household, and it has not answered."""
    named: list[LooksAfter]
    """New supporters, shown to the household before they have access."""


@dataclass(frozen=True, slots=True)
class HomePage:
    parts: list[HomePart]
    kinds: dict[str, str]
    roles: dict[str, str]
    done: str
    press: str
    """The key of an answer to a safety check: the same press counts once."""

    @property
    def several(self) -> bool:
        return len(self.parts) > 1

    @property
    def ahead(self) -> Ahead:
        """What to prefetch: running checks, the first circulars in page order, and the events."""
        homes = [(part, f"?home={part.home.household}" if self.several else "") for part in self.parts]
        checks = [f"/safety/{c.id}{home}" for part, home in homes for c in part.checks if not c.helping]
        lines = [f"/circulars/{line.id}{home}" for part, home in homes for line in part.waiting]
        lines += [f"/circulars/{line.id}{home}" for part, home in homes for line in part.earlier]
        return Ahead([*checks, *lines[:AHEAD], "/events"])


async def show(request: Request) -> Response:
    who = actor(request)
    if not isinstance(who, Actor):
        # A window opened from the home screen begins here each time: it goes on with the digits it showed.
        if given(request, PAIRING) and "other" not in request.query_params and await is_open(request):
            return see("/pairing")
        return page(request, "desks/home/welcome.html", bool(given(request, JOINING)))
    if not who.homes:
        return see("/office")
    async with point_read(request) as tx:
        parts = [await _part(tx, who, home, request.state.page_context.language) for home in who.homes]
    view = HomePage(parts, KINDS, ROLE_NAMES, request.query_params.get("done", ""), secrets.token_urlsafe(9))
    return kept_page(request, "desks/home/home.html", view, view.ahead)


async def _part(tx: Tx, who: Actor, home: Home, language: str) -> HomePart:
    linked = home.family is not None
    waiting, earlier, coming, checks = await tx.together(
        (
            inbox.WAITING_ONCE if linked else inbox.WAITING,
            {"household": home.household, "language": language},
        ),
        (
            inbox.EARLIER_ONCE if linked else inbox.EARLIER,
            {"household": home.household, "language": language, "before": NEWEST, "most": RECENT + 1},
        ),
        (calendar.COMING, {"household": home.household, "since": today(tx.now)}),
        (OPEN_FOR, {"household": home.household}),
    )
    lines = inbox.EARLIER.of(earlier.rows)
    found = await devices.devices(tx, home.household)
    new_here = any(one.session == who.session and one.is_new(tx.now) for one in found)
    others = [] if new_here else [one for one in found if one.session != who.session]
    renewal = None if who.kiosk else await renewals.asked(tx, home.household)
    return HomePart(
        home=home,
        checks=OPEN_FOR.of(checks.rows),
        waiting=inbox.WAITING.of(waiting.rows),
        earlier=lines[:RECENT],
        more=len(lines) > RECENT,
        events=bool(coming.rows),
        asking=[] if new_here else await devices.waiting(tx, home.household),
        new_devices=[one for one in others if one.told is None],
        paired=[one for one in others if one.told is not None and one.is_new(tx.now)],
        runs_out=next((one.runs_out(tx.now) for one in found if one.session == who.session), None),
        announced=await unread(tx, home.household),
        unknown=await nobody_knows(tx, home.household),
        asked=renewal is not None and renewal.open,
        named=await newly_named(tx, home.household),
    )


routes = [get("/", show, Open.PUBLIC)]
