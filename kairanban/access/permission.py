"""Permission checks: may this actor do this task at this place?"""

from kairanban.access.queries import ABOVE, ASSOCIATION_OF, ENTRUSTED
from kairanban.access.rules import STEP_UP_MINUTES, grants
from kairanban.core.actor import Actor, System
from kairanban.core.clock import MINUTE
from kairanban.core.errors import NotFound, Refused, SignInNeeded, StepUpNeeded
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.tasks import STEP_UP, Task
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

_FOR_OTHERS = _n("This page is for the people who look after it.")


async def may(tx: Tx, task: Task, place: PlaceId) -> bool:
    """Tell whether a current appointment at this place or above grants the task; System may do all."""
    granting = {a.place for a in tx.actor.appointments if grants(a, task)}
    if not granting:
        return isinstance(tx.actor, System)
    return place in granting or not granting.isdisjoint(await tx.column(ABOVE, place=place))


async def is_entrusted(tx: Tx, household: HouseholdId) -> bool:
    """Tell whether a resident has consented that the actor cares for the household."""
    return may_anywhere(tx, Task.VISIT) and bool(await tx.column(ENTRUSTED, household=household))


async def require(tx: Tx, task: Task, place: PlaceId) -> None:
    """Raise SignInNeeded, Refused or StepUpNeeded unless allowed; NotFound outside her associations."""
    if await may(tx, task, place):
        _require_step_up(tx, task)
        return
    if not isinstance(tx.actor, Actor):
        raise SignInNeeded
    if await _belongs(tx, place):
        raise Refused(_FOR_OTHERS)
    raise NotFound


async def require_here(tx: Tx, task: Task, place: PlaceId) -> None:
    """As `require`, of an appointment at this very place: those above it do not act in its name."""
    await require(tx, task, place)
    if not serves_at(tx, task, place):
        raise Refused(_FOR_OTHERS)


def serves_at(tx: Tx, task: Task, place: PlaceId) -> bool:
    """Tell whether an appointment at this very place grants the task; System may do all."""
    return isinstance(tx.actor, System) or place in places_granting(tx, task)


def may_anywhere(tx: Tx, task: Task) -> bool:
    """Tell whether an appointment at any place grants the task."""
    return isinstance(tx.actor, System) or any(grants(a, task) for a in tx.actor.appointments)


def places_granting(tx: Tx, task: Task) -> list[PlaceId]:
    """Return the places of the appointments that grant the task."""
    return [a.place for a in tx.actor.appointments if grants(a, task)]


async def _belongs(tx: Tx, place: PlaceId) -> bool:
    association = await tx.value(ASSOCIATION_OF, place=place)
    if association in {home.association for home in tx.actor.homes}:
        return True
    above = set(await tx.column(ABOVE, place=place))
    return any(a.place in above for a in tx.actor.appointments)


def is_stepped_up(tx: Tx) -> bool:
    """Tell whether the actor has proven herself in the last ten minutes."""
    if not isinstance(tx.actor, Actor):
        return isinstance(tx.actor, System)
    stepped = tx.actor.stepped_up_at
    return stepped is not None and tx.now - stepped <= STEP_UP_MINUTES * MINUTE


def _require_step_up(tx: Tx, task: Task) -> None:
    if task in STEP_UP and not is_stepped_up(tx):
        raise StepUpNeeded
