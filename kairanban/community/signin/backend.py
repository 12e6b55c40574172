"""From a cookie to an actor, at every request: what ended yesterday is gone today."""

from contextlib import suppress

from starlette.requests import Request

from kairanban.community.signin.queries import sessions
from kairanban.community.signin.rules.lifetimes import TOUCH_EVERY, household_part_lives, person_part_lives
from kairanban.community.signin.rules.tokens import hashed
from kairanban.core.actor import Actor, Anyone, Appointment, Home, System, Visitor
from kairanban.core.errors import Unavailable
from kairanban.core.roles import Role
from kairanban.db.tx import Result, Row
from kairanban.web.app_context import app_context, is_seen
from kairanban.web.page_context import Help, page_context_for

_RECOGNISING = System("recognise")


async def recognise(request: Request) -> None:
    """Set the actor, the token and the frame of this request."""
    place = app_context(request)
    token = request.cookies.get(place.settings.session_cookie, "")
    actor: Anyone = Visitor()
    help = Help()
    needs = ""
    if token:
        actor, help, needs = await _actor_for(request, token)
    request.state.actor = actor
    request.state.token = token if isinstance(actor, Actor) else ""
    request.state.page_context = page_context_for(request, actor, help, place.demo, needs)


async def _actor_for(request: Request, token: str) -> tuple[Anyone, Help, str]:
    database = app_context(request).database
    wanted = {"token_hash": hashed(token)}
    async with database.point_read(_RECOGNISING) as tx:
        found, homes = await tx.together((sessions.SESSION, wanted), (sessions.HOMES, wanted))
        signed_in = bool(found.rows) and found.rows[0][4] is not None
        appointments = await tx.rows(sessions.APPOINTMENTS, **wanted) if signed_in else []
        now = tx.now
    if not found.rows:
        return Visitor(), Help(), ""

    id, made, seen, kiosk, person, since, person_seen, stepped_up, name, needs = found.rows[0]
    serves = [Appointment(row[0], Role(row[1]), row[2], row[3]) for row in appointments]
    leads_only = all(a.role in (Role.BLOCK_LEADER, Role.BUILDING_CONTACT) for a in serves)
    if not person_part_lives(since, person_seen, now, leads_only):
        person, name, serves, stepped_up = None, None, [], None
    own = _homes(homes, by_device=household_part_lives(made, seen, now), by_person=person is not None)
    if person is None and not own:
        return Visitor(), Help(), ""

    actor = Actor(
        session=id,
        person=person,
        name=name or "",
        homes=own,
        appointments=tuple(serves),
        stepped_up_at=stepped_up,
        kiosk=bool(kiosk),
    )
    if now - max(seen, person_seen or 0) > TOUCH_EVERY and is_seen(request):
        # A full disk must not take reading away.
        with suppress(Unavailable):
            async with database.write(actor) as tx:
                await tx.run(sessions.TOUCH, person_seen=now if person is not None else None)
    return (
        actor,
        _help(homes.rows, appointments if person is not None else []),
        needs or _language(homes.rows),
    )


def _homes(found: Result, *, by_device: bool, by_person: bool) -> tuple[Home, ...]:
    """Each household once; a person known by name comes before a device that only says which house."""
    homes: dict[int, Home] = {}
    for household, label, association, resident, is_person, *_ in sorted(found.rows, key=lambda row: -row[4]):
        if by_person if is_person else by_device:
            homes.setdefault(household, Home(household, resident, label, association))
    return tuple(homes.values())


def _language(homes: list[Row]) -> str:
    """The language the household reads, until somebody chooses another on the device."""
    return f"language:{homes[0][9]}" if homes else ""


def _help(homes: list[Row], appointments: list[Row]) -> Help:
    for row in homes:
        return Help(*row[5:9])
    for row in appointments:
        if row[6]:
            return Help(*row[4:8])
    return Help()
