"""What was asked by posters and has had its time is taken out of the database."""

from kairanban.buildings.actions.joining import forget_old
from kairanban.buildings.queries import posters
from kairanban.db.tx import Tx
from kairanban.signin.rules.lifetimes import BATCH_LASTS


async def forget_old_requests(tx: Tx) -> None:
    """Old requests to join, and the sealed addresses of posters."""
    await forget_old(tx)
    await tx.run(posters.FORGET_SEALED, within=BATCH_LASTS)
