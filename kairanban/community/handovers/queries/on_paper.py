"""Households that no screen tells of a new key for the chair, and the boards of buildings."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, func, or_, select

from kairanban.community.signin.queries.devices_in_use import devices_in_use
from kairanban.db.statements import Query, Statement
from kairanban.db.tables.people import household, membership
from kairanban.db.tables.places import place


@dataclass(frozen=True, slots=True)
class PaperBlock:
    """A block, and its households on paper or without a device."""

    name: str
    households: int


_association = bindparam("association", type_=BigInteger)

# A household lives in one block; groups are no second one.
_lives_in = (
    select(func.max(membership.c.place))
    .select_from(membership.join(place, place.c.id == membership.c.place))
    .where(
        membership.c.household == household.c.id,
        membership.c.until.is_(None),
        place.c.kind != "group",
        place.c.association == household.c.association,
    )
    .scalar_subquery()
)
_homes = (
    select(household.c.id, _lives_in.label("block"))
    .where(
        household.c.association == _association,
        household.c.gone.is_(None),
        or_(household.c.method == "paper", devices_in_use == 0),
    )
    .subquery("homes")
)
_block = place.alias("home_block")

BLOCKS = Query(
    select(func.coalesce(_block.c.name, "").label("name"), func.count().label("households"))
    .select_from(_homes.outerjoin(_block, _block.c.id == _homes.c.block))
    .group_by(_block.c.id, _block.c.name, _block.c.sort)
    .order_by(_block.c.sort, _block.c.id),
    PaperBlock,
)

# Notice boards of buildings.
BOARDS = Statement(
    select(func.count())
    .select_from(place)
    .where(place.c.association == _association, place.c.kind == "building", place.c.ended.is_(None))
)
