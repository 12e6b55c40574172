"""「電話をください」: asked with one press, seen by those who ring and by nobody else."""

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
# How long the device that asked is told what became of it, and how long it is kept at all.
TOLD_FOR = 7 * DAY
KEPT_FOR = 90 * DAY


async def ask(tx: Tx, household: HouseholdId) -> None:
    """Ask to be rung; asking again while it waits changes nothing."""
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
        # Where nobody is near, those further on hear of it at once.
        passes_on=tx.now + PASSES_ON_AFTER if near else tx.now,
    )
    await journal.record(tx, "call_asked", association=home.association, household=household, other=place)


async def mine(tx: Tx) -> list[Asked]:
    """What this device asked for and still waits, or was answered lately."""
    asked = await tx.all(queries.MINE, since=tx.now - TOLD_FOR)
    return [replace(one, near=tuple(await tx.column(queries.NEAR, place=one.place))) for one in asked]


async def take_back(tx: Tx, household: HouseholdId) -> None:
    if await tx.run(queries.TAKE_BACK, of_household=household):
        await journal.record(tx, "call_taken_back", household=household)


async def other_number(tx: Tx, household: HouseholdId, phone: str) -> None:
    """Ring this number instead of the one in the roster."""
    digits = sum(character.isdigit() for character in phone)
    if not 9 <= digits <= 15:
        raise Invalid({"phone": _n("Please look whether the telephone number is whole.")})
    if not await tx.run(queries.OTHER_NUMBER, of_household=household, other=phone):
        raise NotFound


async def to_ring(tx: Tx) -> list[Waiting]:
    """Those who wait for a call of this person, the longest waiting first."""
    return await tx.all(queries.TO_RING)


async def waiting(tx: Tx) -> int | None:
    """How many wait; None for those who do not ring."""
    rings = may_anywhere(tx, Task.ANSWER_CALLS) or may_anywhere(tx, Task.ANSWER_WAITING_CALLS)
    return int(await tx.value(queries.WAITING)) if rings else None


async def seen(tx: Tx, calls: list[Waiting]) -> None:
    """Durable before the page is sent: each household can see who looked."""
    for one in calls:
        await record_access(tx, "call", one.place, one.household)


async def rung(tx: Tx, call: int) -> None:
    """電話しました: it is closed, for everybody who saw it."""
    found = await _find(tx, call)
    if await tx.run(queries.RUNG, of_call=call, by=tx.actor.person):
        await journal.record(tx, "call_rung", association=found.association, household=found.household)


async def tried(tx: Tx, call: int) -> None:
    """Nobody answered; the call stays, and the one who asked sees that it was tried."""
    found = await _find(tx, call)
    if await tx.run(queries.TRIED, of_call=call):
        await journal.record(tx, "call_tried", association=found.association, household=found.household)


async def forget_old(tx: Tx) -> None:
    await tx.run(queries.FORGET, before=tx.now - KEPT_FOR)


async def _find(tx: Tx, call: int) -> Found:
    return await tx.one(queries.FIND, call=call)
