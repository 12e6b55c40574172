"""A small write of the worker, repeated, by which others see that the database can be written to."""

from kairanban.core.clock import SECOND
from kairanban.db.settings import get_setting, set_setting
from kairanban.db.tx import Tx

WRITTEN = "worker_wrote"
PROBE_EVERY = 15 * SECOND
# A round that is late by one probe is no fault yet.
READY_WITHIN = 30 * SECOND


async def probe(tx: Tx) -> None:
    """Write the present time."""
    await set_setting(tx, WRITTEN, str(tx.now))


async def write_age(tx: Tx) -> int | None:
    """Return the milliseconds since the worker's last write; None if it has never written."""
    found = await get_setting(tx, WRITTEN)
    return None if found is None else max(tx.now - int(found), 0)
