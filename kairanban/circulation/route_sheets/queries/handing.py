"""Paper of a circular by block: how many need it, who still waits, whether it was handed over."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, case, func, select

from kairanban.circulation.circulars.queries.audience import CIRCULAR
from kairanban.circulation.route_sheets.queries.heads import BLOCK
from kairanban.circulation.route_sheets.queries.sheets import on_sheet, waited, with_paper
from kairanban.circulation.route_sheets.rules import HANDED, OPEN, RETURNED, UNDERWAY
from kairanban.core.ids import PlaceId
from kairanban.db.statements import NOW, Query, Statement, total
from kairanban.db.tables.circulars import addressee, circular
from kairanban.db.tables.replies import reply
from kairanban.db.tables.route_sheets import board_position, paper_handed


@dataclass(frozen=True, slots=True)
class Paper:
    """The paper of one block, as its route sheet counts it."""

    block: PlaceId
    households: int
    left: int
    """Households whose tick the board waits for."""
    handed: int | None
    since: int | None
    """When the board was last moved."""
    entered: int
    """Ticks entered from the sheet."""

    @property
    def state(self) -> str:
        if self.since is not None:
            return UNDERWAY
        if self.entered:
            return RETURNED
        return HANDED if self.handed is not None else OPEN

    @property
    def waits(self) -> bool:
        """Whether the paper still has to be printed and handed over."""
        return self.left > 0 and self.state == OPEN


_block = func.coalesce(addressee.c.block, 0)
_ticked = and_(
    reply.c.household == addressee.c.household,
    reply.c.circular == addressee.c.circular,
    reply.c.taken_back.is_(None),
    reply.c.edition >= circular.c.asked_edition,
    reply.c.method == "paper",
)
_by_block = (
    select(
        _block.label("block"),
        func.count().label("households"),
        total(case((waited, 1), else_=0)).label("left"),
        total(case((reply.c.id.is_not(None), 1), else_=0)).label("entered"),
    )
    .select_from(with_paper.join(circular, circular.c.id == addressee.c.circular).outerjoin(reply, _ticked))
    .where(addressee.c.circular == CIRCULAR, on_sheet)
    .group_by(_block)
    .subquery("papers")
)

# The caller has checked that the circular is in the actor's scope.
PAPERS = Query(
    select(
        _by_block.c.block,
        _by_block.c.households,
        _by_block.c.left,
        paper_handed.c.at.label("handed"),
        board_position.c.since,
        _by_block.c.entered,
    )
    .select_from(
        _by_block.join(circular, circular.c.id == CIRCULAR)
        .outerjoin(
            paper_handed,
            and_(
                paper_handed.c.circular == circular.c.id,
                paper_handed.c.block == _by_block.c.block,
                paper_handed.c.edition >= circular.c.asked_edition,
            ),
        )
        .outerjoin(
            board_position,
            and_(
                board_position.c.circular == circular.c.id,
                board_position.c.block == _by_block.c.block,
                board_position.c.edition >= circular.c.asked_edition,
            ),
        )
    )
    .order_by(_by_block.c.block),
    Paper,
)

_handed = {"edition": bindparam("edition", type_=BigInteger), "at": NOW}

HAND = Statement(
    lambda insert: (
        insert(paper_handed)
        .values(circular=CIRCULAR, block=BLOCK, **_handed)
        .on_conflict_do_update(index_elements=[paper_handed.c.circular, paper_handed.c.block], set_=_handed)
    )
)

TAKE_BACK = Statement(
    paper_handed.delete().where(paper_handed.c.circular == CIRCULAR, paper_handed.c.block == BLOCK)
)
