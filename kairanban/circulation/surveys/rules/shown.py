"""A survey as one reader sees it: in her language where a version has its words, else in the author's."""

import json
from dataclasses import dataclass

from kairanban.circulation.surveys.rules.answers import Parts
from kairanban.circulation.surveys.rules.questions import Question, QuestionKind, read
from kairanban.i18n.furigana import unpack
from kairanban.i18n.languages import DEFAULT, LANGUAGES

# The field under which the readings of one of its lines are packed.
LINE = "line"


@dataclass(frozen=True, slots=True)
class Said:
    """Words of a survey with their readings, for the filter `furigana`."""

    text: str
    readings: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """One question as it is shown."""

    number: int
    question: Question
    """The author's: what it asks for."""
    words: Said
    choices: tuple[Said, ...]
    unit_words: Said
    language: str

    @property
    def unit(self) -> str:
        return self.unit_words.text

    @property
    def tag(self) -> str:
        return LANGUAGES[self.language].tag

    @property
    def name(self) -> str:
        """The name of its fields."""
        return f"q{self.number}"

    def counted(self, number: int) -> str:
        """Return a number with its unit: 3人, 3 people."""
        joint = "" if self.unit and self.unit[0] > "\u2e80" else " "
        return f"{number}{joint}{self.unit}".strip()

    @property
    def numbers(self) -> range:
        """The numbers to press, where there are few; otherwise one is written."""
        of = self.question
        few = of.kind == QuestionKind.NUMBER and 0 <= of.most - of.least < 12
        return range(of.least, of.most + 1) if few else range(0)


@dataclass(frozen=True, slots=True)
class Survey:
    questions: tuple[Shown, ...] = ()

    @property
    def authors(self) -> str:
        """The language of questions that no version has; empty where none is left."""
        return next((one.language for one in self.questions if one.language == DEFAULT), "")

    def answered(self, parts: Parts) -> list[tuple[Shown, list[str]]]:
        """Return each question that was answered, with the words of its answers."""
        found = list[tuple[Shown, list[str]]]()
        for one in self.questions:
            said = [
                answer_of(one, part.choice, part.number, part.words)
                for part in parts
                if part.question == one.number
            ]
            if said:
                found.append((one, said))
        return found


def answer_of(one: Shown, choice: int, number: int | None, words: str) -> str:
    """Return one answer in words."""
    if choice:
        return one.choices[choice - 1].text if choice <= len(one.choices) else words
    return words if number is None else one.counted(number)


def survey(original: str, version: str = "", language: str = DEFAULT, furigana: str | None = None) -> Survey:
    """Return the survey of an author in a version's words; `furigana` are the readings of that version's texts."""
    own = version or original
    lines = _lines(own, furigana)
    others = read(version)
    found = list[Shown]()
    for number, question in enumerate(read(original), 1):
        other = others[number - 1] if number <= len(others) else None
        translated = other is not None and other.text and len(other.choices) == len(question.choices)
        words = other if translated and other else question
        unit = words.unit or question.unit
        shown = language if translated or (not version and language == DEFAULT) else DEFAULT
        found.append(
            Shown(
                number,
                question,
                lines.get(words.text, Said(words.text)),
                tuple(lines.get(choice, Said(choice)) for choice in words.choices),
                lines.get(unit, Said(unit)),
                shown,
            )
        )
    return Survey(tuple(found))


def _lines(text: str, furigana: str | None) -> dict[str, Said]:
    """Return the words of each line with the readings that stand in it."""
    spans = unpack(furigana, "questions")
    found, start = dict[str, Said](), 0
    for line in text.split("\n") if spans else ():
        words = line[2:]
        own = [
            (span.start - start - 2, span.end - start - 2, span.reading)
            for span in spans
            if start + 2 <= span.start and span.end <= start + len(line)
        ]
        found[words] = Said(words, json.dumps({LINE: own}, ensure_ascii=False)) if own else Said(words)
        start += len(line) + 1
    return found
