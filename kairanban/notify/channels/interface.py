"""The interface of a notification channel. Recipients, timing and retries are the same for all channels."""

from dataclasses import dataclass
from typing import Any, Protocol

from kairanban.notify.rules.outcomes import Outcome

Job = dict[str, Any]
"""A job for the sending process: plain JSON values only."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one address; a digest covers several deliveries."""

    deliveries: tuple[int, ...]
    tries: int
    short: bool
    until: int
    address: int
    channel: str
    target: str
    p256dh: str
    auth: str
    language: str
    kind: str
    urgent: int
    digest: int
    circular: int | None
    household: int
    association: str
    circular_kind: str
    importance: str
    reply_by: int | None
    title: str
    gist: str
    other: int | None = None
    """Id of the safety check or help call it is about."""
    others: tuple["Message", ...] = ()
    """The other messages in the same digest."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The sender of every message: the server's address, and the key its links are signed with."""

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

    async def send(self, job: Job) -> Outcome:
        """Try once and return the outcome; never raise for a failure of the service."""
        ...

    async def close(self) -> None: ...
