"""部数: how many copies an association needs on paper, of what goes round and of what is handed out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from kairanban.access.rules import LEAST_SHOWN
from kairanban.circulation.municipal_requests.rules.decisions import Standing
from kairanban.i18n.marks import N as _n


class Distribution(StrEnum):
    """What the town means its paper for."""

    CIRCULATE = "circulate"
    """回覧: one copy goes round in each block that has a household taking paper."""
    DISTRIBUTE = "distribute"
    """配布: one copy is handed to each household that takes paper."""


DISTRIBUTION_NAMES = {
    Distribution.CIRCULATE.value: _n("Goes round"),
    Distribution.DISTRIBUTE.value: _n("Handed out"),
}


def copies(standing: Standing, distribution: str, households: int, blocks: int) -> int:
    """For the town: none where nothing goes out; households are never fewer than five, so that none is counted out."""
    if standing in (Standing.DECLINED, Standing.TAKEN_BACK) or not households:
        return 0
    return blocks if distribution == Distribution.CIRCULATE else max(households, LEAST_SHOWN)


def copies_of_block(distribution: str, households: int) -> int:
    """For the association itself, where so many households of a block take paper."""
    return min(households, 1) if distribution == Distribution.CIRCULATE else households


def few(number: int) -> bool:
    """Whether a number of households is somebody; none is nobody."""
    return 0 < number < LEAST_SHOWN


class Asked(Protocol):
    """One request with one association."""

    @property
    def request(self) -> int: ...
    @property
    def association(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def standing(self) -> Standing: ...
    @property
    def copies(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Line:
    """Copies of each request for one association, in the order of the requests; `open` are not answered yet."""

    name: str
    copies: tuple[int, ...]
    open: int

    @property
    def total(self) -> int:
        return sum(self.copies)


@dataclass(frozen=True, slots=True)
class Sheet:
    lines: list[Line]
    sums: Line


def sheet(requests: Sequence[int], asked: Iterable[Asked]) -> Sheet:
    """One line an association, in the order they come."""
    names: dict[int, str] = {}
    found: dict[int, dict[int, Asked]] = {}
    for one in asked:
        names[one.association] = one.name
        found.setdefault(one.association, {})[one.request] = one
    lines = [
        Line(
            names[association],
            tuple(by_request[id].copies if id in by_request else 0 for id in requests),
            sum(one.standing in (Standing.OPEN, Standing.PREPARING) for one in by_request.values()),
        )
        for association, by_request in found.items()
    ]
    columns = tuple(sum(line.copies[n] for line in lines) for n in range(len(requests)))
    return Sheet(lines, Line("", columns, sum(line.open for line in lines)))
