"""Authentication: the actor of each request from its cookie, read anew so that ended rights end at once."""

from contextlib import suppress
from dataclasses import replace

from starlette.requests import Request

from kairanban.access.rules import leads_only
from kairanban.access.sign_ins import household_part_lives, person_part_lives
from kairanban.community.people.rules.offices import ROLE_NAMES
from kairanban.community.places.rules import PlaceKind
from kairanban.community.signin.actions.known_names import known_names
from kairanban.community.signin.queries import recognising, sessions
from kairanban.community.signin.queries.recognising import OpenHome, Serving
from kairanban.community.signin.rules.lifetimes import TOUCH_EVERY
from kairanban.community.signin.rules.tokens import hashed
from kairanban.core.actor import Actor, Anyone, Appointment, Home, System, Visitor
from kairanban.core.errors import Unavailable
from kairanban.core.roles import Role
from kairanban.i18n.furigana import Furigana
from kairanban.i18n.languages import LANGUAGES
from kairanban.web.app_context import app_context, is_seen
from kairanban.web.cookies import SESSION, given
from kairanban.web.page_context import Help, page_context_for

_RECOGNISING = System("recognise")


async def recognise(request: Request) -> None:
    """Set the actor, the token and the page context of this request."""
    place = app_context(request)
    token = given(request, SESSION)
    actor: Anyone = Visitor()
    help = Help()
    needs = ""
    if token:
        actor, help, needs = await _actor_for(request, token)
    request.state.actor = actor
    request.state.token = token if isinstance(actor, Actor) else ""
    context = page_context_for(request, actor, help, place.demo, needs)
    reads = context.furigana != Furigana.NONE or not LANGUAGES[context.language].japanese
    if reads and isinstance(actor, Actor):
        context = replace(context, names=await known_names(place.database, actor))
    request.state.page_context = context


async def _actor_for(request: Request, token: str) -> tuple[Anyone, Help, str]:
    database = app_context(request).database
    wanted = {"token_hash": hashed(token)}
    async with database.point_read(_RECOGNISING) as tx:
        found, bound = await tx.together((recognising.SESSION, wanted), (recognising.HOMES, wanted))
        signed = next(iter(recognising.SESSION.of(found.rows)), None)
        serving = (
            await tx.all(recognising.APPOINTMENTS, **wanted) if signed and signed.person is not None else []
        )
        now = tx.now
    if signed is None:
        return Visitor(), Help(), ""

    homes = recognising.HOMES.of(bound.rows)
    serves = [
        Appointment(one.id, Role(one.role), one.place, one.ends, at_group=one.place_kind == PlaceKind.GROUP)
        for one in serving
    ]
    if signed.person is not None and not person_part_lives(
        signed.person_since, signed.person_seen, now, leads_only(one.role for one in serves)
    ):
        signed, serves, serving = replace(signed, person=None, name=None, stepped_up=None), [], []
    own = _homes(
        homes,
        by_device=household_part_lives(signed.made, signed.seen, now),
        by_person=signed.person is not None,
    )
    if signed.person is None and not own:
        return Visitor(), Help(), ""

    actor = Actor(
        session=signed.id,
        person=signed.person,
        name=signed.name or "",
        homes=own,
        appointments=tuple(serves),
        stepped_up_at=signed.stepped_up,
        kiosk=bool(signed.kiosk),
    )
    if now - max(signed.seen, signed.person_seen or 0) > TOUCH_EVERY and is_seen(request):
        # A full disk must not prevent reading.
        with suppress(Unavailable):
            async with database.write(actor) as tx:
                await tx.run(sessions.TOUCH, person_seen=now if signed.person is not None else None)
    return (
        actor,
        _help(homes, serving, request.path_params.get("association")),
        signed.needs or _language(homes),
    )


def _homes(found: list[OpenHome], *, by_device: bool, by_person: bool) -> tuple[Home, ...]:
    """Return each household once; one with a resident known by her sign-in comes first."""
    homes: dict[int, Home] = {}
    for one in sorted(found, key=lambda one: -one.by_person):
        if by_person if one.by_person else by_device:
            home = Home(one.household, one.resident, one.label, one.association, one.family, one.asked)
            homes.setdefault(one.household, home)
    return tuple(homes.values())


def _language(homes: list[OpenHome]) -> str:
    """Return the household's language as a display setting, for devices without their own."""
    return f"language:{homes[0].language}" if homes else ""


def _help(homes: list[OpenHome], serving: list[Serving], where: int | None) -> Help:
    """Return the help contact of the association the address names, else of the household's, else of the first one the person serves.

    It carries the person's offices there: who serves in several sees which one she acts for.
    """
    everywhere: list[OpenHome | Serving] = [*homes, *serving]
    here = [one.rung for one in everywhere if where is not None and one.association == where]
    others = [*(home.rung for home in homes), *(one.rung for one in serving if one.rung.help_phone)]
    rung = next(iter([*here, *others]), None)
    if rung is None:
        return Help()
    offices = tuple(ROLE_NAMES[one.role] for one in serving if one.association == where)
    return Help(rung.association_name, rung.help_name, rung.help_phone, rung.block_word, offices)
