"""Faults of this server with a service, in a word; none of them is held against a recipient."""

from dataclasses import dataclass
from enum import StrEnum

from kairanban.i18n.marks import N as _n


class Why(StrEnum):
    KEY = "key"
    """The push service does not accept our signature (401, 403)."""
    LOGIN = "login"
    """The mail server does not accept our name or password, or wants one."""
    SENDER = "sender"
    """The mail server does not accept our address as a sender, or our mail by its policy (5.7.x)."""
    SECURITY = "security"
    """No TLS connection: certificate, or a server that offers none."""
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    CUT_OFF = "cut_off"
    BUSY = "busy"
    """The mail server answers, but takes nothing at present."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault that lasts; `service` is the entry of the list of push services, empty for mail."""

    channel: str
    service: str
    since: int
    code: int | None
    why: str

    @property
    def words(self) -> str:
        """Return the message for officers."""
        return _WORDS.get((self.channel, self.why)) or _WORDS[(self.channel, Why.UNREACHABLE)]


_WORDS: dict[tuple[str, str], str] = {
    ("mail", Why.LOGIN): _n("E-mail is waiting: the mail server does not accept our name or password."),
    ("mail", Why.SENDER): _n("E-mail is waiting: the mail server does not accept mail from us."),
    ("mail", Why.UNREACHABLE): _n("E-mail is waiting: the mail server cannot be reached."),
    ("push", Why.KEY): _n("Messages to devices are waiting: their service does not accept our key."),
    ("push", Why.UNREACHABLE): _n("Messages to devices are waiting: their service cannot be reached."),
}
