"""The proposals of an association's households, beside what is written down now."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, bindparam, case, func, or_, select

from kairanban.access.hidden import known, sealed
from kairanban.community.household_proposals.rules import ADD, VALUES
from kairanban.community.signin.queries.dwellings import BLOCK_NAME, ROUTE_ORDER
from kairanban.core.hidden_households import shown_as
from kairanban.core.ids import HouseholdId, ResidentId
from kairanban.db.statements import NOW, Query, Statement
from kairanban.db.tables.household_people import household_proposal
from kairanban.db.tables.people import household, resident


@dataclass(frozen=True, slots=True)
class Proposed:
    """What was proposed, with the value when it was (`was`) and the one now (`now`)."""

    kind: str
    resident: ResidentId
    was: str
    now: str
    becomes: str
    child: int
    made: int
    made_by: str

    @property
    def stale(self) -> bool:
        """Tell whether it was changed otherwise since it was proposed."""
        return self.kind != ADD and self.was != self.now


@dataclass(frozen=True, slots=True)
class OfficeProposal:
    """As an officer sees it; of a hidden household she does not know neither name nor values."""

    id: int
    household: HouseholdId
    label: str
    hidden: int
    open: int
    """Flag: whether the officer may see name and values."""
    block: str
    route_order: int
    settled: int | None
    proposed: Proposed

    @property
    def shown(self) -> str:
        return self.label if self.open else shown_as("", 1, self.block, self.route_order)


ASSOCIATION = bindparam("of_association", type_=BigInteger)
_PROPOSAL = bindparam("proposal", type_=BigInteger)
_p = household_proposal.c
_about, _maker = resident.alias("about"), resident.alias("maker")
_may_open = or_(household.c.hidden == 0, known())

_values = [
    (
        _p.kind == name,
        household.c[name]
        if name == "label"
        else case((household.c.hidden == 0, household.c[name]), else_=sealed(name)),
    )
    for name in VALUES
]
# A resident who was taken off has no present value.
_now = case(*_values, (_about.c.until.is_(None), _about.c.name), else_="")


def _shown(column: Any) -> Any:
    return case((_may_open, column), else_="")


_SELECTED = (
    select(
        _p.id,
        _p.household,
        household.c.label,
        household.c.hidden,
        case((_may_open, 1), else_=0).label("open"),
        BLOCK_NAME.label("block"),
        ROUTE_ORDER.label("route_order"),
        _p.settled,
        _p.kind,
        func.coalesce(_p.resident, 0).label("resident"),
        _shown(_p.was).label("was"),
        func.coalesce(_shown(_now), "").label("now"),
        _shown(_p.becomes).label("becomes"),
        _p.child,
        _p.made,
        func.coalesce(_shown(_maker.c.name), "").label("made_by"),
    )
    .select_from(
        household_proposal.join(household, household.c.id == _p.household)
        .outerjoin(_about, _about.c.id == _p.resident)
        .outerjoin(_maker, _maker.c.id == _p.made_by)
    )
    .where(household.c.association == ASSOCIATION, household.c.gone.is_(None))
)

# The oldest household first, each with all it proposed.
_first = household_proposal.alias("first")
_waits_since = (
    select(func.min(_first.c.id))
    .where(_first.c.household == _p.household, _first.c.settled.is_(None))
    .correlate(household_proposal)
    .scalar_subquery()
)
WAITING = Query(
    _SELECTED.where(_p.settled.is_(None))
    .order_by(_waits_since, _p.id)
    .limit(bindparam("most", type_=BigInteger)),
    OfficeProposal,
)
ONE = Query(_SELECTED.where(_p.id == _PROPOSAL), OfficeProposal)

HOUSEHOLDS_WAITING = Statement(
    select(func.count(_p.household.distinct()))
    .select_from(household_proposal.join(household, household.c.id == _p.household))
    .where(household.c.association == ASSOCIATION, household.c.gone.is_(None), _p.settled.is_(None))
)

SETTLE = Statement(
    household_proposal.update()
    .where(_p.id == _PROPOSAL, _p.settled.is_(None))
    .values(
        settled=NOW,
        outcome=bindparam("how", type_=_p.outcome.type),
        answer=bindparam("said", type_=_p.answer.type),
        settled_by=bindparam("by", type_=BigInteger),
    )
)
