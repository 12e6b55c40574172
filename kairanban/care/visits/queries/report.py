"""A month in numbers by settlement, without names."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, and_, bindparam, case, exists, func, or_, select

from kairanban.access.scope import places_for
from kairanban.care.visits.rules.visits import KINDS
from kairanban.circulation.replies.rules.answers import METHODS
from kairanban.community.people.queries.dwellings import is_dwelling
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.db.statements import ACTOR_PERSON, Query
from kairanban.db.tables.ledger import journal
from kairanban.db.tables.people import membership
from kairanban.db.tables.places import place
from kairanban.db.tables.visits import visit


@dataclass(frozen=True, slots=True)
class Visits:
    """Visits and calls in one settlement, by outcome."""

    place: PlaceId
    called: int
    no_answer: int
    met: int
    not_met: int
    paper: int


@dataclass(frozen=True, slots=True)
class Replies:
    """Replies recorded for households of one settlement."""

    place: PlaceId
    number: int


_within = (
    bindparam("since", type_=BigInteger),
    bindparam("before", type_=BigInteger),
)

# The actor's own visits only.
COUNTED = Query(
    select(
        visit.c.place,
        *(func.sum(case((visit.c.kind == kind, 1), else_=0)).label(kind) for kind in KINDS),
    )
    .where(
        visit.c.person == ACTOR_PERSON,
        visit.c.corrected.is_(None),
        visit.c.made >= _within[0],
        visit.c.made < _within[1],
    )
    .group_by(visit.c.place),
    Visits,
)

_later = journal.alias("later")


def _records_reply(entry: Any) -> Any:
    return or_(*(entry.c.kind == f"replied_{method}" for method in METHODS if method != "app"))


# From the journal, which stays when the replies themselves are counted and deleted.
REPLIES = Query(
    select(place.c.id.label("place"), func.count(journal.c.id.distinct()).label("number"))
    .select_from(
        journal.join(
            membership, and_(membership.c.household == journal.c.household, membership.c.until.is_(None))
        ).join(
            place,
            and_(
                place.c.id == membership.c.place,
                is_dwelling,
            ),
        )
    )
    .where(
        journal.c.person == ACTOR_PERSON,
        _records_reply(journal),
        place.c.id.in_(places_for(Task.VISIT)),
        journal.c.at >= _within[0],
        journal.c.at < _within[1],
        # Neither taken back nor replaced since.
        ~exists(
            select(1).where(
                _later.c.household == journal.c.household,
                _later.c.circular == journal.c.circular,
                _later.c.id > journal.c.id,
                or_(_later.c.kind == "replied", _later.c.kind == "reply_taken_back", _records_reply(_later)),
            )
        ),
    )
    .group_by(place.c.id),
    Replies,
)
