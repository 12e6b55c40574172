"""One message on its way, as channels see it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to say to one address; several deliveries where the morning's one message says them together."""

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
    household: int | None
    association: str
    circular_kind: str
    importance: str
    reply_by: int | None
    title: str
    gist: str
    other: int | None = None
    """The safety check, the call for help or the request it is about."""
    place: int | None = None
    """The association whose officers are told."""
    deliveries: tuple[int, ...] = ()
    others: tuple["Message", ...] = ()
    """What else the morning's one message says."""
