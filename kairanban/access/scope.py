"""Scopes: sub-queries for what the actor may see, shared by lists and single reads so that both agree.

Each reads its tables under aliases of its own: it is put into other queries, which may read the same tables.
"""

from typing import Any

from sqlalchemy import and_, exists, or_, select

from kairanban.access.rules import ANNOUNCED_FOR, ENTRUSTED_BY
from kairanban.access.terms import granting, opened_by_actor
from kairanban.core.purposes import Purpose
from kairanban.core.roles import Role
from kairanban.core.tasks import Task
from kairanban.db.statements import ACTOR_PERSON, ACTOR_SESSION, NOW
from kairanban.db.tables.consents import consent
from kairanban.db.tables.people import appointment, household, membership, resident
from kairanban.db.tables.places import place_within
from kairanban.db.tables.signin import device, session
from kairanban.db.tables.visits import emergency_look


def opened(person: Any, device: Any = device) -> Any:
    """Condition for an active device; one bound by a person's sign-in only while she lives there."""
    lives_there = resident.alias("lives_there")
    lives = exists(
        select(1).where(
            lives_there.c.person == person,
            lives_there.c.household == device.c.household,
            lives_there.c.until.is_(None),
        )
    )
    return and_(device.c.removed.is_(None), or_(device.c.how != "person", lives))


def own_households() -> Any:
    """Select the households of the actor's session."""
    mine, its_session, home = device.alias("mine"), session.alias("its_session"), household.alias("home")
    return (
        select(mine.c.household)
        .select_from(
            mine.join(its_session, its_session.c.id == mine.c.session).join(
                home, home.c.id == mine.c.household
            )
        )
        .where(
            mine.c.session == ACTOR_SESSION,
            opened(ACTOR_PERSON, mine),
            its_session.c.ended.is_(None),
            home.c.gone.is_(None),
        )
    )


def places_for(task: Task) -> Any:
    """Select every place at or below one where a current appointment grants the task."""
    a, within = appointment.alias(), place_within.alias()
    return _at_or_below(a, within).where(granting(a, task))


def seats_for(task: Task) -> Any:
    """Select the places where a current appointment itself grants the task, without those below."""
    a = appointment.alias()
    return select(a.c.place).where(opened_by_actor(a), granting(a, task))


def _places_as(role: Role) -> Any:
    a, within = appointment.alias(), place_within.alias()
    return _at_or_below(a, within).where(a.c.role == role.value)


def _at_or_below(a: Any, within: Any) -> Any:
    return select(within.c.place).join(a, a.c.place == within.c.ancestor).where(opened_by_actor(a))


def consents_to(of_household: Any, purpose: Purpose) -> Any:
    """Condition for a household in which a resident has consented to the purpose."""
    given, giver = consent.alias("given"), resident.alias("giver")
    return exists(
        select(1)
        .select_from(given.join(giver, giver.c.id == given.c.resident))
        .where(
            given.c.household == of_household,
            given.c.purpose == purpose.value,
            given.c.withdrawn.is_(None),
            giver.c.until.is_(None),
        )
    )


def consents_to_actor(of_household: Any, at_place: Any) -> Any:
    """Condition for a household at a place in which a resident has consented to what the actor serves there as."""
    return or_(
        *(
            and_(at_place.in_(_places_as(role)), consents_to(of_household, purpose))
            for role, purpose in ENTRUSTED_BY.items()
        )
    )


def entrusted() -> Any:
    """Select households in the actor's care, while both consent and term last.

    Columns: household, purpose, place, route_order.
    """
    a, within = appointment.alias(), place_within.alias()
    member, given, giver, home = membership.alias(), consent.alias(), resident.alias(), household.alias()
    return (
        select(member.c.household, given.c.purpose, member.c.place, member.c.route_order)
        .distinct()
        .select_from(
            a.join(within, within.c.ancestor == a.c.place)
            .join(member, and_(member.c.place == within.c.place, member.c.until.is_(None)))
            .join(given, and_(given.c.household == member.c.household, given.c.withdrawn.is_(None)))
            .join(giver, and_(giver.c.id == given.c.resident, giver.c.until.is_(None)))
            .join(home, and_(home.c.id == member.c.household, home.c.gone.is_(None)))
        )
        .where(
            opened_by_actor(a, NOW - ANNOUNCED_FOR),
            or_(
                *(
                    and_(a.c.role == role.value, given.c.purpose == purpose.value)
                    for role, purpose in ENTRUSTED_BY.items()
                )
            ),
        )
    )


def looked_up() -> Any:
    """Select households to which the actor has emergency access now."""
    look = emergency_look.alias("look")
    return select(look.c.household).where(
        look.c.person == ACTOR_PERSON,
        look.c.opens <= NOW,
        look.c.until > NOW,
        look.c.closed.is_(None),
        look.c.refused.is_(None),
    )


def entrusted_households() -> Any:
    """Select the ids of `entrusted()`."""
    return select(entrusted().subquery().c.household)
