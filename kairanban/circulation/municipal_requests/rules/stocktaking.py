"""棚卸し: what the requests of a fiscal year came to, by department."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kairanban.circulation.municipal_requests.rules.decisions import REASONS
from kairanban.core.ids import CircularId


@dataclass(frozen=True, slots=True)
class Outcome:
    """Associations of a department's requests with the same answer after the same number of days."""

    department: str
    declined: int
    reason: str
    published: int
    """Flag: it went round."""
    days: int | None
    """Whole days from sending until it went round."""
    associations: int
    copies: int
    """Paper copies as counted on delivery days that have come."""


@dataclass(frozen=True, slots=True)
class DeliveryDay:
    """A day on which a department had paper delivered."""

    department: str
    request: CircularId
    day: int


@dataclass(frozen=True, slots=True)
class Came:
    """One row: what the requests of a department, or of all, came to."""

    name: str
    passed: int
    declined: int
    open: int
    reasons: tuple[tuple[str, int], ...]
    """Reasons for declining and their number, most frequent first."""
    days: int | None
    """Median of whole days until it went round; None where it went round nowhere."""
    copies: int
    deliveries: int
    """Number of different delivery days."""

    @property
    def asked(self) -> int:
        return self.passed + self.declined + self.open


def outcomes(rows: list[Outcome], deliveries: list[DeliveryDay]) -> tuple[list[Came], Came]:
    """Return a row per department in the order of names, and one of all together."""
    names = sorted({row.department for row in rows})
    lines = [
        _came(
            name,
            [row for row in rows if row.department == name],
            {one.day for one in deliveries if one.department == name},
        )
        for name in names
    ]
    return lines, _came("", rows, {one.day for one in deliveries})


def _came(name: str, rows: list[Outcome], days: set[int]) -> Came:
    reasons: Counter[str] = Counter()
    for row in rows:
        if row.declined:
            reasons[row.reason] += row.associations
    declined, passed = reasons.total(), sum(row.associations for row in rows if row.published)
    return Came(
        name=name,
        passed=passed,
        declined=declined,
        open=sum(row.associations for row in rows) - passed - declined,
        reasons=tuple(sorted(reasons.items(), key=lambda one: (-one[1], list(REASONS).index(one[0])))),
        days=median((row.days, row.associations) for row in rows if row.published and row.days is not None),
        copies=sum(row.copies for row in rows),
        deliveries=len(days),
    )


def median(counted: Iterable[tuple[int, int]]) -> int | None:
    """Return the lower median of values given with their number; None without any."""
    ordered = sorted(counted)
    middle, seen = (sum(number for _, number in ordered) + 1) // 2, 0
    for value, number in ordered:
        seen += number
        if number and seen >= middle:
            return value
    return None
