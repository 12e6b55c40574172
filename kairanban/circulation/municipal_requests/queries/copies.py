"""Households on paper and their blocks, from which copies are counted."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, func, or_, select

from kairanban.access.scope import places_for
from kairanban.core.tasks import Task
from kairanban.db.statements import NOW, Query
from kairanban.db.tables.circulars import addressee
from kairanban.db.tables.people import household, membership
from kairanban.db.tables.places import place


@dataclass(frozen=True, slots=True)
class OnPaper:
    """Number of a block's households on paper; empty name for those without a block."""

    block: str
    households: int


ASSOCIATION = bindparam("association", type_=BigInteger)

takes_paper = and_(household.c.gone.is_(None), household.c.method != "digital")

_home = place.alias("home")
_lives = (
    select(func.min(membership.c.place))
    .join(_home, _home.c.id == membership.c.place)
    .where(
        membership.c.household == household.c.id,
        or_(membership.c.until.is_(None), membership.c.until > NOW),
        or_(_home.c.kind == "block", _home.c.kind == "building", _home.c.kind == "settlement"),
    )
    .correlate(household)
    .scalar_subquery()
)

# Households without a block count as one more block, as on route sheets.
BLOCKS = func.count(func.coalesce(_lives, 0).distinct())

_homes = (
    select(household.c.id.label("household"), _lives.label("block"))
    .where(
        household.c.association == ASSOCIATION,
        household.c.association.in_(places_for(Task.ANSWER_REQUESTS)),
        takes_paper,
        or_(
            bindparam("passed", type_=BigInteger).is_(None),
            household.c.id.in_(
                select(addressee.c.household).where(
                    addressee.c.circular == bindparam("passed", type_=BigInteger)
                )
            ),
        ),
    )
    .subquery()
)

# Households on paper per block, of those a circular was addressed to, or of all.
BY_BLOCK = Query(
    select(func.coalesce(place.c.name, "").label("block"), func.count().label("households"))
    .select_from(_homes.outerjoin(place, place.c.id == _homes.c.block))
    .group_by(place.c.id, place.c.name, place.c.sort)
    .order_by(place.c.sort, place.c.id),
    OnPaper,
)
