"""The interface of a notification channel. Recipients, timing and retries are the same for all channels."""

from dataclasses import dataclass
from typing import Any, Protocol

from kairanban.notify.rules.message import Message
from kairanban.notify.rules.outcomes import Outcome

Job = dict[str, Any]
"""A job for the sending process: plain JSON values only."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What every message is written on: where this server is found, and the key its links are made with."""

    public_address: str
    link_key: str
    mail_from: str = ""


class Writer(Protocol):
    """The server's half of a channel: knows the reader's language, has no network."""

    def __call__(self, message: Message, origin: Origin, now: int) -> Job:
        """Convert a message to a job."""
        ...


class Sender(Protocol):
    """The sending process's half of a channel: has the network, no database."""

    async def send(self, job: Job, begin_by: float) -> Outcome:
        """Wait for a slot of `Hosts`, try once and return the outcome; never raise for a failure of the service."""
        ...

    async def close(self) -> None: ...
