"""Answers to circulars that were written down on the occasion of a visit."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, Text, and_, bindparam, cast, select

from kairanban.access.scope import entrusted
from kairanban.care.visits.queries.households import HOUSEHOLD
from kairanban.circulation.circulars.queries.readable import as_written
from kairanban.db.statements import Query, Statement
from kairanban.db.tables.circulars import circular, edition
from kairanban.db.tables.replies import reply
from kairanban.db.tables.visits import visit


@dataclass(frozen=True, slots=True)
class Answered:
    """What was answered for the household on the occasion of a visit, and whether it was taken back since."""

    visit: int
    title: str
    choice: str
    number: int | None
    words: str
    taken_back: int | None


_mine = entrusted().subquery()
_with_visit = and_(
    reply.c.household == visit.c.household,
    reply.c.client_id == visit.c.client_id.concat(cast(reply.c.circular, Text)),
)

# Those that stand.
WRITTEN_WITH = Statement(
    select(reply.c.circular)
    .select_from(visit.join(reply, _with_visit))
    .where(
        visit.c.id == bindparam("of_visit", type_=BigInteger),
        reply.c.method != "app",
        reply.c.taken_back.is_(None),
    )
)

# For visitors of the same consent, as the note.
ANSWERED_WITH = Query(
    select(
        visit.c.id.label("visit"),
        edition.c.title,
        reply.c.choice,
        reply.c.number,
        reply.c.words,
        reply.c.taken_back,
    )
    .select_from(
        visit.join(reply, _with_visit)
        .join(circular, circular.c.id == reply.c.circular)
        .join(edition, as_written)
    )
    .where(
        visit.c.household == HOUSEHOLD,
        visit.c.made > bindparam("since", type_=BigInteger),
        visit.c.purpose.in_(select(_mine.c.purpose).where(_mine.c.household == HOUSEHOLD)),
        reply.c.method != "app",
    )
    .order_by(visit.c.id, reply.c.circular),
    Answered,
)
