"""What the worker does of sent requests: corrections to relay, reminders, copies to count."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, or_, select

from kairanban.core.ids import CircularId, PlaceId
from kairanban.db.statements import NOW, Query, Statement
from kairanban.db.tables.circulars import circular, edition
from kairanban.db.tables.municipal_requests import asked_association, municipal_request
from kairanban.db.tables.places import place

REQUEST = bindparam("municipal_request", type_=BigInteger)
ASSOCIATION = bindparam("association", type_=BigInteger)


@dataclass(frozen=True, slots=True)
class Behind:
    """An association's circular, or its draft, with an older edition of a request than the town's newest."""

    request: CircularId
    association: PlaceId
    passed: CircularId
    has: int
    newest: int


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of a request: its class of correction and note."""

    number: int
    kind: str
    note: str


@dataclass(frozen=True, slots=True)
class Issued:
    """A request's newest edition and its settings, for the circulars that relay it."""

    id: CircularId
    edition: int
    municipality: str
    department: str
    importance: str
    reply_kind: str
    reply_by: int | None
    event_at: int | None
    event_until: int | None

    @property
    def issuer(self) -> str:
        return f"{self.municipality} {self.department}".strip()


@dataclass(frozen=True, slots=True)
class Awaited:
    """A request with a day to answer by of which nobody was reminded yet."""

    id: CircularId
    sent: int
    answer_by: int


_passed = circular.alias("passed_circular")
_asked = asked_association.join(circular, circular.c.id == asked_association.c.municipal_request)
_asked_and_passed = _asked.outerjoin(_passed, _passed.c.id == asked_association.c.passed)

# A draft that was thrown away takes nothing over.
_follows = and_(_passed.c.withdrawn.is_(None), _passed.c.discarded.is_(None))

# Withdrawn copies stay as they are, and those of a request that was withdrawn.
_behind = (
    select(
        circular.c.id.label("request"),
        asked_association.c.association,
        asked_association.c.passed,
        asked_association.c.edition.label("has"),
        circular.c.edition.label("newest"),
    )
    .select_from(_asked.join(_passed, _passed.c.id == asked_association.c.passed))
    .where(circular.c.state == "asked", _follows, asked_association.c.edition < circular.c.edition)
)

BEHIND = Query(
    _behind.order_by(circular.c.id, asked_association.c.association).limit(
        bindparam("most", type_=BigInteger)
    ),
    Behind,
)

ONE_BEHIND = Query(
    _behind.where(circular.c.id == REQUEST, asked_association.c.association == ASSOCIATION), Behind
)

EDITIONS_AFTER = Query(
    select(edition.c.number, edition.c.kind, edition.c.note)
    .where(
        edition.c.circular == REQUEST,
        edition.c.number > bindparam("has", type_=BigInteger),
        edition.c.language == "ja",
    )
    .order_by(edition.c.number),
    Edition,
)

ISSUED = Query(
    select(
        circular.c.id,
        circular.c.edition,
        place.c.name.label("municipality"),
        municipal_request.c.department,
        circular.c.importance,
        circular.c.reply_kind,
        circular.c.reply_by,
        circular.c.event_at,
        circular.c.event_until,
    )
    .select_from(
        circular.join(municipal_request, municipal_request.c.circular == circular.c.id).join(
            place, place.c.id == circular.c.association
        )
    )
    .where(circular.c.id == REQUEST),
    Issued,
)

APPLIED = Statement(
    asked_association.update()
    .where(asked_association.c.municipal_request == REQUEST, asked_association.c.association == ASSOCIATION)
    .values(edition=bindparam("new_edition", type_=BigInteger))
)

_undecided = and_(
    asked_association.c.answer != "declined",
    or_(asked_association.c.passed.is_(None), _passed.c.published.is_(None)),
)

UNDECIDED = Statement(
    select(asked_association.c.association)
    .select_from(_asked_and_passed)
    .where(circular.c.id == REQUEST, _undecided)
    .order_by(asked_association.c.association)
)

AWAITED = Query(
    select(circular.c.id, municipal_request.c.sent, municipal_request.c.answer_by)
    .select_from(municipal_request.join(circular, circular.c.id == municipal_request.c.circular))
    .where(
        circular.c.state == "asked",
        municipal_request.c.reminded.is_(None),
        municipal_request.c.answer_by > NOW,
    )
    .order_by(circular.c.id),
    Awaited,
)

REMIND = Statement(
    municipal_request.update()
    .where(municipal_request.c.circular == REQUEST, municipal_request.c.reminded.is_(None))
    .values(reminded=NOW)
)

# Requests whose delivery day has begun with copies that were not counted yet.
DELIVERED = Statement(
    select(municipal_request.c.circular)
    .select_from(municipal_request.join(circular, circular.c.id == municipal_request.c.circular))
    .where(
        circular.c.state == "asked",
        municipal_request.c.deliver_on <= NOW,
        municipal_request.c.circular.in_(
            select(asked_association.c.municipal_request).where(asked_association.c.copies.is_(None))
        ),
    )
    .order_by(municipal_request.c.circular)
)

COUNTED = Statement(
    asked_association.update()
    .where(
        asked_association.c.municipal_request == REQUEST,
        asked_association.c.association == ASSOCIATION,
        asked_association.c.copies.is_(None),
    )
    .values(copies=bindparam("number", type_=BigInteger))
)
