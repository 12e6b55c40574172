"""Scopes: sub-queries for what the actor may see, shared by lists and single reads so that both agree."""

from typing import Any

from sqlalchemy import and_, exists, or_, select

from kairanban.access.rules import ANNOUNCED_FOR, ENTRUSTED_BY, roles_granting
from kairanban.core.purposes import Purpose
from kairanban.core.tasks import Task
from kairanban.db.statements import ACTOR_PERSON, ACTOR_SESSION, NOW
from kairanban.db.tables.consents import consent
from kairanban.db.tables.people import appointment, household, membership, resident
from kairanban.db.tables.places import place_within
from kairanban.db.tables.signin import device, session
from kairanban.db.tables.visits import emergency_look


def opened(person: Any) -> Any:
    """Condition for an active device; one bound by a person's sign-in only while she lives there."""
    lives = exists(
        select(1).where(
            resident.c.person == person,
            resident.c.household == device.c.household,
            resident.c.until.is_(None),
        )
    )
    return and_(device.c.removed.is_(None), or_(device.c.how != "person", lives))


def own_households() -> Any:
    """Select the households of the actor's session."""
    return (
        select(device.c.household)
        .select_from(
            device.join(session, session.c.id == device.c.session).join(
                household, household.c.id == device.c.household
            )
        )
        .where(
            device.c.session == ACTOR_SESSION,
            opened(ACTOR_PERSON),
            session.c.ended.is_(None),
            household.c.gone.is_(None),
        )
    )


def places_for(task: Task) -> Any:
    """Select every place at or below one where a current appointment grants the task."""
    a = appointment.alias()
    within = place_within.alias()
    return (
        select(within.c.place)
        .join(a, a.c.place == within.c.ancestor)
        .where(
            a.c.person == ACTOR_PERSON,
            or_(*(a.c.role == role.value for role in roles_granting(task))),
            a.c.starts <= NOW,
            or_(a.c.ends.is_(None), a.c.ends > NOW),
        )
    )


def consents_to(of_household: Any, purpose: Purpose) -> Any:
    """Condition for a household in which a resident has consented to the purpose."""
    return exists(
        select(1)
        .select_from(consent.join(resident, resident.c.id == consent.c.resident))
        .where(
            consent.c.household == of_household,
            consent.c.purpose == purpose.value,
            consent.c.withdrawn.is_(None),
            resident.c.until.is_(None),
        )
    )


def entrusted() -> Any:
    """Select households in the actor's care, while both consent and term last.

    Columns: household, purpose, place, route_order.
    """
    a, within = appointment.alias(), place_within.alias()
    return (
        select(membership.c.household, consent.c.purpose, membership.c.place, membership.c.route_order)
        .distinct()
        .select_from(
            a.join(within, within.c.ancestor == a.c.place)
            .join(membership, and_(membership.c.place == within.c.place, membership.c.until.is_(None)))
            .join(consent, and_(consent.c.household == membership.c.household, consent.c.withdrawn.is_(None)))
            .join(resident, and_(resident.c.id == consent.c.resident, resident.c.until.is_(None)))
            .join(household, and_(household.c.id == membership.c.household, household.c.gone.is_(None)))
        )
        .where(
            a.c.person == ACTOR_PERSON,
            or_(
                *(
                    and_(a.c.role == role.value, consent.c.purpose == purpose.value)
                    for role, purpose in ENTRUSTED_BY.items()
                )
            ),
            a.c.starts <= NOW - ANNOUNCED_FOR,
            or_(a.c.ends.is_(None), a.c.ends > NOW),
        )
    )


def looked_up() -> Any:
    """Select households to which the actor has emergency access now."""
    return select(emergency_look.c.household).where(
        emergency_look.c.person == ACTOR_PERSON, emergency_look.c.until > NOW
    )


def entrusted_households() -> Any:
    """Select the ids of `entrusted()`."""
    return select(entrusted().subquery().c.household)
