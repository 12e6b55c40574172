"""Requests as the municipality writes and sends them."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, func, or_, select

from kairanban.access.scope import places_for
from kairanban.circulation.circulars.queries.audience import CIRCULAR
from kairanban.circulation.circulars.queries.readable import as_written
from kairanban.community.places.queries.places import Named
from kairanban.core.ids import CircularId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db.statements import NOW, Query, Statement
from kairanban.db.tables.circulars import circular, edition
from kairanban.db.tables.municipal_requests import asked_association, municipal_request
from kairanban.db.tables.people import household
from kairanban.db.tables.places import place, place_within


@dataclass(frozen=True, slots=True)
class UnsentDraft:
    """An association's unpublished draft of a request."""

    id: CircularId
    association: PlaceId


@dataclass(frozen=True, slots=True)
class MunicipalRequest:
    """A request as the municipality sees it; `deliver_on` is the first instant of that day in Japan."""

    id: CircularId
    municipality: PlaceId
    municipality_name: str
    state: str
    department: str
    deliver_on: int | None
    distribution: str
    sent: int | None
    withdrawn: int | None
    withdrawn_why: str
    edition: int
    title: str
    reply_by: int | None
    answer_by: int | None
    reminded: int | None

    @property
    def issuer(self) -> str:
        return f"{self.municipality_name} {self.department}".strip()


@dataclass(frozen=True, slots=True)
class Association:
    """An association that can be asked, and its number of households."""

    id: PlaceId
    name: str
    households: int


MUNICIPALITIES = Query(
    select(place.c.id, place.c.kind, place.c.name)
    .where(
        place.c.id.in_(places_for(Task.ASK_ASSOCIATIONS)),
        place.c.kind == "municipality",
        place.c.ended.is_(None),
    )
    .order_by(place.c.sort, place.c.id),
    Named,
)

START = Statement(municipal_request.insert().values(circular=CIRCULAR))

REQUEST = (
    circular.c.id,
    circular.c.association.label("municipality"),
    place.c.name.label("municipality_name"),
    circular.c.state,
    municipal_request.c.department,
    municipal_request.c.deliver_on,
    municipal_request.c.distribution,
    municipal_request.c.sent,
    circular.c.withdrawn,
    circular.c.withdrawn_why,
    circular.c.edition,
    edition.c.title,
    circular.c.reply_by,
    municipal_request.c.answer_by,
    municipal_request.c.reminded,
)

ASKED = (
    municipal_request.join(circular, circular.c.id == municipal_request.c.circular)
    .join(edition, as_written)
    .join(place, place.c.id == circular.c.association)
)

_mine = circular.c.association.in_(places_for(Task.ASK_ASSOCIATIONS))

ONE = Query(select(*REQUEST).select_from(ASKED).where(circular.c.id == CIRCULAR, _mine), MunicipalRequest)

WRITING = Query(
    select(*REQUEST)
    .select_from(ASKED)
    .where(
        _mine,
        municipal_request.c.sent.is_(None),
        # A page opened and left unchanged is no request yet.
        or_(edition.c.title != "", circular.c.changed != circular.c.made),
    )
    .order_by(circular.c.changed.desc(), circular.c.id.desc()),
    MunicipalRequest,
)

SENT = Query(
    select(*REQUEST)
    .select_from(ASKED)
    .where(
        _mine,
        municipal_request.c.sent >= bindparam("since", type_=BigInteger),
        municipal_request.c.sent < bindparam("before", type_=BigInteger),
    )
    .order_by(municipal_request.c.sent.desc(), circular.c.id.desc()),
    MunicipalRequest,
)

FIRST_SENT = Statement(
    select(func.min(municipal_request.c.sent))
    .select_from(municipal_request.join(circular, circular.c.id == municipal_request.c.circular))
    .where(_mine)
)

DEPARTMENTS = Statement(
    select(municipal_request.c.department)
    .select_from(municipal_request.join(circular, circular.c.id == municipal_request.c.circular))
    .where(_mine, municipal_request.c.department != "")
    .group_by(municipal_request.c.department)
    .order_by(municipal_request.c.department)
)

DELIVERY_DAYS = Statement(
    select(municipal_request.c.deliver_on)
    .select_from(municipal_request.join(circular, circular.c.id == municipal_request.c.circular))
    .where(
        _mine,
        municipal_request.c.sent.is_not(None),
        municipal_request.c.deliver_on >= bindparam("since", type_=BigInteger),
        circular.c.withdrawn.is_(None),
    )
    .group_by(municipal_request.c.deliver_on)
    .order_by(municipal_request.c.deliver_on)
)

_households = (
    select(func.count())
    .select_from(household)
    .where(household.c.association == place.c.id, household.c.gone.is_(None))
    .scalar_subquery()
)

# Only numbers of households.
ASSOCIATIONS = Query(
    select(place.c.id, place.c.name, _households.label("households"))
    .select_from(place_within.join(place, place.c.id == place_within.c.place))
    .where(
        place_within.c.ancestor == bindparam("municipality"),
        place.c.association == place.c.id,
        place.c.ended.is_(None),
    )
    .order_by(place.c.sort, place.c.id),
    Association,
)

CHOSEN = Statement(
    select(asked_association.c.association).where(asked_association.c.municipal_request == CIRCULAR)
)
CLEAR_CHOSEN = Statement(asked_association.delete().where(asked_association.c.municipal_request == CIRCULAR))
CHOOSE = Statement(
    asked_association.insert().values(
        municipal_request=CIRCULAR, association=bindparam("association", type_=BigInteger)
    )
)

DETAILS = Statement(
    municipal_request.update()
    .where(municipal_request.c.circular == CIRCULAR)
    .values(
        department=bindparam("by_department", type_=municipal_request.c.department.type),
        deliver_on=bindparam("on_day", type_=BigInteger),
        answer_by=bindparam("answer_until", type_=BigInteger),
        distribution=bindparam("goes", type_=municipal_request.c.distribution.type),
    )
)
TOUCH = Statement(circular.update().where(circular.c.id == CIRCULAR).values(changed=NOW))

SEND = Statement(
    circular.update()
    .where(circular.c.id == CIRCULAR, circular.c.state == "draft", circular.c.kind == "request")
    .values(state="asked", changed=NOW)
)
NOTE_SENT = Statement(
    municipal_request.update()
    .where(municipal_request.c.circular == CIRCULAR)
    .values(sent=NOW, sent_by=bindparam("by", type_=BigInteger))
)

WITHDRAW = Statement(
    circular.update()
    .where(circular.c.id == CIRCULAR, circular.c.state == "asked")
    .values(state="withdrawn", withdrawn=NOW, withdrawn_why=bindparam("why"))
)

# Locks the request, so that corrections, withdrawals and decisions run one after the other.
HOLD = Statement(
    select(circular.c.id).where(circular.c.id == CIRCULAR, circular.c.kind == "request").with_for_update()
)

# The associations' drafts, which follow the request until they are published.
UNSENT_DRAFTS = Query(
    select(circular.c.id, asked_association.c.association)
    .select_from(asked_association.join(circular, circular.c.id == asked_association.c.passed))
    .where(
        asked_association.c.municipal_request == bindparam("municipal_request"),
        circular.c.published.is_(None),
    ),
    UnsentDraft,
)
