"""Two groups of Midorigaoka with their people: 老人会 of three households, and 子ども会 of one."""

from dataclasses import replace

from sqlalchemy import bindparam, select

from kairanban.circulation.circulars.actions import drafts, publishing
from kairanban.circulation.circulars.queries.audience_choices import Chosen
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.community.people.actions.households import join
from kairanban.community.people.actions.offices import add_person, appoint
from kairanban.community.places.actions.places import add_place
from kairanban.community.places.rules import PlaceKind
from kairanban.community.signin.actions import sessions
from kairanban.community.signin.queries.recognising import APPOINTMENTS
from kairanban.community.signin.rules.tokens import hashed
from kairanban.core.actor import Actor, Appointment
from kairanban.core.clock import Moment
from kairanban.core.ids import AppointmentId, CircularId, HouseholdId, SessionId
from kairanban.core.roles import Role
from kairanban.db.statements import Statement
from kairanban.db.tables.signin import session
from tests.world import SYSTEM, TEXTS, World, choices

MEMBERS = ("sato", "suzuki", "takahashi")
_SESSION = Statement(select(session.c.id).where(session.c.person == bindparam("of_person")))


async def groups(world: World) -> None:
    """Add the children's group, the members of both, and a head of each: endo of the elders, goto of the children."""
    async with world.database.write(SYSTEM) as tx:
        world.places["children"] = await add_place(
            tx, PlaceKind.GROUP, "子ども会", world.places["midorigaoka"], sort=10
        )
        for name in MEMBERS:
            await join(tx, world.households[name], world.places["elders"])
        await join(tx, world.households["tanaka"], world.places["children"])
    await serve(world, "endo", "遠藤 美咲", Role.CHAIR, "elders")
    await serve(world, "goto", "後藤 進", Role.CHAIR, "children")


async def serve(
    world: World,
    name: str,
    full: str,
    role: Role,
    place: str,
    starts: Moment | None = None,
    ends: Moment | None = None,
) -> None:
    """Appoint a new person at a group, signed in as `name`."""
    async with world.database.write(SYSTEM) as tx:
        person = world.people[name] = await add_person(tx, full)
        begins = starts if starts is not None else tx.now
        id = await appoint(tx, person, role, world.places[place], starts=begins, ends=ends)
    async with world.database.write(SYSTEM) as tx:
        world.tokens[name] = await sessions.sign_in(tx, person)
        signed = SessionId(await tx.value(_SESSION, of_person=person))
        held = Appointment(AppointmentId(id), role, world.places[place], ends, at_group=True)
        world.actors[name] = Actor(
            signed, person=person, name=full, appointments=(held,), stepped_up_at=tx.now
        )


async def group_draft(
    world: World,
    by: str = "endo",
    place: str = "elders",
    *,
    to: tuple[HouseholdId, ...] = (),
    texts: Texts = TEXTS,
    **chosen: object,
) -> CircularId:
    """Make a draft of a group, for all of it or for single households."""
    async with world.database.write(world.actors[by]) as tx:
        id = await drafts.start(tx, world.places[place])
        await drafts.save(tx, id, texts, choices(**chosen))
        if to:
            await drafts.choose_audience(tx, id, [Chosen(None, "", one) for one in to])
    return id


async def group_circular(world: World, by: str = "endo", place: str = "elders", **made: object) -> CircularId:
    """Publish a circular of a group."""
    id = await group_draft(world, by, place, **made)  # type: ignore[arg-type]
    async with world.database.write(world.actors[by]) as tx:
        await publishing.publish(tx, id)
    return id


async def signed_in(world: World, name: str) -> Actor:
    """Return the actor with the appointments of this moment, as the next request finds them."""
    async with world.database.read(SYSTEM) as tx:
        serving = await tx.all(APPOINTMENTS, token_hash=hashed(world.tokens[name]))
    held = tuple(
        Appointment(one.id, Role(one.role), one.place, one.ends, at_group=one.place_kind == PlaceKind.GROUP)
        for one in serving
    )
    return replace(world.actors[name], appointments=held)
