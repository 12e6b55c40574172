"""Twins: the same request of a municipality, passed on to linked households in two associations."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, and_, bindparam, case, exists, or_, select

from kairanban.access.scope import own_households
from kairanban.circulation.circulars.queries.audience import CIRCULAR
from kairanban.circulation.circulars.queries.readable import out
from kairanban.circulation.replies.queries.answers import HOUSEHOLD
from kairanban.core.ids import CircularId, HouseholdId
from kairanban.db.statements import Query
from kairanban.db.tables.circulars import addressee, circular
from kairanban.db.tables.municipal_requests import asked_association
from kairanban.db.tables.people import household
from kairanban.db.tables.places import place


@dataclass(frozen=True, slots=True)
class Twin:
    """A circular that reaches a linked household, with the same words."""

    circular: CircularId
    household: HouseholdId

    @property
    def key(self) -> tuple[CircularId, HouseholdId]:
        return self.circular, self.household


@dataclass(frozen=True, slots=True)
class Also:
    """An association that sent the same, with its own note."""

    association: str
    note: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A household's circular and its twin, and which of them was replied to."""

    circular: CircularId
    household: HouseholdId
    twin: CircularId
    linked: HouseholdId
    replied: int


class Twins:
    """The tables that lead from a circular of a household to its twins, under names of their own."""

    def __init__(self) -> None:
        self.mine, self.linked = household.alias("my_home"), household.alias("linked_home")
        self.passed, self.elsewhere = asked_association.alias("passed"), asked_association.alias("elsewhere")
        self.to, self.circular = addressee.alias("to_linked"), circular.alias("twin")
        self.tables = (self.mine, self.linked, self.passed, self.elsewhere, self.to, self.circular)
        mine, linked, passed, elsewhere, to, twin = self.tables
        self.rows = (
            mine.join(linked, and_(linked.c.family == mine.c.family, linked.c.id != mine.c.id))
            .join(to, to.c.household == linked.c.id)
            .join(twin, twin.c.id == to.c.circular)
            .join(elsewhere, elsewhere.c.passed == twin.c.id)
            .join(
                passed,
                and_(
                    passed.c.municipal_request == elsewhere.c.municipal_request,
                    # Until both associations have taken over a correction, the words differ.
                    passed.c.edition == elsewhere.c.edition,
                ),
            )
        )

    def of(self, circular: Any, household: Any) -> Any:
        """Condition for the twins of one circular of one household."""
        return and_(
            self.passed.c.passed == circular,
            self.mine.c.id == household,
            self.mine.c.gone.is_(None),
            self.linked.c.gone.is_(None),
            self.circular.c.withdrawn.is_(None),
            out(self.circular),
        )


def shown_once() -> Any:
    """Condition for a line of an inbox that no earlier circular of this device says already."""
    t = Twins()
    return ~exists(
        select(1)
        .select_from(t.rows)
        .where(
            t.of(circular.c.id, addressee.c.household),
            t.circular.c.id < circular.c.id,
            t.linked.c.id.in_(own_households()),
        )
        .correlate_except(*t.tables)
    )


_of = Twins()
TWINS = Query(
    select(_of.to.c.circular, _of.to.c.household)
    .select_from(_of.rows)
    .where(_of.of(CIRCULAR, HOUSEHOLD))
    .order_by(_of.to.c.circular),
    Twin,
)

_also = Twins()
ALSO = Query(
    select(place.c.name.label("association"), _also.circular.c.own_note.label("note"))
    .select_from(_also.rows.join(place, place.c.id == _also.circular.c.association))
    # A device of one household only does not learn where the family belongs as well.
    .where(_also.of(CIRCULAR, HOUSEHOLD), _also.linked.c.id.in_(own_households()))
    .order_by(_also.to.c.circular),
    Also,
)

# Pairs of which one is replied to and the other is not: of one circular, or of one household (0 for any).
_pair, _its = Twins(), addressee.alias("its")
UNEVEN = Query(
    select(
        _its.c.circular,
        _its.c.household,
        _pair.to.c.circular.label("twin"),
        _pair.to.c.household.label("linked"),
        case((_its.c.replied.is_not(None), 1), else_=0).label("replied"),
    )
    .select_from(_pair.rows.join(_its, and_(_its.c.circular == _pair.passed.c.passed, _its.c.household == _pair.mine.c.id)))
    .where(
        _pair.of(_its.c.circular, _its.c.household),
        or_(_its.c.circular == bindparam("of_circular", type_=BigInteger), _pair.mine.c.id == bindparam("of_household", type_=BigInteger)),
        _its.c.replied.is_(None) != _pair.to.c.replied.is_(None),
    )
    .order_by(_its.c.circular, _its.c.household),
    Pair,
)  # fmt: skip
