"""The answers to a survey: what was filled in, held to its questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from unicodedata import normalize

from kairanban.circulation.surveys.rules.asking import asks_who_comes
from kairanban.circulation.surveys.rules.questions import Question, QuestionKind, Questions
from kairanban.i18n.marks import N as _n

WORDS_MOST = 200
CHOOSE = _n("Please choose an answer.")
NUMBER = _n("Please write a number from %(least)s to %(most)s.")
WRITE = _n("Please write a few words.")
TOO_LONG = _n("This is too long.")

# Values as a form holds them, by the number of the question; of choices their numbers.
Filled = Mapping[int, tuple[str, ...]]

# What the answer of who comes is called with those of other circulars.
_COMES = ("attending", "absent")


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """One answer to one question; a question with several answers has several."""

    question: int
    choice: int = 0
    """The number of the choice, from 1; 0 for a number or words."""
    number: int | None = None
    words: str = ""


Parts = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    parts: Parts
    wrong: dict[str, str]
    """By q1, q2, …; a message may name %(least)s and %(most)s."""
    choice: str
    """As other circulars call it: whether the household comes, else "survey"."""
    number: int | None
    """How many people come, where that is asked."""


def understood(questions: Questions, filled: Filled) -> Understood:
    """Hold the values to the questions; those of questions that this household is not asked are left out."""
    parts, wrong = list[Part](), dict[str, str]()
    for number, one in enumerate(questions, 1):
        if one.only and not _first_chosen(questions, filled):
            continue
        values = tuple(value for value in filled.get(number, ()) if value)
        found, message = _parts(number, one, values)
        if message:
            wrong[f"q{number}"] = message
        parts += found
    return Understood(tuple(parts), wrong, *_coming(questions, parts))


def _first_chosen(questions: Questions, filled: Filled) -> bool:
    return questions[0].kind == QuestionKind.ONE and filled.get(1, ())[:1] == ("1",)


def _parts(number: int, one: Question, values: tuple[str, ...]) -> tuple[list[Part], str]:
    """Return the parts of one answer and what is wrong with it, or no message."""
    if one.chooses:
        chosen = sorted({at for at in map(_whole, values) if at is not None and 1 <= at <= len(one.choices)})
        if one.kind == QuestionKind.ONE:
            chosen = chosen[:1]
        return [Part(number, at) for at in chosen], CHOOSE if one.required and not chosen else ""
    if not values:
        return [], (NUMBER if one.kind == QuestionKind.NUMBER else WRITE) if one.required else ""
    if one.kind == QuestionKind.NUMBER:
        given = _whole(values[0])
        fits = given is not None and one.least <= given <= one.most
        return ([Part(number, number=given)], "") if fits else ([], NUMBER)
    return ([], TOO_LONG) if len(values[0]) > WORDS_MOST else ([Part(number, words=values[0])], "")


def _whole(value: str) -> int | None:
    """Return an integer, also in full-width digits."""
    plain = normalize("NFKC", value[:100]).strip()
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 8 else None


def _coming(questions: Questions, parts: list[Part]) -> tuple[str, int | None]:
    if not asks_who_comes(questions):
        return "survey", None
    first = next((part.choice for part in parts if part.question == 1), 0)
    if not first:
        return "survey", None
    counted = next(
        (at for at, one in enumerate(questions, 1) if one.only and one.kind == QuestionKind.NUMBER), 0
    )
    people = next((part.number for part in parts if part.question == counted), None)
    return _COMES[min(first, len(_COMES)) - 1], people


def as_filled(parts: Parts) -> dict[int, tuple[str, ...]]:
    """Return the values of a form that give these parts."""
    found = dict[int, tuple[str, ...]]()
    for part in parts:
        value = part.words if part.number is None else str(part.number)
        found[part.question] = (*found.get(part.question, ()), str(part.choice) if part.choice else value)
    return found
