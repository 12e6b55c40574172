"""People of an association by name: residents, and present or past officers."""

from sqlalchemy import bindparam, select

from kairanban.community.roster.rules.officers import Living, OfficeHolder
from kairanban.db.statements import Query, Statement
from kairanban.db.tables.people import appointment, household, person, resident
from kairanban.db.tables.places import place_within

RESIDENTS = Query(
    select(resident.c.id, resident.c.name, resident.c.person)
    .select_from(resident.join(household, household.c.id == resident.c.household))
    .where(
        household.c.association == bindparam("association"),
        household.c.gone.is_(None),
        resident.c.until.is_(None),
    ),
    Living,
)

OFFICE_HOLDERS = Query(
    select(person.c.id, person.c.name)
    .distinct()
    .select_from(
        person.join(appointment, appointment.c.person == person.c.id).join(
            place_within, place_within.c.place == appointment.c.place
        )
    )
    .where(place_within.c.ancestor == bindparam("association")),
    OfficeHolder,
)

LINK_RESIDENT = Statement(
    resident.update()
    .where(resident.c.id == bindparam("resident_id"), resident.c.person.is_(None))
    .values(person=bindparam("person_id"))
)
