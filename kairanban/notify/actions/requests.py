"""Notifications of municipal requests, to the officers of each association asked."""

from kairanban.circulation.circulars.rules.kinds import Importance
from kairanban.circulation.circulars.rules.notification_timing import due_at
from kairanban.core.clock import DAY
from kairanban.core.notification_defaults import USUAL
from kairanban.db.tx import Tx
from kairanban.notify.queries import fan_out, safety

LASTS = 2 * DAY
SAID = {"request_came": "asked", "request_due": "ask_ends", "town_corrected": "town_corrected"}


async def tell(tx: Tx, journal: int) -> None:
    """Notify of a request, of the end of its time or of a correction; in the morning if it comes at night."""
    happened = await tx.one(safety.ENTRY, journal=journal)
    if happened.kind not in SAID or happened.association is None or happened.at + LASTS <= tx.now:
        return
    due = due_at(USUAL, "", Importance.ORDINARY, tx.now)
    await tx.each(
        fan_out.NOTIFY,
        [
            {
                "journal": journal,
                "household": None,
                "circular": None,
                "kind": SAID[happened.kind],
                "urgent": 0,
                "digest": 0,
                "made": tx.now,
                "due": due,
                "until": due + LASTS,
            }
        ],
    )
    await tx.run(safety.DELIVER_REQUEST, journal=journal, at_place=happened.association)
