"""もう一度のお知らせ: once for each edition that asks. Afterwards it is a person's turn, not a louder machine's."""

from dataclasses import dataclass

from kairanban.circulation.circulars.rules.notification_timing import remind_at
from kairanban.core.actor import System
from kairanban.core.clock import DAY, Moment
from kairanban.db import journal
from kairanban.db.engine import Database
from kairanban.notify.queries import reminders

# What began earlier than this has had its time.
WITHIN = 120 * DAY


@dataclass(frozen=True, slots=True)
class Asking:
    """A circular that asks for something; `made` is when the edition that asks was written."""

    circular: int
    association: int
    kind: str
    importance: str
    reply_by: int | None
    published: int
    edition: int
    made: int | None

    @property
    def asked(self) -> Moment:
        """When households were asked: at publication, or when a change asked them again."""
        return Moment(max(self.published, self.made or 0))


async def remind_due(database: Database, worker: System) -> int:
    """One line of the journal for each circular whose time has come; telling follows from it as from any other."""
    async with database.read(worker) as tx:
        found = await tx.all(reminders.CANDIDATES, Asking, within=WITHIN)
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
