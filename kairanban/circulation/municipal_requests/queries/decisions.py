"""Decisions on requests: each association's own, and totals for the municipality."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, and_, bindparam, case, func, or_, select

from kairanban.access.scope import places_for
from kairanban.circulation.circulars.queries.readable import as_written
from kairanban.circulation.municipal_requests.queries.copies import BLOCKS, takes_paper
from kairanban.circulation.municipal_requests.rules.received import Received, Told
from kairanban.core.ids import CircularId
from kairanban.core.tasks import Task
from kairanban.db.statements import NOW, Query, Statement, total
from kairanban.db.tables.circulars import addressee, circular, edition, tally
from kairanban.db.tables.municipal_requests import asked_association, municipal_request
from kairanban.db.tables.people import household, person
from kairanban.db.tables.places import place


@dataclass(frozen=True, slots=True)
class Answered:
    """Number of associations of a request with the same decision."""

    request: CircularId
    answer: str
    passed: CircularId | None
    published: int | None
    withdrawn: int | None
    number: int


REQUEST = bindparam("municipal_request", type_=BigInteger)
ASSOCIATION = bindparam("association", type_=BigInteger)

_passed = circular.alias("passed_circular")
_town = place.alias("town")

_received = (
    asked_association.join(
        municipal_request, municipal_request.c.circular == asked_association.c.municipal_request
    )
    .join(circular, circular.c.id == municipal_request.c.circular)
    .join(edition, as_written)
    .join(_town, _town.c.id == circular.c.association)
    .outerjoin(_passed, _passed.c.id == asked_association.c.passed)
    .outerjoin(person, person.c.id == asked_association.c.answered_by)
)

_lines = (
    select(
        circular.c.id,
        _town.c.name.label("municipality"),
        municipal_request.c.department,
        municipal_request.c.deliver_on,
        municipal_request.c.distribution,
        municipal_request.c.sent,
        circular.c.withdrawn,
        circular.c.withdrawn_why,
        circular.c.edition,
        edition.c.title,
        edition.c.gist,
        circular.c.importance,
        circular.c.reply_kind,
        circular.c.reply_by,
        circular.c.event_at,
        asked_association.c.answer,
        asked_association.c.reason,
        asked_association.c.words,
        asked_association.c.answered,
        person.c.name.label("answered_by"),
        asked_association.c.passed,
        asked_association.c.edition.label("passed_edition"),
        _passed.c.published.label("passed_at"),
        _passed.c.withdrawn.label("taken_back"),
        func.coalesce(_passed.c.own_note, "").label("own_note"),
        edition.c.note.label("corrected"),
        edition.c.made.label("corrected_at"),
        municipal_request.c.answer_by,
        circular.c.event_until,
    )
    .select_from(_received)
    .where(
        asked_association.c.association == ASSOCIATION,
        asked_association.c.association.in_(places_for(Task.ANSWER_REQUESTS)),
        municipal_request.c.sent.is_not(None),
    )
)

ONE = Query(_lines.where(asked_association.c.municipal_request == REQUEST), Received)

RECEIVED = Query(
    _lines.order_by(municipal_request.c.sent.desc(), circular.c.id.desc()).limit(
        bindparam("most", type_=BigInteger)
    ),
    Received,
)

_unanswered = and_(
    asked_association.c.answer != "declined",
    or_(asked_association.c.passed.is_(None), _passed.c.published.is_(None)),
)

WAITING = Statement(
    select(func.count())
    .select_from(_received)
    .where(
        asked_association.c.association == ASSOCIATION,
        asked_association.c.association.in_(places_for(Task.ANSWER_REQUESTS)),
        municipal_request.c.sent.is_not(None),
        circular.c.withdrawn.is_(None),
        _unanswered,
    )
)

ANSWER = Statement(
    asked_association.update()
    .where(asked_association.c.municipal_request == REQUEST, asked_association.c.association == ASSOCIATION)
    .values(
        answer=bindparam("new_answer"),
        reason=bindparam("new_reason"),
        words=bindparam("new_words"),
        passed=bindparam("new_passed", type_=BigInteger),
        edition=bindparam("new_edition", type_=BigInteger),
        answered=NOW,
        answered_by=bindparam("by", type_=BigInteger),
    )
)

# For the municipality: dates, reasons and sums; it may not see the association's circular.
_tallied = (
    select(
        tally.c.circular, total(tally.c.addressed).label("addressed"), total(tally.c.replied).label("replied")
    )
    .group_by(tally.c.circular)
    .subquery()
)


def _paper(number: Any) -> Any:
    """Count households on paper of the association; after publication those addressed."""
    now = (
        select(number)
        .select_from(household)
        .where(household.c.association == asked_association.c.association, takes_paper)
        .scalar_subquery()
    )
    addressed = (
        select(number)
        .select_from(addressee.join(household, household.c.id == addressee.c.household))
        .where(addressee.c.circular == _passed.c.id, takes_paper)
        .scalar_subquery()
    )
    return case((_passed.c.published.is_not(None), addressed), else_=now)


_all_told = (
    select(
        circular.c.id.label("request"),
        place.c.id.label("association"),
        place.c.name,
        asked_association.c.answer,
        asked_association.c.reason,
        asked_association.c.words,
        asked_association.c.answered,
        asked_association.c.passed,
        _passed.c.published.label("passed_at"),
        _passed.c.withdrawn.label("taken_back"),
        func.coalesce(_tallied.c.addressed, 0).label("addressed"),
        func.coalesce(_tallied.c.replied, 0).label("replied"),
        _paper(func.count()).label("paper"),
        _paper(BLOCKS).label("blocks"),
        municipal_request.c.distribution,
        asked_association.c.copies.label("counted"),
    )
    .select_from(
        asked_association.join(
            municipal_request, municipal_request.c.circular == asked_association.c.municipal_request
        )
        .join(circular, circular.c.id == municipal_request.c.circular)
        .join(place, place.c.id == asked_association.c.association)
        .outerjoin(_passed, _passed.c.id == asked_association.c.passed)
        .outerjoin(_tallied, and_(_tallied.c.circular == _passed.c.id, _passed.c.published.is_not(None)))
    )
    .where(municipal_request.c.sent.is_not(None))
    .order_by(place.c.sort, place.c.id, circular.c.id)
)
_told = _all_told.where(circular.c.association.in_(places_for(Task.ASK_ASSOCIATIONS)))

# For the worker, without scope.
TO_COUNT = Query(_all_told.where(circular.c.id == REQUEST), Told)

BY_ASSOCIATION = Query(_told.where(circular.c.id == REQUEST), Told)

ON_DAY = Query(
    _told.where(
        municipal_request.c.deliver_on == bindparam("day", type_=BigInteger), circular.c.withdrawn.is_(None)
    ),
    Told,
)

# The decisions on many requests, for the list.
ANSWERED = Query(
    select(
        circular.c.id.label("request"),
        asked_association.c.answer,
        asked_association.c.passed,
        _passed.c.published,
        _passed.c.withdrawn,
        func.count().label("number"),
    )
    .select_from(
        asked_association.join(
            municipal_request, municipal_request.c.circular == asked_association.c.municipal_request
        )
        .join(circular, circular.c.id == municipal_request.c.circular)
        .outerjoin(_passed, _passed.c.id == asked_association.c.passed)
    )
    .where(
        circular.c.association.in_(places_for(Task.ASK_ASSOCIATIONS)),
        municipal_request.c.sent >= bindparam("since", type_=BigInteger),
        municipal_request.c.sent < bindparam("before", type_=BigInteger),
    )
    .group_by(
        circular.c.id,
        asked_association.c.answer,
        asked_association.c.passed,
        _passed.c.published,
        _passed.c.withdrawn,
    ),
    Answered,
)
