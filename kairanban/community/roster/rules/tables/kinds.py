"""Which tables of a file are read, and why the others are not; a proposal the reader may change."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kairanban.community.roster.rules.choices import Use
from kairanban.community.roster.rules.columns import Column
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.headings import Heading
from kairanban.community.roster.rules.officers import is_officers_table
from kairanban.community.roster.rules.spelling import address_key, name_key, plain
from kairanban.community.roster.rules.tables.table import Table
from kairanban.community.roster.rules.wareki import ERAS
from kairanban.i18n.marks import N as _n

NO_NAMES = _n("No column of names was found in this table.")
HIDDEN = _n("This sheet is hidden in the file.")
OLDER = _n("This is an older year; a newer one is in the same file.")
SAME_PEOPLE = _n("The same people stand in another table of this file.")
OTHER_LIST = _n("This looks like another list (fees, duties, rules or former members).")

_NAMES = (Field.NAME, Field.FAMILY_NAME)
# A table with one of these beside the names can be a roster.
_TELLING = frozenset(
    {
        Field.BLOCK, Field.SETTLEMENT, Field.ADDRESS, Field.BUILDING, Field.ROOM, Field.POSTAL, Field.PHONE,
        Field.SECOND_PHONE, Field.EMAIL, Field.LABEL, Field.CODE, Field.READING, Field.FAMILY_READING,
    }
)  # fmt: skip
_OTHER_TITLE = re.compile(
    r"会費|集金|徴収|納入|当番|清掃|出欠|参加|寄付|募金|香典|規約|会則|細則|転出|退会|物故|死亡|逝去|旧名簿|名簿[(（]旧|バックアップ|控え"
)
_YEAR = re.compile(r"(?<![A-Za-z\d])(令和|平成|R|H)\s?(元|\d{1,2})(?!\d|[./-])|(?<!\d)(20\d\d)(?!\d)")
_OLD = re.compile(r"旧|昨年|前年|去年|過去|old|コピー|バックアップ", re.IGNORECASE)
# How many of its names stand in a table that is read: of another year, or of the same people.
_OLDER_SHARE, _SAME_SHARE = 0.3, 0.6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A table with its heading and columns."""

    table: Table
    heading: Heading
    columns: tuple[Column, ...]

    @property
    def has_names(self) -> bool:
        return any(column.means in _NAMES for column in self.columns)

    @property
    def is_telling(self) -> bool:
        return any(column.means in _TELLING for column in self.columns)

    @property
    def people(self) -> dict[str, str]:
        """Return the names of the table, each with its address or telephone."""
        named = self._columns(*_NAMES, Field.GIVEN_NAME)
        placed = self._columns(Field.ADDRESS) or self._columns(Field.PHONE, Field.SECOND_PHONE)
        found = {}
        for row in self.table.rows[self.heading.first :]:
            if name := name_key("".join(row.cell(column) for column in named)):
                found[name] = address_key("".join(row.cell(column) for column in placed))
        return found

    def _columns(self, *means: Field) -> list[int]:
        return [column.index for column in self.columns if column.means in means]

    @property
    def titles(self) -> list[str]:
        above = self.table.rows[: self.heading.first]
        return [self.table.title, *(text for row in above for text in row.cells if text)]

    @property
    def year(self) -> int | None:
        """Return the year that the sheet's name says, else a title above the table."""
        years = (year_of(title) for title in self.titles)
        return next((year for year in years if year), None)


Proposed = tuple[Use, str]


def proposed(candidates: Sequence[Candidate]) -> list[Proposed]:
    """Return for each table its use and, if it is not read, the reason as a msgid."""
    found: dict[int, Proposed] = {}
    rosters: list[int] = []
    for index, candidate in enumerate(candidates):
        if candidate.table.hidden:
            found[index] = (Use.NOTHING, HIDDEN)
        elif is_officers_table(candidate.table, candidate.heading, candidate.columns):
            found[index] = (Use.OFFICERS, "")
        elif not candidate.has_names:
            found[index] = (Use.NOTHING, "" if candidate.table.problem else NO_NAMES)
        else:
            rosters.append(index)
    found |= _of_rosters({index: candidates[index] for index in rosters})
    return [found[index] for index in range(len(candidates))]


def _of_rosters(candidates: Mapping[int, Candidate]) -> dict[int, Proposed]:
    telling = [index for index, candidate in candidates.items() if candidate.is_telling]
    newest = max((candidates[index].year or 0 for index in telling), default=0)
    found: dict[int, Proposed] = {}
    read: list[dict[str, str]] = []
    # The fullest first, so that a list of the same people is the one left out.
    order = sorted(candidates, key=lambda index: _rank(candidates[index], newest))
    for index in order:
        one = candidates[index]
        people = one.people
        if (
            one.is_telling
            and one.year
            and one.year < newest
            and _shared(people, read, anywhere=True) >= _OLDER_SHARE
        ):
            found[index] = (Use.NOTHING, OLDER)
        elif len(candidates) > 1 and read and _OTHER_TITLE.search(" ".join(one.titles)):
            found[index] = (Use.NOTHING, OTHER_LIST)
        elif _shared(people, read) >= _SAME_SHARE:
            found[index] = (Use.NOTHING, SAME_PEOPLE)
        elif telling and not one.is_telling:
            found[index] = (Use.NOTHING, OTHER_LIST)
        else:
            found[index] = (Use.HOUSEHOLDS, "")
            read.append(people)
    return found


def _shared(people: Mapping[str, str], read: Sequence[Mapping[str, str]], *, anywhere: bool = False) -> float:
    """Return the share of the people who stand in one of the tables read already; namesakes live elsewhere."""

    def same(name: str, place: str, other: Mapping[str, str]) -> bool:
        return name in other and (anywhere or not place or not other[name] or place == other[name])

    counts = (sum(same(name, place, other) for name, place in people.items()) for other in read)
    return max((count / len(people) for count in counts if people), default=0.0)


def _rank(one: Candidate, newest: int) -> tuple[bool, bool, bool, bool, int]:
    """Sort key: rosters before other lists, this year before others, then by the order of the file."""
    titles = " ".join(one.titles)
    return (
        not one.is_telling,
        bool(_OTHER_TITLE.search(titles)),
        bool(_OLD.search(titles)),
        bool(newest) and one.year != newest,
        one.table.sheet,
    )


def year_of(title: str) -> int | None:
    """Return the year a title says: R8, 令和8年度, 2026."""
    found = _YEAR.search(plain(title))
    if not found:
        return None
    if found[3]:
        return int(found[3])
    return ERAS[found[1]] + (1 if found[2] == "元" else int(found[2]))
