"""A line of the journal becomes a notification for each household, and a delivery for each of its addresses."""

from kairanban.circulation.circulars.rules.kinds import Importance, State
from kairanban.circulation.circulars.rules.notification_timing import (
    digested,
    due_at,
    is_urgent,
    lasts,
    wanted,
)
from kairanban.core.actor import System
from kairanban.core.clock import SECOND, Moment
from kairanban.core.notification_choice import Choice
from kairanban.db.engine import Database
from kairanban.db.settings import get_setting, set_setting
from kairanban.db.tx import Tx
from kairanban.notify.actions import safety
from kairanban.notify.queries import fan_out
from kairanban.notify.queries.fan_out import Line

SEEN = "notices_seen"
# A transaction that wrote a line has ended long before.
SETTLES = 30 * SECOND
AT_ONCE = 100

# What a notification says, by the line it comes from.
TOLD = {"published": "circular", "corrected_change": "changed", "reminded": "reminder"}


async def fan_out_new(database: Database, worker: System) -> int:
    """Everything the journal has that nobody was told of, a transaction for each line; gives back how many lines."""
    async with database.read(worker) as tx:
        seen = int(await get_setting(tx, SEEN) or 0)
        lines = await tx.column(fan_out.NEW, seen=seen, most=AT_ONCE)
        settled = await tx.value(fan_out.SETTLED, seen=seen, settles=SETTLES)
    for line in lines:
        async with database.write(worker) as tx:
            await tell(tx, line)
    if settled is not None:
        # Whatever is left over is taken up next time.
        upto = settled if len(lines) < AT_ONCE else min(settled, lines[-1])
        async with database.write(worker) as tx:
            await set_setting(tx, SEEN, str(upto))
    return len(lines)


async def tell(tx: Tx, journal: int) -> bool:
    """Make the notifications of one line; False where somebody else has."""
    if not await tx.run(fan_out.TAKE, journal=journal):
        return False
    line = await tx.first(fan_out.LINE, journal=journal)
    if line is None:
        await safety.tell(tx, journal)
        return True
    await tx.run(fan_out.OVERTAKE, journal=journal, circular=line.circular)
    if not _worth_telling(line, tx.now):
        return True
    recipients = await tx.all(fan_out.RECIPIENTS, circular=line.circular)
    await tx.each(
        fan_out.NOTIFY,
        [_notification(line, one.household, one.choice, tx.now) for one in recipients
         if wanted(one.choice, line.circular_kind, line.importance, reminder=line.kind == "reminded", now=tx.now)],
    )  # fmt: skip
    await tx.run(fan_out.DELIVER, journal=journal)
    return True


def _worth_telling(line: Line, now: int) -> bool:
    """What was withdrawn, has gone or went round long ago is not told any more."""
    over = line.gone_at is not None and line.gone_at <= now
    answered_by = line.reply_by is not None and line.reply_by < now
    worth = lasts(Importance.IMPORTANT if line.kind == "reminded" else line.importance)
    old = line.at + worth <= now
    return line.kind in TOLD and line.state == State.PUBLISHED and not (over or answered_by or old)


def _notification(line: Line, household: int, choice: Choice, now: Moment) -> dict[str, object]:
    reminder = line.kind == "reminded"
    urgent = is_urgent(line.importance, reminder=reminder)
    digest = not urgent and digested(choice, line.circular_kind, line.importance, reminder=reminder)
    due = due_at(choice, line.circular_kind, line.importance, now, reminder=reminder)
    until = due + lasts(Importance.IMPORTANT if reminder else line.importance, digest=digest)
    return {
        "journal": line.journal,
        "household": household,
        "circular": line.circular,
        "kind": TOLD[line.kind],
        "urgent": int(urgent),
        "digest": int(digest),
        "made": now,
        "due": due,
        "until": min(until, line.gone_at) if line.gone_at is not None else until,
    }
