"""What a survey still needs before it goes out, and the survey to begin with: 参加・人数・お食事."""

from collections.abc import Iterator
from dataclasses import replace

from kairanban.circulation.surveys.rules.questions import (
    CHOICES_LEAST,
    CHOICES_MOST,
    QUESTIONS_MOST,
    Question,
    QuestionKind,
    Questions,
)
from kairanban.i18n.languages import DEFAULT
from kairanban.i18n.marks import N as _n
from kairanban.i18n.translate import translate

NO_QUESTION = _n("Please write at least one question.")
NO_WORDS = _n("Please write the question.")
TOO_FEW = _n("Please write at least two choices, each on a line of its own.")
TOO_MANY = _n("A question has ten choices at most.")
TWICE = _n("Two choices are the same.")
BOUNDS = _n("The largest number has to be larger than the smallest.")
NOT_ONE_FOR_ONE = _n("Please write as many choices as the original has, in its order, or none of them.")
NO_FIRST = _n("Only those who come can be asked where question 1 has choices, of which one is chosen.")

# The words of the survey to begin with; a version in another language begins with them too.
COMES = _n("Will you take part?")
YES, NO = _n("We take part"), _n("We do not take part")
PEOPLE = _n("How many people take part?")
MEALS = _n("How many meals do you need?")
PERSONS_UNIT, MEALS_UNIT = _n("(unit) people"), _n("(unit) meals")
PRESET_WORDS = (COMES, YES, NO, PEOPLE, MEALS, PERSONS_UNIT, MEALS_UNIT)
# Few enough to be pressed instead of written.
MOST_OF_A_HOUSE = 10


def preset(language: str = DEFAULT) -> Questions:
    """Return coming, people and meals; the numbers are asked only of those who come."""

    def said(message: str) -> str:
        return translate(language, message)

    return (
        Question(QuestionKind.ONE, said(COMES), (said(YES), said(NO))),
        Question(
            QuestionKind.NUMBER,
            said(PEOPLE),
            only=True,
            unit=said(PERSONS_UNIT),
            least=1,
            most=MOST_OF_A_HOUSE,
        ),
        Question(
            QuestionKind.NUMBER, said(MEALS), only=True, unit=said(MEALS_UNIT), least=0, most=MOST_OF_A_HOUSE
        ),
    )


def known_words(text: str, language: str) -> str:
    """Return what words of the survey to begin with are in another language, empty for any others."""
    return next((translate(language, one) for one in PRESET_WORDS if translate(DEFAULT, one) == text), "")


def begun(questions: Questions, language: str) -> Questions:
    """Return the survey in another language, with the words that are known in it; the others are to be written."""
    found = list[Question]()
    for one in questions:
        choices = tuple(known_words(choice, language) for choice in one.choices)
        found.append(
            replace(
                one,
                text=known_words(one.text, language),
                choices=choices if all(choices) else (),
                unit=known_words(one.unit, language),
            )
        )
    return tuple(found)


def wrong_in(questions: Questions) -> Iterator[tuple[int, str]]:
    """Yield what is missing, with the number of its question; 0 for the survey as a whole."""
    if not questions:
        yield 0, NO_QUESTION
    for number, one in enumerate(questions[:QUESTIONS_MOST], 1):
        if not one.text:
            yield number, NO_WORDS
        if one.chooses:
            if len(one.choices) < CHOICES_LEAST:
                yield number, TOO_FEW
            elif len(one.choices) > CHOICES_MOST:
                yield number, TOO_MANY
            elif len(set(one.choices)) < len(one.choices):
                yield number, TWICE
        if one.kind == QuestionKind.NUMBER and one.most <= one.least:
            yield number, BOUNDS
        if one.only and questions[0].kind != QuestionKind.ONE:
            yield number, NO_FIRST


def untranslated(original: Questions, version: Questions) -> Iterator[tuple[int, str]]:
    """Yield the questions of a version whose choices are not those of the original, one for one; none at all is no fault."""
    for number, (own, other) in enumerate(zip(original, version, strict=False), 1):
        if other.choices and len(other.choices) != len(own.choices):
            yield number, NOT_ONE_FOR_ONE


def asks_who_comes(questions: Questions) -> bool:
    """Tell whether the first question asks who comes: of its two choices the first is asked further, how many they are."""
    first = questions[0] if questions else None
    return (
        first is not None
        and first.kind == QuestionKind.ONE
        and len(first.choices) == 2
        and any(one.only and one.kind == QuestionKind.NUMBER for one in questions)
    )
