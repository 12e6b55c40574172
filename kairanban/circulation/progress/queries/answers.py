"""Households by answer to a circular, before and after the answers are counted."""

from dataclasses import dataclass

from sqlalchemy import and_, func, select

from kairanban.circulation.circulars.queries.audience import CIRCULAR
from kairanban.db.statements import Query, total
from kairanban.db.tables.circulars import circular
from kairanban.db.tables.figures import circular_figure
from kairanban.db.tables.replies import reply


@dataclass(frozen=True, slots=True)
class Answers:
    """Number of households per choice; `people` is the sum of the numbers."""

    choice: str
    households: int
    people: int


ANSWERS = Query(
    select(reply.c.choice, func.count().label("households"), total(reply.c.number).label("people"))
    .select_from(reply.join(circular, circular.c.id == reply.c.circular))
    .where(
        reply.c.circular == CIRCULAR,
        reply.c.taken_back.is_(None),
        reply.c.edition >= circular.c.asked_edition,
    )
    .group_by(reply.c.choice),
    Answers,
)

_people = circular_figure.alias("people")

# The same after the answers were counted.
COUNTED_ANSWERS = Query(
    select(
        circular_figure.c.part.label("choice"),
        circular_figure.c.value.label("households"),
        func.coalesce(_people.c.value, 0).label("people"),
    )
    .select_from(
        circular_figure.outerjoin(
            _people,
            and_(
                _people.c.circular == circular_figure.c.circular,
                _people.c.figure == "people",
                _people.c.part == circular_figure.c.part,
            ),
        )
    )
    .where(circular_figure.c.circular == CIRCULAR, circular_figure.c.figure == "choice"),
    Answers,
)
