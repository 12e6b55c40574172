"""Add, move and take away questions while a survey is written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kairanban.circulation.surveys.rules.asking import preset
from kairanban.circulation.surveys.rules.questions import QUESTIONS_MOST, Question

_PRESSED = re.compile(r"(add|preset|remove|up)(?: ([1-8]))?")


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A pressed button: what it does, and to which question."""

    what: str
    question: int = 0

    @classmethod
    def of(cls, value: str) -> "Arrangement | None":
        found = _PRESSED.fullmatch(value)
        return cls(found[1], int(found[2] or 0)) if found else None


def arranged(questions: Sequence[Question], pressed: Arrangement) -> list[Question]:
    """Return the questions after the press; the survey to begin with comes before those that are written."""
    found, at = list(questions), pressed.question - 1
    if pressed.what == "add":
        found.append(Question())
    elif pressed.what == "preset":
        found = [*preset(), *(one for one in found if one.text or one.choices)]
    elif pressed.what == "remove" and 0 <= at < len(found):
        del found[at]
    elif pressed.what == "up" and 0 < at < len(found):
        found[at - 1], found[at] = found[at], found[at - 1]
    return found[:QUESTIONS_MOST]
