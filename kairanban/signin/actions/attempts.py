"""Wrong tries are counted in the database, so that several processes count together."""

from kairanban.core.errors import Refused
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n
from kairanban.signin.queries import persons
from kairanban.signin.rules.tokens import hashed


async def check_attempts(tx: Tx, kind: str, who: str, window: int, most: int) -> None:
    """Refused once there were too many wrong tries in this window (milliseconds)."""
    count = await tx.value(persons.ATTEMPTS, kind=kind, who=_key(who), window=tx.now - tx.now % window)
    if count >= most:
        raise Refused(_n("That did not fit too many times. Please wait a little, or ring."))


async def count_attempt(tx: Tx, kind: str, who: str, window: int) -> None:
    """One more wrong try."""
    await tx.run(persons.COUNT_ATTEMPT, kind=kind, who=_key(who), window=tx.now - tx.now % window)


def _key(who: str) -> str:
    """Addresses and names are not kept, only their hashes."""
    return hashed(who).hex()[:32]
