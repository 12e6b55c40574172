"""Requests of households to correct or erase, as they and the officers see them."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, case, func, or_, select

from kairanban.access.hidden import known
from kairanban.accountability.data_requests.rules import days_left
from kairanban.community.signin.queries.dwellings import BLOCK_NAME, ROUTE_ORDER
from kairanban.core.hidden_households import shown_as
from kairanban.db.statements import NOW, Query, Statement
from kairanban.db.tables.people import household, person
from kairanban.db.tables.rights import data_request


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, and how it was settled."""

    kind: str
    words: str
    made: int
    due: int
    settled: int | None
    outcome: str
    answer: str
    settled_by: str


@dataclass(frozen=True, slots=True)
class OwnRequest:
    id: int
    request: Asked


@dataclass(frozen=True, slots=True)
class OfficeRequest:
    """As an officer sees it; of a hidden household she does not know neither name nor words."""

    id: int
    household: int
    label: str
    hidden: int
    open: int
    """Flag: whether the officer may see name and words."""
    block: str
    route_order: int
    request: Asked
    now: int

    @property
    def shown(self) -> str:
        return self.label if self.open else shown_as("", 1, self.block, self.route_order)

    @property
    def days_left(self) -> int:
        return days_left(self.request.due, self.now)


_household = bindparam("of_household", type_=BigInteger)
_association = bindparam("of_association", type_=BigInteger)
_request = bindparam("request", type_=BigInteger)
_by = func.coalesce(person.c.name, "").label("settled_by")
_r = data_request.c

# A second press of the same form asks nothing new.
ASK = Statement(
    lambda insert: (
        insert(data_request)
        .values(
            {
                name: bindparam(name, type_=data_request.c[name].type)
                for name in ("household", "resident", "kind", "words", "press", "made", "due")
            }
        )
        .on_conflict_do_nothing()
    )
)

OPEN_OF_KIND = Statement(
    select(_r.id).where(
        _r.household == _household, _r.kind == bindparam("kind", type_=_r.kind.type), _r.settled.is_(None)
    )
)

# Of an adult who was known only to herself.
OWN = Query(
    select(_r.id, _r.kind, _r.words, _r.made, _r.due, _r.settled, _r.outcome, _r.answer, _by)
    .select_from(data_request.outerjoin(person, person.c.id == _r.settled_by))
    .where(
        _r.household == _household,
        or_(_r.resident.is_(None), _r.resident == bindparam("adult", type_=BigInteger)),
    )
    .order_by(_r.settled.is_not(None), _r.id.desc()),
    OwnRequest,
)

TAKE_BACK = Statement(
    data_request.update()
    .where(_r.id == _request, _r.household == _household, _r.settled.is_(None))
    .values(settled=NOW, outcome="taken_back")
)

_may_open = or_(household.c.hidden == 0, known())

OF_ASSOCIATION = Query(
    select(
        _r.id,
        _r.household,
        household.c.label,
        household.c.hidden,
        case((_may_open, 1), else_=0).label("open"),
        BLOCK_NAME.label("block"),
        ROUTE_ORDER.label("route_order"),
        NOW.label("now"),
        _r.kind,
        case((_may_open, _r.words), else_="").label("words"),
        _r.made,
        _r.due,
        _r.settled,
        _r.outcome,
        _r.answer,
        _by,
    )
    .select_from(
        data_request.join(household, household.c.id == _r.household).outerjoin(
            person, person.c.id == _r.settled_by
        )
    )
    .where(household.c.association == _association, _r.outcome != "taken_back")
    .order_by(_r.settled.is_not(None), _r.due, _r.id)
    .limit(bindparam("most", type_=BigInteger)),
    OfficeRequest,
)

WAITING = Statement(
    select(func.count())
    .select_from(data_request.join(household, household.c.id == _r.household))
    .where(household.c.association == _association, _r.settled.is_(None))
)

SETTLE = Statement(
    data_request.update()
    .where(and_(_r.id == _request, _r.settled.is_(None)))
    .values(
        settled=NOW,
        outcome=bindparam("how", type_=_r.outcome.type),
        answer=bindparam("said", type_=_r.answer.type),
        settled_by=bindparam("by", type_=BigInteger),
    )
)
