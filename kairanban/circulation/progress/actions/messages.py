"""What became of the messages about a circular, in words and numbers. "Accepted" is never called "read"."""

from dataclasses import dataclass

from kairanban.circulation.progress.queries.messages import OUTCOMES
from kairanban.core.ids import CircularId
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

WORDS = {
    "accepted": _n("Handed over to the telling service, or to the mail server"),
    "waiting": _n("Still on its way, or waiting for the morning"),
    "expired": _n("Could not be handed over in time"),
    "gone": _n("The device no longer takes messages"),
    "failed": _n("Refused by the service; the operator should look"),
    "cancelled": _n("No longer needed: answered, withdrawn or signed out before it was sent"),
}


@dataclass(frozen=True, slots=True)
class Messages:
    """How many messages of one channel came to the same end; `code` is what the service answered, where it refused."""

    channel: str
    state: str
    number: int
    code: int | None

    @property
    def words(self) -> str:
        return WORDS[self.state]


async def messages(tx: Tx, circular: CircularId) -> list[Messages]:
    """In the order of WORDS. The caller has asked for permission."""
    found = await tx.all(OUTCOMES, Messages, circular=circular)
    return sorted(found, key=lambda one: (list(WORDS).index(one.state), one.channel, one.code or 0))
