"""Faults of this server that keep messages waiting, as officers see them."""

from kairanban.db.tx import Tx
from kairanban.notify.queries import faults
from kairanban.notify.rules.faults import Fault


async def lasting(tx: Tx) -> list[Fault]:
    """Return the oldest fault of each kind; several push services may share one."""
    found = dict[str, Fault]()
    for one in await tx.all(faults.ALL):
        found.setdefault(one.words, one)
    return list(found.values())
