"""The position of a block's board: one row, overwritten."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, and_, bindparam, or_, select

from kairanban.access.scope import places_for
from kairanban.circulation.circulars.queries.audience import CIRCULAR
from kairanban.circulation.circulars.queries.issued import issued_at
from kairanban.circulation.circulars.queries.readable import out
from kairanban.circulation.route_sheets.queries.heads import BLOCK
from kairanban.circulation.route_sheets.queries.sheets import label, order_in
from kairanban.core.clock import Moment
from kairanban.core.hidden_households import shown_as
from kairanban.core.ids import CircularId, HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db.statements import NOW, Query, Statement
from kairanban.db.tables.circulars import circular
from kairanban.db.tables.people import household
from kairanban.db.tables.places import place
from kairanban.db.tables.route_sheets import board_position


@dataclass(frozen=True, slots=True)
class Position:
    circular: CircularId
    household: HouseholdId
    label: str
    hidden: int
    route_order: int
    block: str
    since: int

    @property
    def shown(self) -> str:
        return shown_as(self.label, self.hidden, self.block, self.route_order)


@dataclass(frozen=True, slots=True)
class Still:
    """A board not moved for a week, without its household."""

    association: PlaceId
    block: PlaceId
    circular: CircularId
    since: Moment


_here = and_(
    board_position.c.edition >= circular.c.asked_edition,
    circular.c.state == "published",
    circular.c.withdrawn.is_(None),
)

# Positions of a block's boards, for its leader only.
POSITIONS = Query(
    select(
        board_position.c.circular,
        household.c.id.label("household"),
        label().label("label"),
        household.c.hidden,
        order_in(board_position.c.block).label("route_order"),
        place.c.name.label("block"),
        board_position.c.since,
    )
    .select_from(
        board_position.join(circular, circular.c.id == board_position.c.circular)
        .join(household, household.c.id == board_position.c.household)
        .join(place, place.c.id == board_position.c.block)
    )
    .where(
        board_position.c.block == BLOCK,
        board_position.c.block.in_(places_for(Task.FOLLOW_UP_BLOCK)),
        _here,
        out(),
    ),
    Position,
)

_MOVED = {
    "household": bindparam("household", type_=BigInteger),
    "edition": bindparam("edition", type_=BigInteger),
    "since": NOW,
}

# Overwrites the row, so that no history is kept.
MOVE = Statement(
    lambda insert: (
        insert(board_position)
        .values(circular=CIRCULAR, block=BLOCK, **_MOVED)
        .on_conflict_do_update(
            index_elements=[board_position.c.circular, board_position.c.block], set_=_MOVED
        )
    )
)

CAME_BACK = Statement(
    board_position.delete().where(board_position.c.circular == CIRCULAR, board_position.c.block == BLOCK)
)

# Positions ended by a change, a withdrawal or time.
FORGET = Statement(
    board_position.delete().where(
        or_(
            board_position.c.since < bindparam("before", type_=BigInteger),
            board_position.c.circular.in_(select(circular.c.id).where(circular.c.withdrawn.is_not(None))),
            board_position.c.edition
            < select(circular.c.asked_edition)
            .where(circular.c.id == board_position.c.circular)
            .scalar_subquery(),
        )
    )
)


def standing_still() -> Any:
    """Select boards not moved since `before`, without households: association, block, circular, since.

    Unscoped: callers add the places of their task.
    """
    return (
        select(
            circular.c.association,
            board_position.c.block,
            board_position.c.circular,
            board_position.c.since,
        )
        .select_from(board_position.join(circular, circular.c.id == board_position.c.circular))
        .where(board_position.c.since <= bindparam("before", type_=BigInteger), _here, out())
        .order_by(board_position.c.since, board_position.c.circular, board_position.c.block)
    )


# In the actor's scope, as an officer or as leader of the block.
STANDING_STILL = Query(
    standing_still().where(
        or_(
            issued_at().in_(places_for(Task.FOLLOW_UP)),
            board_position.c.block.in_(places_for(Task.FOLLOW_UP_BLOCK)),
        )
    ),
    Still,
)
