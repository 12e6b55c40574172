"""The state of a household from reports, independent of the order in which they arrive."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kairanban.core.clock import MINUTE, SECOND
from kairanban.core.hidden_households import shown_as
from kairanban.core.ids import HouseholdId, PersonId, PlaceId
from kairanban.i18n.marks import N as _n


@dataclass(frozen=True, slots=True)
class HelpCall:
    """An open help call, for people who answer it."""

    id: int
    check: int
    kind: str
    household: HouseholdId
    place: PlaceId
    place_name: str
    label: str
    hidden: int
    route_order: int
    phone: str
    address: str
    about: str
    opened: int
    passed: int | None
    word: str
    taken: int | None
    taken_by: str | None
    taker: PersonId | None
    ticked: int
    """Whether the actor opened it at another's door."""

    @property
    def shown(self) -> str:
        return shown_as(self.label, self.hidden, self.place_name, self.route_order)

    @property
    def practice(self) -> bool:
        """Whether the asker said that it is practice."""
        return self.word == Word.DRILL

    @property
    def asked_whether_real(self) -> bool:
        return self.kind == Kind.DRILL and self.word == Word.OPEN

    @property
    def endings(self) -> dict[str, str]:
        return {how: words for how, words in ENDINGS.items() if how != "practice" or self.kind == Kind.DRILL}


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed help call with its outcome."""

    kind: str
    household: HouseholdId
    place: PlaceId
    place_name: str
    label: str
    hidden: int
    route_order: int
    closed: int
    closed_by: str
    how: str
    words: str

    @property
    def shown(self) -> str:
        return shown_as(self.label, self.hidden, self.place_name, self.route_order)

    @property
    def how_name(self) -> str:
        return TAKEN_BACK if self.how == "taken_back" else ENDINGS[self.how]


@dataclass(frozen=True, slots=True)
class Counts:
    households: int = 0
    safe: int = 0
    help: int = 0
    helped: int = 0

    @property
    def unknown(self) -> int:
        return self.households - self.safe - self.help - self.helped

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.households + other.households,
            self.safe + other.safe,
            self.help + other.help,
            self.helped + other.helped,
        )


# Outcomes of a help call; practice only in a drill.
ENDINGS = {
    "safe": _n("I have seen that they are well"),
    "handed": _n("Handed over to the fire brigade or a doctor"),
    "practice": _n("It was for practice"),
    "other": _n("Otherwise"),
}

TAKEN_BACK = _n("They no longer need help")

# Outcomes as told to the asker.
ENDED_HOW = {
    "safe": _n("Somebody has seen that you are well."),
    "handed": _n("It was handed over to the fire brigade or a doctor."),
    "practice": _n("It was for practice."),
}


# A help call not taken within this time goes to all officers and the disaster group.
PASSES_ON_AFTER = 10 * MINUTE
SECOND_TAP = 2 * SECOND
WORDS_MOST = 200


class Kind(StrEnum):
    DRILL = "drill"
    REAL = "real"


class State(StrEnum):
    UNKNOWN = "unknown"
    SAFE = "safe"
    HELP = "help"
    HELPED = "helped"
    """Every help call of the household was closed, by a person who said how."""


class Source(StrEnum):
    OWN = "own"
    FAMILY = "family"
    WALK = "walk"
    SIGN = "sign"
    AWAY = "away"


class Word(StrEnum):
    """The answer to 「訓練ですか、本当ですか」; until then a call counts as real."""

    OPEN = ""
    REAL = "real"
    DRILL = "drill"


STATE_NAMES: dict[str, str] = {
    State.UNKNOWN: _n("Not known yet"),
    State.SAFE: _n("Safe"),
    State.HELP: _n("Needs help"),
    State.HELPED: _n("The call for help was closed"),
}

SOURCE_NAMES: dict[str, str] = {
    Source.OWN: _n("Own answer"),
    Source.FAMILY: _n("Told by the family"),
    Source.WALK: _n("Seen on the round"),
    Source.SIGN: _n("Sign at the door"),
    Source.AWAY: _n("Asked for a rest from circulars"),
}

MET_NOBODY = _n("Went round and met nobody")

_ORDER = tuple(Source)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A report of one source; `about` names the resident, empty for the whole household."""

    state: str
    source: str
    about: str
    made: int

    @property
    def settles(self) -> bool:
        """Whether it decides the household's state: help always, safe only for the whole household."""
        return self.state == State.HELP or (self.state == State.SAFE and not self.about)


def counts(given: Sighting, standing: Sighting | None) -> bool:
    """Tell whether the report replaces the one that counts; independent of the order of arrival."""
    return standing is None or _weight(given) > _weight(standing)


def standing_of(said: Iterable[Sighting]) -> Sighting | None:
    """Return the report that counts among several."""
    return max(said, key=_weight, default=None)


def is_second_tap(standing: Sighting | None, given: Sighting) -> bool:
    """Tell whether a report says at once what stands: a tap at the same place of the page that came of the first."""
    same = standing is not None and (standing.state, standing.source, standing.about) == (
        given.state,
        given.source,
        given.about,
    )
    return same and standing is not None and 0 <= given.made - standing.made < SECOND_TAP


def state_of(standing: Sighting | None, calls: int) -> State:
    """Return the state: unknown without a report; only a person ends a help call."""
    if calls:
        return State.HELP
    if standing is None or not standing.settles:
        return State.UNKNOWN
    return State.HELPED if standing.state == State.HELP else State.SAFE


def _weight(one: Sighting) -> tuple[object, ...]:
    # At the same time the more cautious report counts; the rest only makes the order total.
    return (
        one.settles,
        one.made,
        one.state == State.HELP,
        -_ORDER.index(Source(one.source)),
        one.about,
        one.state,
    )
