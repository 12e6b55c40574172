"""Circulars on paper that are still open in a leader's block."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, case, func, select

from kairanban.access.scope import places_for
from kairanban.circulation.circulars.queries.readable import out
from kairanban.circulation.route_sheets.queries.heads import BLOCK, hangs
from kairanban.circulation.route_sheets.queries.sheets import on_sheet, waited, with_paper
from kairanban.circulation.route_sheets.rules import copies
from kairanban.core.ids import CircularId
from kairanban.core.tasks import Task
from kairanban.db.statements import NOW, Query, total
from kairanban.db.tables.circulars import addressee, circular
from kairanban.db.tables.places import place


@dataclass(frozen=True, slots=True)
class Round:
    """A circular on paper in a block: households that need it, and those still open."""

    circular: CircularId
    asked_edition: int
    households: int
    left: int
    open: int
    hangs: int

    @property
    def copies(self) -> int:
        return copies(self.households, self.hangs)

    @property
    def changed(self) -> bool:
        return self.asked_edition > 1


# Open circulars on paper in a leader's block, for her first page.
IN_BLOCK = Query(
    select(
        circular.c.id.label("circular"),
        circular.c.asked_edition,
        func.count().label("households"),
        total(case((waited, 1), else_=0)).label("left"),
        total(case((addressee.c.replied.is_(None), 1), else_=0)).label("open"),
        hangs.label("hangs"),
    )
    .select_from(
        with_paper.join(circular, circular.c.id == addressee.c.circular).join(
            place, place.c.id == addressee.c.block
        )
    )
    .where(
        addressee.c.block == BLOCK,
        addressee.c.block.in_(places_for(Task.FOLLOW_UP_BLOCK)),
        circular.c.association == place.c.association,
        circular.c.state == "published",
        circular.c.published > NOW - bindparam("within", type_=BigInteger),
        out(),
        on_sheet,
    )
    .group_by(circular.c.id, place.c.id),
    Round,
)
