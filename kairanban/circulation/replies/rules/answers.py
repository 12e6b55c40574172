"""Valid replies to a circular, and until when they are accepted."""

from dataclasses import dataclass, field

from kairanban.circulation.circulars.rules.kinds import ReplyKind
from kairanban.circulation.circulars.rules.timing import still_open
from kairanban.circulation.surveys.rules.answers import Filled, Parts
from kairanban.core.errors import Conflict, Invalid
from kairanban.i18n.marks import N as _n


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply as submitted; the same `client_id` is the same reply."""

    choice: str
    client_id: str
    number: int | None = None
    words: str = ""
    made: int | None = None
    language: str = "ja"
    edition: int | None = None
    """The edition that was read; None if unknown, as on paper."""
    signed: str = ""
    """The name written beside the tick on paper."""
    filled: Filled = field(default_factory=dict)
    """The values of a survey as submitted, by question."""
    parts: Parts = ()
    """The answers to a survey that they give."""


PEOPLE_MOST = 30
PEOPLE_OUTSIDE = _n("Please write how many people as a number from 0 to 30.")
WORDS_MOST = 200

METHODS = ("app", "paper", "phone", "visit")

ATTENDANCE = ("attending", "absent", "undecided")

CHOICES: dict[str, tuple[str, ...]] = {
    ReplyKind.ACKNOWLEDGE: ("acknowledged",),
    ReplyKind.ATTENDANCE: ATTENDANCE,
    ReplyKind.NUMBER: ("number",),
    ReplyKind.TEXT: ("words",),
    # Where a survey asks who comes, the reply says so as those of other circulars do.
    ReplyKind.SURVEY: ("survey", *ATTENDANCE),
}


def check_answer(reply_kind: str, choice: str, number: int | None, words: str) -> None:
    """Raise Invalid if the reply does not fit the question; "acknowledged" fits every question."""
    if choice == "acknowledged":
        return
    if choice not in CHOICES[reply_kind]:
        raise Invalid({"choice": _n("Please press one of the answers.")})
    if choice == "number" and number is None:
        raise Invalid({"number": _n("Please choose how many people.")})
    if choice == "words" and not words:
        raise Invalid({"words": _n("Please write a few words.")})


COUNTED = _n(
    "The answers to this circular have been counted. What each household answered is no longer kept, and nothing can be added."
)


def check_open(reply_by: int | None, withdrawn: int | None, now: int, counted: int | None) -> None:
    """Raise Conflict after the deadline, a withdrawal, or once the replies are counted."""
    if withdrawn is not None:
        raise Conflict(_n("This circular has been withdrawn. You need not do anything."))
    if counted is not None:
        raise Conflict(COUNTED)
    if not still_open(reply_by, withdrawn, now):
        raise Conflict(_n("The day for answers is over. If you still want to say something, please ring."))
