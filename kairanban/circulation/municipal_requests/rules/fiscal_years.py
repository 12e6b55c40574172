"""年度: the fiscal year, from 1 April to 31 March."""

from dataclasses import dataclass
from datetime import date

from kairanban.core.clock import Moment, at, day_of

MONTHS = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)
FIRST, LAST = 2000, 2199


def year_of(moment: int) -> int:
    """The fiscal year by the year it begins in."""
    day = day_of(moment)
    return day.year - (day.month < 4)


def bounds(year: int) -> tuple[Moment, Moment]:
    """The first instant of the year, and of the year after it."""
    return at(date(year, 4, 1)), at(date(year + 1, 4, 1))


@dataclass(frozen=True, slots=True)
class Counted:
    """One line of the stocktaking: requests by month, April first."""

    name: str
    months: tuple[int, ...]
    withdrawn: int = 0
    """How many of them the town took back later."""

    @property
    def total(self) -> int:
        return sum(self.months)


@dataclass(frozen=True, slots=True)
class Sent:
    """One request of a department, when it was sent and taken back."""

    department: str
    sent: int
    withdrawn: int | None


def by_department(sent: list[Sent]) -> list[Counted]:
    """Departments with the moments their requests were sent and withdrawn, counted by month in the order of the names."""
    found = {name: [0] * 12 for name in sorted({one.department for one in sent})}
    withdrawn = dict.fromkeys(found, 0)
    for one in sent:
        found[one.department][MONTHS.index(day_of(one.sent).month)] += 1
        withdrawn[one.department] += one.withdrawn is not None
    return [Counted(name, tuple(months), withdrawn[name]) for name, months in found.items()]


def together(lines: list[Counted]) -> Counted:
    """The sum of all lines."""
    months = tuple(sum(line.months[i] for line in lines) for i in range(12))
    return Counted("", months, sum(line.withdrawn for line in lines))


def months_of(year: int) -> tuple[Moment, ...]:
    """The first instants of its months."""
    return tuple(at(date(year + (month < 4), month, 1)) for month in MONTHS)
