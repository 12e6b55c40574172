"""What a way of telling people has to offer. Everything else (who, when, again) is the same for all of them."""

from dataclasses import dataclass
from typing import Any, Protocol

from kairanban.notify.rules.message import Message
from kairanban.notify.rules.outcomes import Outcome

Job = dict[str, Any]
"""What travels to the process that sends: plain values only."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What every message is written on: where this server is found, and the key its links are made with."""

    public_address: str
    link_key: str
    mail_from: str = ""


class Writer(Protocol):
    """The half in the server: knows the reader's language, knows no network."""

    def __call__(self, message: Message, paper: Paper, now: int) -> Job:
        """Put the message into plain values."""
        ...


class Sender(Protocol):
    """The half in the process that sends: knows the network, knows no database."""

    async def send(self, job: Job) -> Outcome:
        """Try once, and say how it ended; never raises for what a service did."""
        ...

    async def close(self) -> None: ...
