"""What becomes of a submitted reply, beside the one that counts now."""

from dataclasses import dataclass
from enum import StrEnum

from kairanban.circulation.replies.rules.answers import Answer, check_answer, check_open
from kairanban.circulation.surveys.rules.answers import Parts
from kairanban.core.clock import device_time
from kairanban.core.errors import Invalid
from kairanban.core.ids import PlaceId
from kairanban.i18n.marks import N as _n

CHANGED = _n("This has changed since you opened it. Please look at it and answer once more.")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a circular asks of one household, and whether it is settled."""

    association: PlaceId
    place: PlaceId
    """Where it is issued: the association or a group in it."""
    reply_kind: str
    reply_by: int | None
    published: int
    withdrawn: int | None
    edition: int
    asked_edition: int
    replied: int | None
    block: PlaceId | None
    counted: int | None = None


@dataclass(frozen=True, slots=True)
class CurrentReply:
    """A household's latest reply that was not taken back."""

    id: int
    choice: str
    number: int | None
    words: str
    method: str
    edition: int
    made: int
    received: int
    client_id: str
    resident: str | None
    proxy: str | None
    language: str = "ja"
    parts: Parts = ()
    """The answers to a survey."""

    def same(self, answer: Answer) -> bool:
        own = (self.choice, self.number, self.words, self.parts)
        return own == (answer.choice, answer.number, answer.words, answer.parts)


class Taken(StrEnum):
    """Result of recording a reply."""

    RECORDED = "recorded"
    STOOD = "stood"
    """The same reply exists, or the same form was recorded before."""
    OWN = "own"
    """The household's own reply exists and stays."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """A reply, how it came (`method`), and whether its `client_id` was recorded before."""

    answer: Answer
    method: str
    known: bool = False
    late_too: bool = False
    """Accepted after the deadline: paper and spoken replies."""

    @property
    def own(self) -> bool:
        return self.method == "app"


def decide(asked: Asked, current: CurrentReply | None, new: Submitted, now: int) -> Taken:
    """Return what to do with a reply; `current` is the household's latest that was not taken back.

    Raise Invalid for a reply to an earlier question or one that does not fit, Conflict after the deadline.
    """
    counting = current if current is not None and current.edition >= asked.asked_edition else None
    outdated = new.answer.edition is not None and new.answer.edition < asked.asked_edition
    same = counting is not None and counting.same(new.answer)
    # The household's own press after a recorded reply is stored: only it proves the household's screen.
    proves = (
        same
        and counting is not None
        and counting.method != "app"
        and new.own
        and not outdated
        and asked.withdrawn is None
        and asked.counted is None
    )
    if new.known or (same and not proves):
        return Taken.STOOD
    if counting is not None and counting.method == "app" and _stays(counting, asked, new, now):
        return Taken.OWN
    if outdated:
        raise Invalid({"edition": CHANGED})

    check_open(None if new.late_too or proves else asked.reply_by, asked.withdrawn, now, asked.counted)
    check_answer(asked.reply_kind, new.answer.choice, new.answer.number, new.answer.words)
    return Taken.RECORDED


def made_at(asked: Asked, answer: Answer, now: int) -> int:
    """Return when the reply was made, between publication and now."""
    return device_time(answer.made, asked.published, now)


def _stays(counting: CurrentReply, asked: Asked, new: Submitted, now: int) -> bool:
    """Tell whether the household's own reply stays: a leader's list may be older than it, an offline reply too."""
    if not new.own:
        return True
    return new.answer.made is not None and counting.made > made_at(asked, new.answer, now)
