"""Readings of the names that stand around every page: the places near, who serves there, and one's own people."""

from dataclasses import dataclass

from sqlalchemy import bindparam, literal, select, union

from kairanban.access.terms import opens
from kairanban.db.statements import Query
from kairanban.db.tables.people import appointment, household, person, resident
from kairanban.db.tables.places import place, place_within


@dataclass(frozen=True, slots=True)
class Known:
    name: str
    reading: str
    """Empty where nobody wrote it down."""


_under = place_within.alias("under")
_over = place_within.alias("over")
_held = place_within.alias("held")

KNOWN = Query(
    union(
        select(place.c.name, place.c.reading)
        .select_from(place.join(_under, _under.c.place == place.c.id))
        .where(_under.c.ancestor == bindparam("association")),
        select(place.c.name, place.c.reading)
        .select_from(place.join(_over, _over.c.ancestor == place.c.id))
        .where(_over.c.place == bindparam("association")),
        select(person.c.name, person.c.reading)
        .select_from(
            person.join(appointment, appointment.c.person == person.c.id).join(
                _held, _held.c.place == appointment.c.place
            )
        )
        .where(_held.c.ancestor == bindparam("association"), opens(appointment)),
        select(resident.c.name, resident.c.reading).where(
            resident.c.household == bindparam("household"),
            resident.c.until.is_(None),
        ),
        select(household.c.label, literal("").label("reading")).where(
            household.c.id == bindparam("household")
        ),
    ),
    Known,
)
