"""Uploaded roster files, the current roster, and the headings of an association's own file."""

import json
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, func, or_, select

from kairanban.access.scope import places_for
from kairanban.community.people.queries.people import DWELLINGS
from kairanban.community.roster.rules.frozen_json import from_plain
from kairanban.community.roster.rules.officers import Living, OfficeHolder
from kairanban.community.roster.rules.understanding import Choices
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db.statements import NOW, Query, Statement, inserting
from kairanban.db.tables.ledger import journal
from kairanban.db.tables.people import appointment, household, membership, person, resident
from kairanban.db.tables.places import place, place_within
from kairanban.db.tables.roster import roster_file, roster_heading


@dataclass(frozen=True, slots=True)
class LastInRoute:
    place: PlaceId
    route_order: int


@dataclass(frozen=True, slots=True)
class RosterFile:
    """A file with the choices made in its preview; empty after the import."""

    id: int
    association: PlaceId
    name: str
    data: bytes
    kept_choices: str
    made: int
    taken: int | None

    @property
    def choices(self) -> Choices:
        plain = json.loads(self.kept_choices)
        return from_plain(Choices, plain) if plain else Choices()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that waits for its import."""

    id: int
    name: str
    made: int


@dataclass(frozen=True, slots=True)
class StoredHousehold:
    """All values of a household that a file can contain."""

    id: HouseholdId
    code: str | None
    label: str
    postal: str
    address: str
    phone: str
    second_phone: str
    email: str
    language: str
    method: str
    standing: str
    hidden: int
    place: PlaceId | None
    route_order: int
    name: str
    reading: str


ADD_FILE = inserting(roster_file, "association", "person", "name", "data", "choices", "made")

_FILE = (
    roster_file.c.id,
    roster_file.c.association,
    roster_file.c.name,
    roster_file.c.data,
    roster_file.c.choices.label("kept_choices"),
    roster_file.c.made,
    roster_file.c.taken,
)

FILE = Query(
    select(*_FILE).where(
        roster_file.c.id == bindparam("file"), roster_file.c.association.in_(places_for(Task.CHANGE_ROSTER))
    ),
    RosterFile,
)

WAITING = Query(
    select(roster_file.c.id, roster_file.c.name, roster_file.c.made)
    .where(roster_file.c.association == bindparam("association"), roster_file.c.taken.is_(None))
    .order_by(roster_file.c.id),
    Waiting,
)

SAVE_CHOICES = Statement(
    roster_file.update()
    .where(roster_file.c.id == bindparam("file"), roster_file.c.taken.is_(None))
    .values(choices=bindparam("new_choices"))
)

# Empties a file after its import; its row stays for a day.
EMPTY_FILE = Statement(
    roster_file.update()
    .where(roster_file.c.id == bindparam("file"), roster_file.c.taken.is_(None))
    .values(data=b"", choices="{}", taken=NOW)
)

REMOVE_FILE = Statement(roster_file.delete().where(roster_file.c.id == bindparam("file")))

FORGET_FILES = Statement(roster_file.delete().where(roster_file.c.made < bindparam("before")))

HEADING = Statement(
    select(roster_heading.c.mapping).where(roster_heading.c.association == bindparam("association"))
)

REMEMBER_HEADING = Statement(
    lambda insert: (
        insert(roster_heading)
        .values(association=bindparam("association"), mapping=bindparam("mapping"))
        .on_conflict_do_update(
            index_elements=[roster_heading.c.association], set_={"mapping": bindparam("mapping")}
        )
    )
)

# Current households in route order with their real values: for comparing, never for showing.
_dwelling = place.alias("dwelling")

STORED = Query(
    select(
        household.c.id,
        household.c.code,
        household.c.label,
        household.c.postal,
        household.c.address,
        household.c.phone,
        household.c.second_phone,
        household.c.email,
        household.c.language,
        household.c.method,
        household.c.standing,
        household.c.hidden,
        membership.c.place,
        func.coalesce(membership.c.route_order, 0).label("route_order"),
        func.coalesce(resident.c.name, "").label("name"),
        func.coalesce(resident.c.reading, "").label("reading"),
    )
    .select_from(
        household.outerjoin(
            membership,
            and_(
                membership.c.household == household.c.id,
                membership.c.until.is_(None),
                membership.c.place.in_(
                    select(_dwelling.c.id).where(or_(*(_dwelling.c.kind == kind for kind in DWELLINGS)))
                ),
            ),
        )
        .outerjoin(place, place.c.id == membership.c.place)
        .outerjoin(
            resident,
            and_(
                resident.c.household == household.c.id,
                resident.c.representative == 1,
                resident.c.until.is_(None),
            ),
        )
    )
    .where(household.c.association == bindparam("association"), household.c.gone.is_(None))
    .order_by(place.c.sort, place.c.id, membership.c.route_order, household.c.id),
    StoredHousehold,
)

LAST_IN_ROUTE = Query(
    select(membership.c.place, func.max(membership.c.route_order).label("route_order"))
    .select_from(membership.join(place_within, place_within.c.place == membership.c.place))
    .where(place_within.c.ancestor == bindparam("association"), membership.c.until.is_(None))
    .group_by(membership.c.place),
    LastInRoute,
)

LAST_SORT = Statement(
    select(func.coalesce(func.max(place.c.sort), 0)).where(place.c.association == bindparam("association"))
)

# Serialises imports on PostgreSQL; SQLite has one writer.
HOLD = Statement(select(place.c.id).where(place.c.id == bindparam("association")).with_for_update())

_CHANGES = (
    "household_added",
    "household_changed",
    "household_moved",
    "household_gone",
    "representative_changed",
    "hidden",
    "shown",
    "place_added",
    "roster_taken",
)

# Only the roster's own entries: ids given to other transactions may commit later.
NEWEST_CHANGE = Statement(
    select(journal.c.id)
    .where(
        journal.c.association == bindparam("association"), or_(*(journal.c.kind == kind for kind in _CHANGES))
    )
    .order_by(journal.c.id.desc())
    .limit(1)
)

# People of the association by name: residents, and present or past officers.
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
