"""Deletion of old requests by posters."""

from kairanban.community.buildings.actions.join_requests import forget_old
from kairanban.community.buildings.queries import posters
from kairanban.community.signin.rules.lifetimes import BATCH_LASTS
from kairanban.db.tx import Tx


async def forget_old_requests(tx: Tx) -> int:
    """Delete old requests to join, and the sealed addresses of posters after half an hour."""
    requests = await forget_old(tx)
    return requests + await tx.run(posters.FORGET_SEALED, within=BATCH_LASTS)
