"""What a household may propose to change, and the words for it."""

from dataclasses import dataclass

from kairanban.core.ids import ResidentId
from kairanban.i18n.marks import N as _n

# Columns of the household, in the order of the form; sealed while it is hidden, but for the first.
VALUES = ("label", "phone", "second_phone", "address")
ADD, RENAME, REMOVE = "add", "rename", "remove"
ACCEPTED, DECLINED, TAKEN_BACK = "accepted", "declined", "taken_back"

WORDS_MOST = 300
NAME_LONGEST = 60
# What waits at one time; more than that is spoken about.
WAITING_MOST = 30

KIND_NAMES = {
    "label": _n("What the house is called"),
    "phone": _n("Telephone"),
    "second_phone": _n("Second telephone"),
    "address": _n("Address"),
    ADD: _n("Somebody else lives there"),
    RENAME: _n("A name is corrected"),
    REMOVE: _n("Somebody does not live there any more"),
}
OUTCOMES = {
    ACCEPTED: _n("Changed"),
    DECLINED: _n("Not changed"),
    TAKEN_BACK: _n("Taken back"),
}
CHANGED = _n("It has been changed meanwhile. Please look at it once more.")


@dataclass(frozen=True, slots=True)
class Change:
    """One change, without the value it replaces; `resident` is whom it is about."""

    kind: str
    becomes: str = ""
    resident: ResidentId | None = None
    child: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """What is written down about a household."""

    label: str
    phone: str
    second_phone: str
    address: str
    language: str

    def value(self, kind: str) -> str:
        return str(getattr(self, kind))
