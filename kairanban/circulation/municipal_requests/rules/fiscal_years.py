"""年度: the fiscal year, from 1 April to 31 March."""

from dataclasses import dataclass
from datetime import date

from kairanban.core.clock import Moment, at, day_of

MONTHS = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)
FIRST, LAST = 2000, 2199


def year_of(moment: int) -> int:
    """Return the fiscal year of a moment, named by the year it begins in."""
    day = day_of(moment)
    return day.year - (day.month < 4)


def bounds(year: int) -> tuple[Moment, Moment]:
    """Return the first instants of the year and of the next."""
    return at(date(year, 4, 1)), at(date(year + 1, 4, 1))


@dataclass(frozen=True, slots=True)
class Counted:
    """One row of the stocktaking: requests by month, April first."""

    name: str
    months: tuple[int, ...]
    withdrawn: int = 0
    """Number of these that were withdrawn later."""

    @property
    def total(self) -> int:
        return sum(self.months)


@dataclass(frozen=True, slots=True)
class Sent:
    """A department's request, with the times it was sent and withdrawn."""

    department: str
    sent: int
    withdrawn: int | None


def by_department(sent: list[Sent]) -> list[Counted]:
    """Count requests by department and month, in the order of names."""
    found = {name: [0] * 12 for name in sorted({one.department for one in sent})}
    withdrawn = dict.fromkeys(found, 0)
    for one in sent:
        found[one.department][MONTHS.index(day_of(one.sent).month)] += 1
        withdrawn[one.department] += one.withdrawn is not None
    return [Counted(name, tuple(months), withdrawn[name]) for name, months in found.items()]


def together(lines: list[Counted]) -> Counted:
    """Return the sum of all rows."""
    months = tuple(sum(line.months[i] for line in lines) for i in range(12))
    return Counted("", months, sum(line.withdrawn for line in lines))


def months_of(year: int) -> tuple[Moment, ...]:
    """Return the first instants of its months."""
    return tuple(at(date(year + (month < 4), month, 1)) for month in MONTHS)
