"""Drafts that were thrown away, for a month."""

from dataclasses import dataclass

from sqlalchemy import null, select

from kairanban.circulation.circulars.queries.audience import CIRCULAR
from kairanban.circulation.circulars.queries.drafting import WRITTEN
from kairanban.circulation.circulars.queries.issued import is_issued_here, is_written
from kairanban.circulation.circulars.rules.drafts import Work
from kairanban.circulation.circulars.rules.timing import DISCARDED_FOR
from kairanban.core.ids import CircularId
from kairanban.db.statements import NOW, Query, Statement
from kairanban.db.tables.circulars import circular, edition


@dataclass(frozen=True, slots=True)
class ThrownAway:
    id: CircularId
    title: str
    kind: str
    discarded: int


# For the authors of the place, who may take the draft back.
DISCARDED = Query(WRITTEN.where(is_written(), circular.c.discarded.is_not(None)), Work)

THROWN_AWAY = Query(
    select(circular.c.id, edition.c.title, circular.c.kind, circular.c.discarded)
    .select_from(
        circular.join(
            edition, (edition.c.circular == circular.c.id) & (edition.c.number == circular.c.edition)
        )
    )
    .where(
        is_issued_here(),
        circular.c.discarded > NOW - DISCARDED_FOR,
        edition.c.language == "ja",
        edition.c.title != "",
    )
    .order_by(circular.c.discarded.desc()),
    ThrownAway,
)

DISCARD = Statement(
    circular.update()
    .where(circular.c.id == CIRCULAR, circular.c.published.is_(None))
    .values(discarded=NOW, state="draft", scheduled_for=null())
)

TAKE_BACK = Statement(circular.update().where(circular.c.id == CIRCULAR).values(discarded=null()))

REMOVE = Statement(circular.delete().where(circular.c.id == CIRCULAR, circular.c.published.is_(None)))
