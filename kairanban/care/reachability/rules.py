"""連絡のつきかた: the state of each channel (proven, claimed, broken, none) and its evidence."""

from dataclasses import dataclass
from enum import StrEnum

from kairanban.core.clock import DAY
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
