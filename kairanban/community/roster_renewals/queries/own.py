"""Whether a renewal of the roster asks a household, and its confirmation."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, and_, bindparam, case, exists, func, or_, select

from kairanban.community.roster_renewals.rules import LASTS
from kairanban.db.statements import NOW, Query, Statement
from kairanban.db.tables.household_people import household_proposal, renewal_confirmation, roster_renewal
from kairanban.db.tables.people import household


@dataclass(frozen=True, slots=True)
class Asked:
    """A running renewal as one household sees it."""

    renewal: int
    started: int
    confirmed: int | None
    corrected: int
    """Flag: whether the household proposed changes since it began, or earlier ones that still wait."""

    @property
    def open(self) -> bool:
        """Tell whether the household has not answered yet."""
        return self.confirmed is None and not self.corrected


HOUSEHOLD = bindparam("of_household", type_=BigInteger)
_r, _c = roster_renewal.c, renewal_confirmation.c
RUNS = and_(_r.ended.is_(None), _r.started > NOW - LASTS)


def corrected_in(of_household: Any, started: Any, ended: Any) -> Any:
    """Condition for a household with proposals made in the round, or waiting in it; not with those it has taken back."""
    later = household_proposal.alias("later")
    return exists(
        select(1).where(
            later.c.household == of_household,
            later.c.made < func.coalesce(ended, started + LASTS),
            or_(later.c.made >= started, later.c.settled.is_(None)),
            later.c.outcome != "taken_back",
        )
    )


ASKED = Query(
    select(
        _r.id.label("renewal"),
        _r.started,
        _c.made.label("confirmed"),
        case((corrected_in(household.c.id, _r.started, _r.ended), 1), else_=0).label("corrected"),
    )
    .select_from(
        household.join(roster_renewal, _r.association == household.c.association).outerjoin(
            renewal_confirmation, and_(_c.renewal == _r.id, _c.household == household.c.id)
        )
    )
    .where(household.c.id == HOUSEHOLD, household.c.gone.is_(None), RUNS),
    Asked,
)

CONFIRM = Statement(
    lambda insert: (
        insert(renewal_confirmation)
        .values(
            {
                name: bindparam(name, type_=_c[name].type)
                for name in ("renewal", "household", "how", "made", "resident", "entered_by")
            }
        )
        .on_conflict_do_nothing()
    )
)
