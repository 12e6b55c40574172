"""部数: the number of paper copies an association needs, to circulate or to distribute."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from kairanban.access.rules import LEAST_SHOWN
from kairanban.circulation.municipal_requests.rules.decisions import RequestState
from kairanban.i18n.marks import N as _n


class Distribution(StrEnum):
    """How paper is to reach households."""

    CIRCULATE = "circulate"
    """回覧: one copy for each block with a household on paper."""
    DISTRIBUTE = "distribute"
    """配布: one copy for each household on paper."""


DISTRIBUTION_NAMES = {
    Distribution.CIRCULATE.value: _n("Goes round"),
    Distribution.DISTRIBUTE.value: _n("Handed out"),
}


def copies(state: RequestState, distribution: str, households: int, blocks: int) -> int:
    """Return the copies told to the municipality: 0 if it is not passed on.

    Distributed copies are never below five, so that no household is identified.
    """
    if state in (RequestState.DECLINED, RequestState.TAKEN_BACK) or not households:
        return 0
    return blocks if distribution == Distribution.CIRCULATE else max(households, LEAST_SHOWN)


def copies_of_block(distribution: str, households: int) -> int:
    """Return the copies of a block with this number of households on paper."""
    return min(households, 1) if distribution == Distribution.CIRCULATE else households


def few(number: int) -> bool:
    """Tell whether a number of households is too small to be shown; 0 is not."""
    return 0 < number < LEAST_SHOWN


class Asked(Protocol):
    """A request and one association."""

    @property
    def request(self) -> int: ...
    @property
    def association(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def state(self) -> RequestState: ...
    @property
    def copies(self) -> int: ...


@dataclass(frozen=True, slots=True)
class CopiesRow:
    """Copies of each request for one association, in the order of the requests; `open` are undecided."""

    name: str
    copies: tuple[int, ...]
    open: int

    @property
    def total(self) -> int:
        return sum(self.copies)


@dataclass(frozen=True, slots=True)
class Sheet:
    lines: list[CopiesRow]
    sums: CopiesRow


def sheet(requests: Sequence[int], asked: Iterable[Asked]) -> Sheet:
    """Return a row per association in the given order, and the sums."""
    names: dict[int, str] = {}
    found: dict[int, dict[int, Asked]] = {}
    for one in asked:
        names[one.association] = one.name
        found.setdefault(one.association, {})[one.request] = one
    lines = [
        CopiesRow(
            names[association],
            tuple(by_request[id].copies if id in by_request else 0 for id in requests),
            sum(one.state in (RequestState.OPEN, RequestState.PREPARING) for one in by_request.values()),
        )
        for association, by_request in found.items()
    ]
    columns = tuple(sum(line.copies[n] for line in lines) for n in range(len(requests)))
    return Sheet(lines, CopiesRow("", columns, sum(line.open for line in lines)))
