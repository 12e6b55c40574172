"""One household from the rows of its people: who represents it, and the others as members."""

from collections.abc import Sequence
from dataclasses import replace

from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.lines import Kind, Member, RosterLine
from kairanban.community.roster.rules.persons import Person, is_given_name
from kairanban.community.roster.rules.relations import Relation
from kairanban.community.roster.rules.spelling import name_key, word_key


def household_of(group: Sequence[Person]) -> list[RosterLine]:
    """Return the lines of one household: who represents it has the others as members and the shared values."""
    living = [person for person in group if person.line.kind is not Kind.DIED] or group
    head = next((p for p in living if p.relation is Relation.HEAD or p.marked), living[0])
    named = next((p for p in living if p.head_name and word_key(p.name) == p.head_name), None)
    head = named or head
    values = dict(head.line.values)
    # The address may stand on the first row alone.
    for of in (Field.ADDRESS, Field.POSTAL, Field.PHONE, Field.CODE, Field.ROUTE_ORDER, Field.BLOCK):
        if not values.get(of) and (first := group[0].line.values.get(of)):
            values[of] = first
    others = [person for person in group if person is not head]
    members = tuple(
        Member(_full_name(p.name, head.name), p.line.values.get(Field.READING, ""), _is_child(p))
        for p in others
        if p.line.kind is head.line.kind or p.line.kind is Kind.HOUSEHOLD
    )
    named_by_rows = {name_key(member.name) for member in members}
    members += tuple(one for one in head.line.members if name_key(one.name) not in named_by_rows)
    remarks = tuple(dict.fromkeys((*head.line.remarks, *group[0].line.remarks)))
    lines = [replace(head.line, values=values, members=members, remarks=remarks)]
    for person in others:
        kept = person.line.kind is Kind.DIED or (
            person.line.kind is not head.line.kind
            and head.line.kind is Kind.HOUSEHOLD
            and person.line.kind is not Kind.HOUSEHOLD
        )
        lines.append(person.line if kept else replace(person.line, kind=Kind.MEMBER, findings=()))
    return lines


def _full_name(name: str, head: str) -> str:
    """Return the name, with the head's family name if it is a given name alone."""
    family = head.partition(" ")[0]
    if is_given_name(name, head) and not name_key(name).startswith(name_key(family)):
        return f"{family} {name}"
    return name


def _is_child(person: Person) -> bool:
    """Without an age only a descendant is taken for a child: listed by name, asked for nothing."""
    return person.relation is Relation.DESCENDANT if person.child is None else person.child
