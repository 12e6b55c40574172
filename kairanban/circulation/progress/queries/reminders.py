"""When a circular asked, and whether もう一度のお知らせ was sent for that."""

from dataclasses import dataclass

from sqlalchemy import and_, select

from kairanban.circulation.circulars.queries.asking import asked_made
from kairanban.circulation.circulars.queries.audience import CIRCULAR
from kairanban.db.statements import Query
from kairanban.db.tables.circulars import circular
from kairanban.db.tables.notify import reminder


@dataclass(frozen=True, slots=True)
class Asked:
    published: int
    made: int | None
    """When the edition that asks was written."""
    reminded: int | None

    @property
    def at(self) -> int:
        return max(self.published, self.made or 0)


# The caller has checked that the circular is in the actor's scope.
ASKED = Query(
    select(circular.c.published, asked_made().label("made"), reminder.c.at.label("reminded"))
    .select_from(
        circular.outerjoin(
            reminder,
            and_(reminder.c.circular == circular.c.id, reminder.c.edition == circular.c.asked_edition),
        )
    )
    .where(circular.c.id == CIRCULAR),
    Asked,
)
