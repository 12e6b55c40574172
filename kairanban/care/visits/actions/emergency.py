"""緊急閲覧: emergency access to one household; life goes first, and everybody concerned learns of it."""

from kairanban.access.permission import is_entrusted, is_stepped_up, may_anywhere
from kairanban.care.visits.queries import emergency as queries
from kairanban.care.visits.queries.emergency import Listed, Look
from kairanban.care.visits.rules.emergency import (
    LISTED_FOR,
    OPEN_FOR,
    REASON_LEAST,
    SECOND_FROM,
    opens_at,
)
from kairanban.care.visits.rules.visits import closed_up
from kairanban.community.announcements.actions import announce
from kairanban.community.announcements.rules import Told
from kairanban.core.clock import at, day_of
from kairanban.core.errors import Invalid, NotFound, Refused, StepUpNeeded
from kairanban.core.ids import HouseholdId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

NOT_ONE = _n("Not exactly one household fits. Please write the name or the telephone number in full.")
SHORT = _n("Please write the reason in at least fifteen characters: the household reads it.")
TOO_NEW = _n(
    "This opens a day after you were announced to the households. Where life is in danger, please ring 119."
)


async def require_ready(tx: Tx) -> None:
    """Raise NotFound, Refused or StepUpNeeded unless the actor may look anybody up now."""
    if not may_anywhere(tx, Task.VISIT):
        raise NotFound
    if not is_stepped_up(tx):
        raise StepUpNeeded
    if not await tx.value(queries.MAY_LOOK):
        raise Refused(TOO_NEW)


async def look_up(tx: Tx, sought: str, reason: str) -> HouseholdId | None:
    """Grant four hours of access to one household, which is told at once; None if not exactly one fits.

    A search that finds nobody is recorded. From the third of a day on a second person is asked: it opens with her
    word, after five minutes without an answer, or at once while a real safety check runs there. Raise Invalid.
    """
    await require_ready(tx)
    if len("".join(reason.split())) < REASON_LEAST:
        raise Invalid({"reason": SHORT})
    found = await tx.column(queries.LOOK_UP, sought=closed_up(sought))
    if len(found) != 1:
        await journal.record(tx, "looked_up_nobody", other=len(found))
        return None
    household = HouseholdId(found[0])
    # An actor with access needs no emergency access; hers is recorded as any other.
    if await is_entrusted(tx, household) or await tx.column(
        queries.LOOKED_UP, household=household, reason=reason
    ):
        return household
    number = 1 + int(await tx.value(queries.SINCE, since=at(day_of(tx.now))))
    opens = opens_at(tx.now, number, bool(await tx.column(queries.REAL_CHECK, household=household)))
    await tx.value(
        queries.WRITE_DOWN,
        household=household,
        person=tx.actor.person,
        reason=reason,
        at=tx.now,
        opens=opens,
        asked=int(number >= SECOND_FROM),
        until=opens + OPEN_FOR,
    )
    await announce(tx, household, Told.EMERGENCY, tx.actor.person)
    association = await tx.value(queries.ASSOCIATION, household=household)
    # The municipality is told from this entry, within the worker's next round.
    await journal.record(tx, "looked_up", association=association, household=household, other=association)
    return household


async def waiting(tx: Tx, household: HouseholdId) -> Look | None:
    """Return the actor's look that has not opened yet, or was refused; None where there is none."""
    found = await tx.first(queries.MINE, household=household)
    return found if found is not None and (found.refused is not None or found.opens > tx.now) else None


async def close(tx: Tx, household: HouseholdId, outcome: str) -> None:
    """End the access early with its outcome; a second call changes nothing.

    Raise NotFound for a household the actor never looked up, Invalid without words.
    """
    if not await tx.column(queries.EVER, household=household):
        raise NotFound
    if not outcome:
        raise Invalid({"outcome": _n("Please write in a few words what came of it.")})
    if await tx.run(queries.CLOSE, of_household=household, said=outcome):
        await journal.record(tx, "look_closed", household=household)


async def listed(tx: Tx) -> list[Listed]:
    """Return the looks of ninety days for the town; for other visitors those that wait for a second person."""
    return await tx.all(queries.LIST, since=tx.now - LISTED_FOR)


async def to_see(tx: Tx) -> int:
    """Count what waits for the actor's word or review."""
    if not (may_anywhere(tx, Task.OVERSEE) or may_anywhere(tx, Task.VISIT)):
        return 0
    return sum(1 for one in await listed(tx) if not one.own and (one.waits or one.to_review))


async def answer(tx: Tx, look: int, agreed: bool) -> None:
    """Give a second person's word; too late it changes nothing. Raise NotFound for one's own and for other places."""
    await _find(tx, look)
    if await tx.run(queries.AGREE if agreed else queries.REFUSE, look=look):
        await journal.record(tx, "look_agreed" if agreed else "look_refused", other=look)


async def review(tx: Tx, look: int) -> None:
    """Record that the town has looked at one that opened without a second person."""
    if not may_anywhere(tx, Task.OVERSEE):
        raise NotFound
    await _find(tx, look)
    if await tx.run(queries.REVIEW, look=look):
        await journal.record(tx, "look_reviewed", other=look)


async def _find(tx: Tx, look: int) -> Listed:
    for one in await listed(tx):
        if one.id == look and not one.own:
            return one
    raise NotFound
