"""The questions of a survey (アンケート), and their written form beside the other texts of an edition.

They are written line by line, so that versions, readings, the archive and two officers at one circular have them as they have every text:

    ? number required only 1-30
    : 何人で参加しますか
    / 人
    - (a choice, where there are any)
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from kairanban.core.lines import one_line

QUESTIONS_MOST, CHOICES_LEAST, CHOICES_MOST = 8, 2, 10
QUESTION_MOST, CHOICE_MOST, UNIT_MOST = 100, 60, 10
NUMBER_MOST = 9_999
# The bounds of a number where the author writes none.
USUAL_LEAST, USUAL_MOST = 0, 99


class QuestionKind(StrEnum):
    ONE = "one"
    SEVERAL = "several"
    NUMBER = "number"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Question:
    kind: str = QuestionKind.ONE.value
    text: str = ""
    choices: tuple[str, ...] = ()
    required: bool = True
    only: bool = False
    """Asked only of those who choose the first answer of the first question."""
    unit: str = ""
    least: int = USUAL_LEAST
    most: int = USUAL_MOST

    @property
    def chooses(self) -> bool:
        return self.kind in (QuestionKind.ONE, QuestionKind.SEVERAL)

    @property
    def empty(self) -> "Question":
        """Return the same without its words, as a version begins."""
        return replace(self, text="", choices=(), unit="")

    @property
    def structure(self) -> tuple[object, ...]:
        """What answers depend on: all but the words."""
        bounds = (self.least, self.most) if self.kind == QuestionKind.NUMBER else ()
        return (self.kind, len(self.choices) if self.chooses else 0, self.required, self.only, bounds)


Questions = tuple[Question, ...]


def written(questions: Iterable[Question]) -> str:
    """Return the written form; the inverse of `read`."""
    return "\n".join(line for one in questions for line in _lines(one))


def _lines(one: Question) -> Iterable[str]:
    flags = [name for name in ("required", "only") if getattr(one, name)]
    yield " ".join(["?", one.kind, *flags, f"{one.least}-{one.most}"])
    yield f": {one.text}".rstrip()
    if one.unit:
        yield f"/ {one.unit}"
    yield from (f"- {choice}" for choice in one.choices)


_HEAD = re.compile(r"\? (\w+)((?: required| only)*)(?: (\d{1,6})-(\d{1,6}))?$")


def read(text: str) -> Questions:
    """Return the questions of a written form; lines that are none of one are left out."""
    found = list[Question]()
    for line in text.split("\n"):
        head = _HEAD.fullmatch(line)
        if head and head[1] in tuple(QuestionKind):
            found.append(
                Question(
                    head[1],
                    required="required" in head[2],
                    # The first question has none before it.
                    only="only" in head[2] and bool(found),
                    least=int(head[3] or USUAL_LEAST),
                    most=int(head[4] or USUAL_MOST),
                )
            )
        elif found:
            found[-1] = _with(found[-1], line[:1], one_line(line[1:]))
    return tuple(found)


def _with(one: Question, sign: str, value: str) -> Question:
    if sign == ":":
        return replace(one, text=value)
    if sign == "/":
        return replace(one, unit=value)
    if sign == "-" and value:
        return replace(one, choices=(*one.choices, value))
    return one


def same_structure(before: str, after: str) -> bool:
    """Tell whether answers to one survey are answers to the other: only words differ, and none has changed its place."""
    old, new = read(before), read(after)
    if [one.structure for one in old] != [one.structure for one in new]:
        return False
    lists = [([one.text for one in old], [one.text for one in new])]
    lists += [([*one.choices], [*other.choices]) for one, other in zip(old, new, strict=True)]
    return not any(_moved(*both) for both in lists)


def _moved(before: list[str], after: list[str]) -> bool:
    """Tell whether words stand at another place than before: answers are known by their number."""
    return any(word != old and word in before for old, word in zip(before, after, strict=True))


def shown_lines(text: str) -> str:
    """Return the words of a survey without its signs, one a line: for people who compare two of them."""
    lines = list[str]()
    for number, one in enumerate(read(text), 1):
        lines.append(f"{number}. {one.text}{f' ({one.unit})' if one.unit else ''}")
        lines += [f"・{choice}" for choice in one.choices]
    return "\n".join(lines)
