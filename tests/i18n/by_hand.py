"""What was marked by hand, by a reader of Japanese: the truth for line breaks and for the division of ruby."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kairanban.i18n.furigana import Spans, parse

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Sentence:
    text: str
    borders: tuple[int, ...]
    """Where a line may end."""


def _lines(name: str) -> list[str]:
    lines = (HERE / name).read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@cache
def sentences() -> list[Sentence]:
    found = []
    for line in _lines("phrases_by_hand.txt"):
        ends, at = [], 0
        for phrase in line.split("／"):
            at += len(phrase)
            ends.append(at)
        found.append(Sentence(line.replace("／", ""), tuple(ends)))
    return found


@cache
def divided() -> list[tuple[str, Spans]]:
    return [parse(line) for line in _lines("ruby_by_hand.txt")]
