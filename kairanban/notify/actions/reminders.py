"""もう一度のお知らせ: one reminder per edition that asks for a reply; after that a person follows up."""

from kairanban.circulation.circulars.rules.notification_timing import remind_at
from kairanban.core.actor import System
from kairanban.core.clock import DAY
from kairanban.db import journal
from kairanban.db.engine import Database
from kairanban.notify.queries import reminders

# Circulars published earlier are not reminded of any more.
WITHIN = 120 * DAY


async def remind_due(database: Database, worker: System) -> int:
    """Record a journal entry for each due reminder and return how many; the fan-out then notifies."""
    async with database.read(worker) as tx:
        found = await tx.all(reminders.CANDIDATES, within=WITHIN)
        now = tx.now
    due = 0
    for one in found:
        when = remind_at(one.kind, one.importance, one.reply_by, one.asked)
        if when is None or when > now:
            continue
        async with database.write(worker) as tx:
            if await tx.run(reminders.REMIND, circular=one.circular, edition=one.edition):
                await journal.record(
                    tx, "reminded", association=one.association, circular=one.circular, other=one.edition
                )
                due += 1
    return due
