"""Twins: the same request of a municipality, passed on to linked households in two associations."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, exists, or_, select

from kairanban.access.scope import own_households
from kairanban.circulation.circulars.queries.audience import CIRCULAR
from kairanban.circulation.circulars.queries.readable import out
from kairanban.circulation.replies.queries.answers import HOUSEHOLD
from kairanban.core.ids import CircularId, HouseholdId
from kairanban.db.statements import NOW, Query, Statement
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
    """Condition for a line of an inbox that no earlier circular of this device says already.

    One that waits is left out only for one that can still be answered.
    """
    t = Twins()
    return ~exists(
        select(1)
        .select_from(t.rows)
        .where(
            t.of(circular.c.id, addressee.c.household),
            t.circular.c.id < circular.c.id,
            t.linked.c.id.in_(own_households()),
            or_(
                addressee.c.waiting == 0,
                and_(t.to.c.waiting == 1, or_(t.circular.c.reply_by.is_(None), t.circular.c.reply_by >= NOW)),
            ),
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


def _uneven(of: Any) -> Query[Pair]:
    """Return the pairs of a circular or a household of which one is replied to and the other is not.

    Two queries, so that each begins at its index: a publication looks for them in a town of a million addressees.
    """
    t, its = Twins(), addressee.alias("its")
    return Query(
        select(
            its.c.circular,
            its.c.household,
            t.to.c.circular.label("twin"),
            t.to.c.household.label("linked"),
            case((its.c.replied.is_not(None), 1), else_=0).label("replied"),
        )
        .select_from(
            t.rows.join(its, and_(its.c.circular == t.passed.c.passed, its.c.household == t.mine.c.id))
        )
        .where(
            t.of(its.c.circular, its.c.household),
            of(its, t),
            its.c.replied.is_(None) != t.to.c.replied.is_(None),
        )
        .order_by(its.c.circular, its.c.household),
        Pair,
    )


UNEVEN_OF_CIRCULAR = _uneven(lambda its, _t: its.c.circular == CIRCULAR)
UNEVEN_OF_HOUSEHOLD = _uneven(lambda _its, t: t.mine.c.id == HOUSEHOLD)

# Only what the municipality asked for and an association passed on has twins.
IS_PASSED_ON = Statement(
    select(asked_association.c.association).where(asked_association.c.passed == CIRCULAR)
)
