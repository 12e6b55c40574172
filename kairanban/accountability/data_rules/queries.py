"""The register from the marks, the association's own words, and who reads the roster."""

from dataclasses import dataclass, replace

from sqlalchemy import BigInteger, bindparam, func, select

from kairanban.access.terms import granting, in_term
from kairanban.accountability.data_rules.rules import RegisterLine
from kairanban.accountability.disclosure.queries.everything import PARTS
from kairanban.accountability.disclosure.queries.parts import told
from kairanban.accountability.disclosure.rules.labels import NAMES, label_of
from kairanban.core.tasks import Task
from kairanban.db.statements import NOW, Query, Statement
from kairanban.db.tables import terms
from kairanban.db.tables.marks import marked
from kairanban.db.tables.people import appointment, person
from kairanban.db.tables.places import place
from kairanban.db.tables.rights import data_rules


@dataclass(frozen=True, slots=True)
class Rules:
    """What is set for the association; contact and telephone are its help contact unless it named another."""

    id: int
    name: str
    contact: str
    contact_phone: str
    own_contact: str
    own_phone: str
    decided: int | None
    measures: str
    circular_years: int


@dataclass(frozen=True, slots=True)
class Reader:
    name: str
    role: str


def register(circular_years: int) -> list[RegisterLine]:
    """Return what is held, part by part, with the terms of the marks; circulars as long as the association keeps them."""
    lines: list[RegisterLine] = []
    for part in PARTS:
        for _of, term, columns in marked(part.table):
            fields = list(
                dict.fromkeys(label_of(part.name, column.name) for column in columns if told(column))
            )
            if not fields and any(column.name == "household" for column in columns):
                # That it concerns the household at all is kept as long.
                fields = [NAMES["household"]]
            if fields:
                days = circular_years * terms.YEAR if term is terms.CIRCULARS else term.days
                line = RegisterLine(NAMES[part.name], fields, days, term.after or term.why)
                lines.append(_with(lines.pop(), line) if lines and _is_one(lines[-1], line) else line)
    return lines


def _is_one(earlier: RegisterLine, line: RegisterLine) -> bool:
    """Tell whether the two differ only in whose the fields are."""
    return (earlier.part, earlier.days, earlier.after) == (line.part, line.days, line.after)


def _with(earlier: RegisterLine, line: RegisterLine) -> RegisterLine:
    alone = NAMES["household"]
    fields = [name for name in dict.fromkeys((*earlier.fields, *line.fields)) if name != alone]
    return replace(earlier, fields=fields or [alone])


_association = bindparam("association", type_=BigInteger)
_own = data_rules.c

RULES = Query(
    select(
        place.c.id,
        place.c.name,
        func.coalesce(func.nullif(_own.contact, ""), place.c.help_name).label("contact"),
        func.coalesce(func.nullif(_own.contact_phone, ""), place.c.help_phone).label("contact_phone"),
        func.coalesce(_own.contact, "").label("own_contact"),
        func.coalesce(_own.contact_phone, "").label("own_phone"),
        _own.decided,
        func.coalesce(_own.measures, "").label("measures"),
        place.c.circular_years,
    )
    .select_from(place.outerjoin(data_rules, _own.association == place.c.id))
    .where(place.c.id == _association, place.c.kind == "association"),
    Rules,
)

# Who may see the roster now.
READERS = Query(
    select(person.c.name, appointment.c.role)
    .distinct()
    .select_from(appointment.join(person, person.c.id == appointment.c.person))
    .where(
        appointment.c.place == _association,
        granting(appointment, Task.SEE_ROSTER),
        in_term(appointment),
    )
    .order_by(appointment.c.role, person.c.name),
    Reader,
)

_SET = ("contact", "contact_phone", "decided", "measures")
_values = {name: bindparam(name, type_=_own[name].type) for name in _SET}
SAVE = Statement(
    lambda insert: (
        insert(data_rules)
        .values(association=_association, changed=NOW, **_values)
        .on_conflict_do_update(index_elements=[_own.association], set_={**_values, "changed": NOW})
    )
)
