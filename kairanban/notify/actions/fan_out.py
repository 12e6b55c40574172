"""Fan out journal entries: a notification per household, and a delivery per address of it."""

from kairanban.circulation.circulars.rules.kinds import Importance, State
from kairanban.circulation.circulars.rules.notification_timing import (
    digested,
    due_at,
    is_urgent,
    lasts,
    wanted,
)
from kairanban.circulation.families.actions import carry_over
from kairanban.core.actor import System
from kairanban.core.clock import SECOND, Moment
from kairanban.core.ids import CircularId
from kairanban.core.notification_defaults import Choice
from kairanban.db.engine import Database
from kairanban.db.settings import get_setting, set_setting
from kairanban.db.tx import Tx
from kairanban.notify.actions import requests, safety
from kairanban.notify.queries import fan_out
from kairanban.notify.queries.fan_out import CircularEntry

SEEN = "notices_seen"
# By then the transaction that wrote an entry has ended, and so have those of smaller ids.
SETTLES = 30 * SECOND
AT_ONCE = 100

# Kind of notification by kind of journal entry.
TOLD = {"published": "circular", "corrected_change": "changed", "reminded": "reminder"}


async def fan_out_new(database: Database, worker: System) -> int:
    """Fan out the new journal entries, one transaction each; return how many."""
    async with database.read(worker) as tx:
        seen = int(await get_setting(tx, SEEN) or 0)
        entries = await tx.column(fan_out.NEW, seen=seen, most=AT_ONCE)
        settled = await tx.value(fan_out.SETTLED, seen=seen, settles=SETTLES)
    for entry in entries:
        async with database.read(worker) as tx:
            about = await tx.first(fan_out.ENTRY, journal=entry)
        if about is not None:
            # A household that answered the same already, for another association, is not asked again.
            await carry_over(database, worker, CircularId(about.circular))
        async with database.write(worker) as tx:
            await tell(tx, entry)
    if settled is not None:
        # The rest follows in the next round.
        upto = settled if len(entries) < AT_ONCE else min(settled, entries[-1])
        async with database.write(worker) as tx:
            await set_setting(tx, SEEN, str(upto))
    return len(entries)


async def tell(tx: Tx, journal: int) -> bool:
    """Create the notifications of one entry; return False if another worker has done it."""
    if not await tx.run(fan_out.TAKE, journal=journal):
        return False
    entry = await tx.first(fan_out.ENTRY, journal=journal)
    if entry is None:
        await safety.tell(tx, journal)
        await requests.tell(tx, journal)
        return True
    if entry.kind in fan_out.OVERTAKES:
        await tx.run(fan_out.OVERTAKE, journal=journal, circular=entry.circular)
    if not _worth_telling(entry, tx.now):
        return True
    recipients = await tx.all(fan_out.RECIPIENTS, circular=entry.circular)
    await tx.each(
        fan_out.NOTIFY,
        [_notification(entry, one.household, one.choice, tx.now) for one in recipients
         if wanted(one.choice, entry.circular_kind, entry.importance, reminder=entry.kind == "reminded", now=tx.now)],
    )  # fmt: skip
    await tx.run(fan_out.DELIVER, journal=journal)
    return True


def _worth_telling(entry: CircularEntry, now: int) -> bool:
    """Tell whether to notify: the circular is published, neither hidden nor past its deadline, nor too old."""
    over = entry.gone_at is not None and entry.gone_at <= now
    answered_by = entry.reply_by is not None and entry.reply_by < now
    worth = lasts(Importance.IMPORTANT if entry.kind == "reminded" else entry.importance)
    old = entry.at + worth <= now
    return entry.kind in TOLD and entry.state == State.PUBLISHED and not (over or answered_by or old)


def _notification(entry: CircularEntry, household: int, choice: Choice, now: Moment) -> dict[str, object]:
    reminder = entry.kind == "reminded"
    urgent = is_urgent(entry.importance, reminder=reminder)
    digest = not urgent and digested(choice, entry.circular_kind, entry.importance, reminder=reminder)
    due = due_at(choice, entry.circular_kind, entry.importance, now, reminder=reminder)
    until = due + lasts(Importance.IMPORTANT if reminder else entry.importance, digest=digest)
    return {
        "journal": entry.journal,
        "household": household,
        "circular": entry.circular,
        "kind": TOLD[entry.kind],
        "urgent": int(urgent),
        "digest": int(digest),
        "made": now,
        "due": due,
        "until": min(until, entry.gone_at) if entry.gone_at is not None else until,
    }
