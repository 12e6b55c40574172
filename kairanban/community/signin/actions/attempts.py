"""Attempts, counted in the database before the comparison, so that concurrent ones all count."""

from kairanban.community.signin.queries import persons
from kairanban.community.signin.rules.tokens import hashed
from kairanban.core.errors import Refused
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

TOO_MANY = _n("That did not fit too many times. Please wait a little, or ring.")


async def take(tx: Tx, kind: str, who: str, window: int, most: int, said: str = TOO_MANY) -> None:
    """Count one attempt in this window (milliseconds); Refused above `most`. Commit before comparing."""
    count = await tx.value(persons.TAKE_ATTEMPT, kind=kind, who=_key(who), window=tx.now - tx.now % window)
    if count > most:
        raise Refused(said)


async def give_back(tx: Tx, kind: str, who: str, window: int) -> None:
    """Take back the count of a successful attempt."""
    await tx.run(
        persons.GIVE_BACK_ATTEMPT, of_kind=kind, by_whom=_key(who), in_window=tx.now - tx.now % window
    )


def _key(who: str) -> str:
    """Return a hash, so that addresses and names are not stored."""
    return hashed(who).hex()[:32]
