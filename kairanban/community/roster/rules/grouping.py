"""Tables with one row a person: which rows make a household.

What tells them apart is tried from the clearest to the weakest: 続柄, a mark or a name under 世帯主, the number of
the household, bold heads, and at last an address that is blank or the same below one of the same family.
"""

from collections.abc import Callable, Sequence
from datetime import date

from kairanban.community.roster.rules.columns import Column
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.lines import Kind, RosterLine
from kairanban.community.roster.rules.members import household_of
from kairanban.community.roster.rules.persons import Person, is_given_name, person_of, same_family
from kairanban.community.roster.rules.relations import Relation
from kairanban.community.roster.rules.sheets import Row
from kairanban.community.roster.rules.spelling import name_key

# Of the rows, how many must stand below one of their family before blank or equal addresses mean a household.
_BLANK_SHARE, _EQUAL_SHARE, _NUMBERED_SHARE = 0.15, 0.25, 0.4
_KINDS = (Kind.HOUSEHOLD, Kind.HIDDEN, Kind.STRUCK, Kind.DIED)


Group = list[Person]
Begins = Callable[[Person, Group], bool]


def grouped(
    lines: Sequence[RosterLine],
    rows: Sequence[Row],
    columns: Sequence[Column],
    today: date | None,
    told: bool | None = None,
) -> tuple[RosterLine, ...] | None:
    """Return the lines with each household's people in its first; None if each row is a household.

    `told` is the reader's word: a row is a person (True), or a household (False).
    """
    if told is False:
        return None
    by_line = {row.line: row for row in rows}
    runs = _runs([(line, person_of(line, by_line[line.line], columns, today)) for line in lines])
    begins = _signal([person for run in runs for person in run], columns, bool(told))
    if begins is None:
        return None
    found: dict[str, RosterLine] = {}
    for run in runs:
        for group in _groups(run, begins):
            found |= {line.key: line for line in household_of(group)}
    return tuple(found.get(line.key, line) for line in lines)


def _runs(lines: Sequence[tuple[RosterLine, Person]]) -> list[list[Person]]:
    """Return the persons between titles, totals and empty houses, which no household crosses."""
    runs: list[list[Person]] = [[]]
    for line, person in lines:
        if line.kind in _KINDS:
            runs[-1].append(person)
        elif line.kind not in (Kind.HEADING, Kind.NOTE):
            runs.append([])
    return runs


def _groups(run: Sequence[Person], begins: Begins) -> list[Group]:
    groups: list[Group] = []
    for person in run:
        if not groups or begins(person, groups[-1]):
            groups.append([person])
        else:
            groups[-1].append(person)
    return groups


def _signal(people: Sequence[Person], columns: Sequence[Column], told: bool) -> Begins | None:
    related = [person.relation for person in people]
    if Relation.GROWN in related or Relation.DESCENDANT in related:
        return _by_relation
    if any(column.means is Field.HEAD for column in columns):
        return _by_name_of_head if any(person.head_name for person in people) else _by_mark
    if _share(people, _by_code) > 0:
        return _by_code
    bold = [person for person in people if person.bold]
    others = [person for person in people if not person.bold]
    if bold and others and _mostly_unplaced(others) and not _mostly_unplaced(bold):
        return lambda person, group: person.bold
    headed = any(c.means is Field.NAME and _says_head(c.heading) for c in columns)
    if told or (not headed and _weakly(people)):
        return _by_family
    return None


def _weakly(people: Sequence[Person]) -> bool:
    blank = [person for person in people if not person.place and not person.number]
    below = [person for group in _groups(people, _by_family) for person in group[1:]]
    if not below:
        return False
    if all(not person.place for person in below):
        # Rows without an address follow one of the same family, with few exceptions.
        enough = len(below) >= 2 or len(people) <= 4
        placed = 4 * (len(people) - len(blank)) >= len(people)
        return (
            placed
            and enough
            and 5 * len(below) >= 4 * len(blank)
            and len(below) >= _BLANK_SHARE * len(people)
        )
    numbered = all(person.number for person in below)
    share = _NUMBERED_SHARE if numbered else _EQUAL_SHARE
    return len(below) >= 2 and len(below) >= share * len(people)


def _share(people: Sequence[Person], begins: Begins) -> int:
    return sum(len(group) - 1 for group in _groups(people, begins))


def _mostly_unplaced(people: Sequence[Person]) -> bool:
    return 3 * sum(not person.place and not person.number for person in people) >= 2 * len(people)


def _by_relation(person: Person, group: Group) -> bool:
    if person.code and group[0].code:
        return person.code != group[0].code
    elsewhere = bool(person.place and group[0].place and person.place != group[0].place)
    if person.relation is Relation.HEAD:
        return elsewhere or any(other.relation is Relation.HEAD for other in group) or not person.place
    if person.relation is Relation.UNSAID:
        return (
            elsewhere
            or bool(person.number)
            or not (same_family(person.name, group[0].name) or not person.place)
        )
    return person.relation is Relation.OTHER or elsewhere


def _by_mark(person: Person, group: Group) -> bool:
    elsewhere = bool(person.place and person.place != group[0].place)
    return (
        person.marked
        or elsewhere
        or bool(person.number and group[0].number != person.number and person.place)
    )


def _by_name_of_head(person: Person, group: Group) -> bool:
    if not person.head_name:
        return bool(person.place and person.place != group[0].place)
    return person.head_name != group[0].head_name


def _by_code(person: Person, group: Group) -> bool:
    same = bool(person.code) and person.code == group[0].code
    return not same or not same_family(person.name, group[0].name) or person.name == group[0].name


def _by_family(person: Person, group: Group) -> bool:
    head = group[0]
    if is_given_name(person.name, head.name) and not person.place:
        return bool(person.number) or not head.place
    if not same_family(person.name, head.name) or name_key(person.name) == name_key(head.name):
        return True
    if not person.place:
        return bool(person.number) or bool(person.phone) or not head.place
    other_phone = bool(person.phone and head.phone and person.phone != head.phone)
    return person.place != head.place or other_phone


def _says_head(heading: str) -> bool:
    return any(word in heading for word in ("世帯主", "代表", "戸主"))
