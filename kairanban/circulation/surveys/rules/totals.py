"""A survey counted: how many chose what, the sum of the numbers, and of how many households."""

from collections.abc import Iterable
from dataclasses import dataclass

from kairanban.circulation.surveys.rules.questions import QuestionKind
from kairanban.circulation.surveys.rules.shown import Shown, Survey


@dataclass(frozen=True, slots=True)
class Count:
    """Of a question, or one of its choices: the households, and the sum of their numbers."""

    question: int
    choice: int
    households: int
    sum: int


@dataclass(frozen=True, slots=True)
class Line:
    words: str
    households: int
    percent: int
    """Of the households that answered the survey."""


@dataclass(frozen=True, slots=True)
class Total:
    of: Shown
    lines: tuple[Line, ...]
    households: int
    """Those that gave a number or words; of choices the lines say it."""
    sum: int | None
    """Of the numbers; None for other questions."""


def totals(survey: Survey, counts: Iterable[Count], answered: int) -> list[Total]:
    """Return every question with its counts, also those that nobody chose."""
    found = {(one.question, one.choice): one for one in counts}
    nothing = Count(0, 0, 0, 0)
    made = list[Total]()
    for one in survey.questions:
        chosen = [
            found.get((one.number, at), nothing).households for at in range(1, len(one.question.choices) + 1)
        ]
        lines = tuple(
            Line(choice.text, number, 100 * number // answered if answered else 0)
            for choice, number in zip(one.choices, chosen, strict=True)
        )
        whole = found.get((one.number, 0), nothing)
        is_number = one.question.kind == QuestionKind.NUMBER
        made.append(
            Total(
                one, lines if one.question.chooses else (), whole.households, whole.sum if is_number else None
            )
        )
    return made
