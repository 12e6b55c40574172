"""「電話をください」: callbacks, requested by a household and visible only to people who answer them."""

from dataclasses import replace

from kairanban.access.access_log import record_access
from kairanban.access.permission import may_anywhere
from kairanban.care.callbacks import queries
from kairanban.care.callbacks.queries import Asked, Found, Waiting
from kairanban.core.clock import DAY
from kairanban.core.errors import Invalid, NotFound, Refused
from kairanban.core.ids import HouseholdId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

PASSES_ON_AFTER = DAY
# How long the result is shown on the device that asked.
TOLD_FOR = 7 * DAY


async def ask(tx: Tx, household: HouseholdId) -> None:
    """Request a callback; a second request while it waits changes nothing. Refused for another household."""
    home = next((home for home in tx.actor.homes if home.household == household), None)
    if home is None:
        raise Refused(_n("This page belongs to a household. Please open it with the household's card."))
    if await tx.column(queries.OPEN_HERE, of_household=household):
        return
    found = await tx.column(queries.WHERE, household=household)
    place = found[0] if found else home.association
    near = await tx.column(queries.NEAR, place=place)
    await tx.value(
        queries.ASK,
        household=household,
        session=tx.actor.session,
        resident=home.resident,
        place=place,
        asked=tx.now,
        # Without anybody near, it goes to the others at once.
        passes_on=tx.now + PASSES_ON_AFTER if near else tx.now,
    )
    await journal.record(tx, "call_asked", association=home.association, household=household, other=place)


async def mine(tx: Tx) -> list[Asked]:
    """Return this device's callbacks: waiting ones, and those closed in the last seven days."""
    asked = await tx.all(queries.MINE, since=tx.now - TOLD_FOR)
    return [replace(one, near=tuple(await tx.column(queries.NEAR, place=one.place))) for one in asked]


async def take_back(tx: Tx, household: HouseholdId) -> None:
    if await tx.run(queries.TAKE_BACK, of_household=household):
        await journal.record(tx, "call_taken_back", household=household)


async def other_number(tx: Tx, household: HouseholdId, phone: str) -> None:
    """Set the number to ring instead of the roster's; raise Invalid, NotFound."""
    digits = sum(character.isdigit() for character in phone)
    if not 9 <= digits <= 15:
        raise Invalid({"phone": _n("Please look whether the telephone number is whole.")})
    if not await tx.run(queries.OTHER_NUMBER, of_household=household, other=phone):
        raise NotFound


async def to_ring(tx: Tx) -> list[Waiting]:
    """Return callbacks waiting for the actor, longest first."""
    return await tx.all(queries.TO_RING)


async def waiting(tx: Tx) -> int | None:
    """Count waiting callbacks; None for actors who do not answer them."""
    rings = may_anywhere(tx, Task.ANSWER_CALLS) or may_anywhere(tx, Task.ANSWER_WAITING_CALLS)
    return int(await tx.value(queries.WAITING)) if rings else None


async def seen(tx: Tx, calls: list[Waiting]) -> None:
    """Record access to each household, before the page is sent."""
    for one in calls:
        await record_access(tx, "call", one.place, one.household)


async def rung(tx: Tx, call: int) -> None:
    """電話しました: close the callback for everybody."""
    found = await _find(tx, call)
    if await tx.run(queries.RUNG, of_call=call, by=tx.actor.person):
        await journal.record(tx, "call_rung", association=found.association, household=found.household)


async def tried(tx: Tx, call: int) -> None:
    """Record an unanswered call; the callback stays open, and the household sees the attempt."""
    found = await _find(tx, call)
    if await tx.run(queries.TRIED, of_call=call):
        await journal.record(tx, "call_tried", association=found.association, household=found.household)


async def _find(tx: Tx, call: int) -> Found:
    return await tx.one(queries.FIND, call=call)
