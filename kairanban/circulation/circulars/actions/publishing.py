"""Publication of a circular: publish, schedule, correct, withdraw."""

from kairanban.access.permission import require
from kairanban.circulation.circulars.actions import exchanging
from kairanban.circulation.circulars.actions.attachments import has_papers
from kairanban.circulation.circulars.actions.drafts import count_addressed, find, texts_of
from kairanban.circulation.circulars.queries import drafting, publishing
from kairanban.circulation.circulars.rules.drafts import Work
from kairanban.circulation.circulars.rules.kinds import Importance, Kind, State
from kairanban.circulation.circulars.rules.texts import Missing, missing
from kairanban.circulation.circulars.rules.timing import earliest, fitting, gone_at, is_night
from kairanban.core.clock import MINUTE, Moment, day_of
from kairanban.core.errors import Conflict, Invalid
from kairanban.core.ids import CircularId, HouseholdId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

REPLY_BY_PASSED = _n("The day to reply by has already passed.")
EVENT_PASSED = _n("The day of the event has already passed.")
NIGHT = _n("That is at night. If it is meant, please tick below and press once more.")


def is_over(event_at: int | None, now: int) -> bool:
    """Tell whether the event was before today."""
    return event_at is not None and day_of(event_at) < day_of(now)


async def what_is_missing(tx: Tx, work: Work) -> list[Missing]:
    """Return what prevents publication, in the order of the form."""
    texts = await texts_of(tx, work.id, work.edition)
    found = missing(
        texts,
        kind=work.kind,
        importance=work.importance,
        has_papers=await has_papers(tx, work.id),
        permission=work.permission,
        event_at=work.event_at,
        reply_kind=work.reply_kind,
    )
    gone = gone_at(work.kind, work.event_at, tx.now)
    if gone is not None and gone <= tx.now:
        found.append(Missing("event_at", _n("The funeral was more than seven days ago.")))
    if work.kind != Kind.OBITUARY and is_over(work.event_at, tx.now):
        found.append(Missing("event_at", EVENT_PASSED))
    if work.reply_by is not None and work.reply_by < tx.now:
        found.append(Missing("reply_by", REPLY_BY_PASSED))
    households = (await count_addressed(tx, work.id)).households
    if households == 0:
        found.append(Missing("places", _n("No household is chosen yet.")))
    return found


async def publish(tx: Tx, circular: CircularId) -> None:
    """Publish once; a second call changes nothing. An obituary at night is scheduled for 7:00."""
    work = await find(tx, circular)
    await _require_publishing(tx, work)
    if work.published is not None:
        return
    await _check(tx, work)
    when = earliest(work.kind, tx.now)
    if when > tx.now:
        await _schedule(tx, work, when)
        return
    await _send(tx, work)


async def publish_due(tx: Tx, circular: CircularId) -> None:
    """Publish a due circular, for the worker; if something is missing it becomes a draft."""
    await tx.column(drafting.HOLD_DRAFT, circular=circular)
    work = await find(tx, circular)
    if work.state != State.SCHEDULED or work.scheduled_for is None or work.scheduled_for > tx.now:
        return
    if await what_is_missing(tx, work):
        await tx.run(publishing.HELD_BACK, circular=circular)
        await journal.record(tx, "held_back", association=work.association, circular=circular)
        return
    await _send(tx, work)


async def _send(tx: Tx, work: Work) -> None:
    sent = await tx.run(
        publishing.PUBLISH,
        circular=work.id,
        by=tx.actor.person,
        gone_at=gone_at(work.kind, work.event_at, tx.now),
    )
    # Another process may have published it first.
    if sent:
        await tx.run(publishing.ADDRESS, circular=work.id, late=0)
        await tx.run(publishing.TALLY, circular=work.id)
        await journal.record(tx, "published", association=work.association, circular=work.id)


async def schedule(tx: Tx, circular: CircularId, when: Moment, *, at_night: bool = False) -> None:
    """Schedule publication; an obituary not before 7:00.

    Raise Conflict, Invalid for a time past, and without `at_night` for one between 21:00 and 7:00.
    """
    work = await find(tx, circular)
    await _require_publishing(tx, work)
    if work.published is not None:
        raise Conflict(_n("This circular is already going round. Please correct it instead."))
    await _check(tx, work)
    if when < tx.now + MINUTE:
        raise Invalid({"when": _n("Please choose a time that is still to come.")})
    then = fitting(work.kind, when)
    if is_night(then) and not at_night:
        raise Invalid({"night": NIGHT})
    await _schedule(tx, work, then)


async def _schedule(tx: Tx, work: Work, when: Moment) -> None:
    await tx.run(publishing.SCHEDULE, circular=work.id, at=when, by=tx.actor.person)
    await journal.record(tx, "scheduled", association=work.association, circular=work.id)


async def unschedule(tx: Tx, circular: CircularId) -> None:
    """Make a scheduled circular a draft again; Conflict after publication."""
    work = await find(tx, circular)
    await require(tx, Task.PUBLISH, work.place)
    if not await tx.run(publishing.UNSCHEDULE, circular=circular):
        raise Conflict(_n("This circular is already going round. Please correct it instead."))
    await journal.record(tx, "unscheduled", association=work.association, circular=circular)


async def withdraw(tx: Tx, circular: CircularId, why: str) -> None:
    """Withdraw a published circular; households still find it, marked, with the reason."""
    work = await find(tx, circular)
    await require(tx, Task.PUBLISH, work.place)
    if not why:
        raise Invalid({"why": _n("Please say in one line why, so that people understand.")})
    if not await tx.run(publishing.WITHDRAW, circular=circular, why=why):
        raise Conflict(_n("Only a circular that is going round can be withdrawn."))
    await exchanging.leave_out_all(tx, circular)
    await tx.run(publishing.STOP_WAITING, circular=circular)
    await journal.record(tx, "withdrawn", association=work.association, circular=circular)


async def opened(tx: Tx, circular: CircularId, household: HouseholdId) -> None:
    """Record that a household opened the circular; later calls change nothing."""
    if await tx.run(publishing.OPENED, circular=circular, for_household=household):
        await tx.run(publishing.TALLY_OPENED, circular=circular, for_household=household, step=1)


async def _require_publishing(tx: Tx, work: Work) -> None:
    """Require the permission to publish; urgent circulars reach everybody at once and need a step-up."""
    urgent = work.importance == Importance.URGENT
    await require(tx, Task.PUBLISH_URGENT if urgent else Task.PUBLISH, work.place)


async def _check(tx: Tx, work: Work) -> None:
    still = await what_is_missing(tx, work)
    if still:
        raise Invalid({m.field: m.message for m in still})
