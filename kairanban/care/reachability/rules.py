"""連絡のつきかた: the state of each channel (proven, claimed, broken, none) and its evidence."""

from dataclasses import dataclass
from enum import StrEnum

from kairanban.core.clock import DAY
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.i18n.marks import N as _n

# How long an acknowledgement, a ticked sheet or an answered call proves a channel.
PROVEN_FOR = 90 * DAY


class State(StrEnum):
    """States of a channel, best first."""

    PROVEN = "proven"
    CLAIMED = "claimed"
    BROKEN = "broken"
    NONE = "none"


STATE_NAMES = {
    State.PROVEN.value: _n("proven"),
    State.CLAIMED.value: _n("said to work"),
    State.BROKEN.value: _n("no longer works"),
    State.NONE.value: _n("none"),
}
MARKS = {
    State.PROVEN.value: "◎",
    State.CLAIMED.value: "○",
    State.BROKEN.value: "△",
    State.NONE.value: "−",
}
CHANNEL_NAMES = {
    "screen": _n("Tablet or phone"),
    "push": _n("Push messages"),
    "mail": _n("E-mail"),
    "paper": _n("Paper"),
    "phone": _n("Telephone"),
    "visit": _n("Visit"),
}
DIGITAL = ("screen", "push", "mail")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Evidence for a channel: whether it exists, its last reply, when one was lost."""

    there: bool
    answered: int | None = None
    lost: int | None = None

    def state(self, now: int) -> State:
        proof = self.answered is not None and self.answered > now - PROVEN_FOR
        if proof and self.there:
            return State.PROVEN
        if self.there:
            return State.CLAIMED
        return State.BROKEN if self.lost is not None else State.NONE


@dataclass(frozen=True, slots=True)
class ChannelTimes:
    """A household in one of its places, and the newest time of each event on each channel."""

    household: HouseholdId
    label: str
    hidden: int
    place: PlaceId
    place_name: str
    route_order: int
    address: str
    method: str
    has_phone: int
    bound: int | None
    removed: int | None
    push: int | None
    push_gone: int | None
    pushed: int | None
    mail: int | None
    mail_gone: int | None
    mailed: int | None
    replied_on_screen: int | None
    replied_on_paper: int | None
    replied_by_phone: int | None
    replied_at_door: int | None
    called: int | None
    met: int | None
    handed_paper: int | None


def evidence_of(one: ChannelTimes) -> dict[str, Evidence]:
    """Return the evidence of each channel of a household."""

    def since(sent: int | None) -> int | None:
        # An accepted message proves nothing; only a reply after it does.
        replied = one.replied_on_screen
        return replied if sent and replied and replied >= sent else None

    return {
        "screen": Evidence(one.bound is not None, one.replied_on_screen, one.removed),
        "push": Evidence(one.push is not None, since(one.pushed), one.push_gone),
        "mail": Evidence(one.mail is not None, since(one.mailed), one.mail_gone),
        "paper": Evidence(one.method != "digital", _later(one.replied_on_paper, one.handed_paper)),
        "phone": Evidence(bool(one.has_phone), _later(one.replied_by_phone, one.called)),
        "visit": Evidence(
            one.met is not None or one.replied_at_door is not None, _later(one.met, one.replied_at_door)
        ),
    }


def _later(*moments: int | None) -> int | None:
    return max((moment for moment in moments if moment is not None), default=None)


def best(states: dict[str, State]) -> State:
    """Return the best state of all channels except visits."""
    there = {state for name, state in states.items() if name != "visit"}
    return next((state for state in State if state in there), State.NONE)


def reachable(states: dict[str, State]) -> bool:
    """Tell whether any channel except visits is proven or claimed."""
    return best(states) in (State.PROVEN, State.CLAIMED)


def may_give_up_paper(states: dict[str, State]) -> bool:
    """Tell whether a digital channel is proven."""
    return any(states[name] is State.PROVEN for name in DIGITAL)
