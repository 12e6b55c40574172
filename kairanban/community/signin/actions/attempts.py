"""Tries are counted in the database before they are made, so that however many come at once count together."""

from kairanban.community.signin.queries import persons
from kairanban.community.signin.rules.tokens import hashed
from kairanban.core.errors import Refused
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

TOO_MANY = _n("That did not fit too many times. Please wait a little, or ring.")


async def take(tx: Tx, kind: str, who: str, window: int, most: int, said: str = TOO_MANY) -> None:
    """One try of this window (milliseconds); Refused once too many did not fit. Let it be durable before comparing."""
    count = await tx.value(persons.TAKE_ATTEMPT, kind=kind, who=_key(who), window=tx.now - tx.now % window)
    if count > most:
        raise Refused(said)


async def give_back(tx: Tx, kind: str, who: str, window: int) -> None:
    """What fitted does not count."""
    await tx.run(
        persons.GIVE_BACK_ATTEMPT, of_kind=kind, by_whom=_key(who), in_window=tx.now - tx.now % window
    )


def _key(who: str) -> str:
    """Addresses and names are not kept, only their hashes."""
    return hashed(who).hex()[:32]
