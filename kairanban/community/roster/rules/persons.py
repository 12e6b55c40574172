"""A row of a table with one row a person, and what it says about who belongs to whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kairanban.community.roster.rules import vocabulary
from kairanban.community.roster.rules.ages import is_child
from kairanban.community.roster.rules.columns import Column
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.lines import RosterLine
from kairanban.community.roster.rules.relations import Relation, relation_of
from kairanban.community.roster.rules.sheets import Row
from kairanban.community.roster.rules.spelling import address_key, digits_of, name_key, plain, tidy, word_key

LONGEST_GIVEN = 3


@dataclass(frozen=True, slots=True)
class Person:
    """One row, and what it says about who belongs to whom."""

    line: RosterLine
    relation: Relation
    marked: bool
    head_name: str
    place: str
    number: str
    code: str
    phone: str
    bold: bool
    child: bool | None

    @property
    def name(self) -> str:
        return self.line.values.get(Field.NAME, "")


def person_of(line: RosterLine, row: Row, columns: Sequence[Column], today: date | None) -> Person:
    """Return the person of a row."""

    def cell(*means: Field) -> str:
        return next((row.cell(c.index) for c in columns if c.means in means and row.cell(c.index)), "")

    head = cell(Field.HEAD)
    names = [c.index for c in columns if c.means in (Field.NAME, Field.FAMILY_NAME)]
    marked = vocabulary.key(head) in vocabulary.MARKS
    return Person(
        line,
        relation_of(cell(Field.RELATION)),
        marked,
        "" if marked else word_key(head),
        address_key(line.values.get(Field.ADDRESS, "")),
        plain(cell(Field.SERIAL, Field.ROUTE_ORDER)),
        line.values.get(Field.CODE, ""),
        digits_of(line.values.get(Field.PHONE, "")),
        any(name in row.marks.bold for name in names),
        is_child(cell(Field.AGE), cell(Field.BIRTH), today),
    )


def same_family(one: str, other: str) -> bool:
    """Tell whether two names begin with the same family name; one without a space by its first letters."""
    first, second = tidy(one).split(" "), tidy(other).split(" ")
    if len(first) > 1 and len(second) > 1:
        return name_key(first[0]) == name_key(second[0])
    a, b = name_key(one), name_key(other)
    alike = next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return alike >= 2 or (alike == 1 and min(len(a), len(b)) <= 3)


def is_given_name(name: str, head: str) -> bool:
    """Tell whether a name is a given name alone below one with a family name: 花子 below 山田 太郎."""
    return " " in head and " " not in name and len(name) <= LONGEST_GIVEN
