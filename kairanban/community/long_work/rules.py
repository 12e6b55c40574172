"""Work that takes minutes: its states, and how long its results can be fetched."""

import base64
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

from cryptography.fernet import Fernet, InvalidToken

from kairanban.core.clock import MINUTE
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.i18n.marks import N as _n

# Results of a card batch open for half an hour, like the batch itself.
LASTS = 30 * MINUTE
# Without a further part for this long, the server that did it was stopped.
STALLED_AFTER = 20 * MINUTE

STOPPED = _n(
    "The server was stopped meanwhile. Please begin once more; what was printed already does not work then."
)
FAILED = _n(
    "Something went wrong on the server. Please begin once more; what was printed already does not work then."
)


class State(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of work: who may see it, what it is called, and where one goes on."""

    task: Task
    name: str
    done: str
    failed: str
    goes_on: str
    again: str
    """Where one begins once more."""
    part: str
    """The name of the file of a part."""


KINDS = {
    "cards": Kind(
        task=Task.PRINT_CARDS,
        name=_n("The cards are being made"),
        done=_n("The cards are ready to print"),
        failed=_n("Not all of the cards could be made"),
        goes_on="/cards/{about}",
        again="/associations/{association}/cards",
        part="cards",
    ),
}


@dataclass(frozen=True, slots=True)
class LongWork:
    """One work, as the sign-in that began it sees it."""

    id: int
    association: PlaceId
    kind: str
    about: int
    total: int
    done: int
    state: str
    why: str
    made: int
    touched: int

    def at(self, now: int) -> "State":
        """Return the state, FAILED for one that nobody goes on with."""
        if self.state == State.RUNNING and now - self.touched > STALLED_AFTER:
            return State.FAILED
        return State(self.state)

    def named(self, state: State) -> str:
        """Return what the work is called in this state."""
        kind = KINDS[self.kind]
        return {State.RUNNING: kind.name, State.DONE: kind.done, State.FAILED: kind.failed}[state]

    def goes_on(self, state: State) -> str:
        """Return where one goes on from it."""
        kind = KINDS[self.kind]
        return (kind.again if state is State.FAILED else kind.goes_on).format(
            about=self.about, association=self.association
        )

    @property
    def until(self) -> int:
        return self.made + LASTS


@dataclass(frozen=True, slots=True)
class Part:
    """One result, and which of the total it holds."""

    number: int
    first: int
    last: int


def seal(token: str, data: bytes) -> bytes:
    """Encrypt a result with a key made from the token of the sign-in."""
    return _fernet(token).encrypt(data)


def unseal(token: str, sealed: bytes) -> bytes | None:
    """Decrypt a result; None for another sign-in's token."""
    try:
        return _fernet(token).decrypt(sealed)
    except InvalidToken:
        return None


def _fernet(token: str) -> Fernet:
    key = blake2b(token.encode(), digest_size=32, person=b"long work").digest()
    return Fernet(base64.urlsafe_b64encode(key))
