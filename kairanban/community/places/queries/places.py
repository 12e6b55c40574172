"""The tree of places."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, bindparam, func, select, union_all

from kairanban.access.scope import places_for, seats_for
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.db.statements import Query, Statement, inserting
from kairanban.db.tables.places import place, place_within


@dataclass(frozen=True, slots=True)
class Place:
    id: PlaceId
    kind: str
    parent: PlaceId | None
    association: PlaceId | None
    name: str
    block_word: str
    chair_word: str
    help_name: str
    help_phone: str
    circular_years: int
    ended: int | None = None


@dataclass(frozen=True, slots=True)
class Within:
    """A place inside an association."""

    id: PlaceId
    kind: str
    parent: PlaceId | None
    name: str


@dataclass(frozen=True, slots=True)
class Named:
    id: PlaceId
    kind: str
    name: str


ADD = inserting(
    place, "kind", "parent", "name", "reading", "sort", "block_word", "chair_word", "help_name", "help_phone"
)

OWN_ASSOCIATION = Statement(
    place.update()
    .where(place.c.id == bindparam("place_id"))
    .values(association=bindparam("of_association", type_=BigInteger))
)

# A place lies within itself and within all that its parent lies in.
ADD_WITHIN = Statement(
    place_within.insert().from_select(
        ["ancestor", "place"],
        union_all(
            select(bindparam("place", type_=BigInteger), bindparam("place", type_=BigInteger)),
            select(place_within.c.ancestor, bindparam("place", type_=BigInteger)).where(
                place_within.c.place == bindparam("parent", type_=BigInteger)
            ),
        ),
    )
)

# Locks the place, so that two who add in it at once look one after the other.
HOLD = Statement(
    select(place.c.id).where(place.c.id == bindparam("in_place", type_=BigInteger)).with_for_update()
)

# An open place of the same kind and name beside another, NULL parents being the same.
NAMESAKE = Statement(
    select(place.c.id).where(
        place.c.kind == bindparam("of_kind"),
        place.c.name == bindparam("new_name"),
        func.coalesce(place.c.parent, 0) == func.coalesce(bindparam("in_place", type_=BigInteger), 0),
        place.c.ended.is_(None),
        place.c.id != func.coalesce(bindparam("but", type_=BigInteger), 0),
    )
)

ONE = Query(
    select(
        place.c.id,
        place.c.kind,
        place.c.parent,
        place.c.association,
        place.c.name,
        place.c.block_word,
        place.c.chair_word,
        place.c.help_name,
        place.c.help_phone,
        place.c.circular_years,
        place.c.ended,
    ).where(place.c.id == bindparam("place")),
    Place,
)

WITHIN = Query(
    select(place.c.id, place.c.kind, place.c.parent, place.c.name)
    .select_from(place_within.join(place, place.c.id == place_within.c.place))
    .where(place_within.c.ancestor == bindparam("association"), place.c.ended.is_(None))
    .order_by(place.c.sort, place.c.id),
    Within,
)

RENAME = Statement(
    place.update().where(place.c.id == bindparam("place_id")).values(name=bindparam("new_name"))
)

CHANGE_ASSOCIATION = Statement(
    place.update()
    .where(place.c.id == bindparam("place_id"), place.c.association == place.c.id)
    .values(
        name=bindparam("new_name"),
        block_word=bindparam("new_block_word"),
        chair_word=bindparam("new_chair_word"),
        help_name=bindparam("new_help_name"),
        help_phone=bindparam("new_help_phone"),
        circular_years=func.coalesce(bindparam("years", type_=BigInteger), place.c.circular_years),
    )
)

BY_NAME = Query(
    select(place.c.id, place.c.kind, place.c.name)
    .where(place.c.association == place.c.id, place.c.ended.is_(None))
    .order_by(place.c.id),
    Named,
)


def _going_on(*where: Any) -> Query[Named]:
    """Return the places that have not ended and meet the conditions, in their order."""
    return Query(
        select(place.c.id, place.c.kind, place.c.name)
        .where(*where, place.c.ended.is_(None))
        .order_by(place.c.sort, place.c.id),
        Named,
    )


_is_association, _is_group = place.c.association == place.c.id, place.c.kind == "group"

MY_ASSOCIATIONS = _going_on(place.c.id.in_(places_for(Task.DRAFT)), _is_association)

# Where the actor sees how the chair's office is handed on; the next chair sees nothing else yet.
LOOKED_ON = _going_on(
    place.c.id.in_(places_for(Task.SEE_HANDOVER)),
    place.c.id.not_in(places_for(Task.DRAFT)),
    _is_association,
)

MY_GROUPS = _going_on(place.c.id.in_(seats_for(Task.DRAFT)), _is_group)

# Whose next head the actor is.
GROUPS_LOOKED_ON = _going_on(
    place.c.id.in_(seats_for(Task.SEE_PROGRESS)), place.c.id.not_in(seats_for(Task.DRAFT)), _is_group
)

MY_BLOCKS = Query(
    select(place.c.id, place.c.kind, place.c.name)
    .where(place.c.id.in_(places_for(Task.FOLLOW_UP_BLOCK)), place.c.ended.is_(None))
    .order_by(place.c.sort, place.c.id),
    Named,
)

MY_BUILDINGS = Query(
    select(place.c.id, place.c.kind, place.c.name)
    .where(place.c.id.in_(places_for(Task.POST_NOTICE)), place.c.kind == "building", place.c.ended.is_(None))
    .order_by(place.c.sort, place.c.id),
    Named,
)
