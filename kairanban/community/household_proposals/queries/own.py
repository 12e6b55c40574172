"""What is written down about an own household, and what it proposed to change."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, and_, bindparam, case, func, or_, select

from kairanban.access.hidden import sealed
from kairanban.community.household_proposals.rules import TAKEN_BACK, Written
from kairanban.core.clock import DAY
from kairanban.db.statements import NOW, Query, Statement
from kairanban.db.tables.columns import Line
from kairanban.db.tables.household_people import household_proposal
from kairanban.db.tables.people import household, person, resident
from kairanban.db.tables.terms import PROPOSALS


@dataclass(frozen=True, slots=True)
class OwnProposal:
    """A proposal as the household sees it; `about` is the resident's present name."""

    id: int
    kind: str
    resident: int
    about: str
    was: str
    becomes: str
    child: int
    made: int
    made_by: str
    settled: int | None
    outcome: str
    answer: str
    settled_by: str


HOUSEHOLD = bindparam("of_household", type_=BigInteger)
_p = household_proposal.c
_about, _maker = resident.alias("about"), resident.alias("maker")


def _opened(name: str) -> Any:
    """Return a column that is sealed while the household is hidden: its own devices read it."""
    return case((household.c.hidden == 0, household.c[name]), else_=sealed(name)).label(name)


# The caller has asked whether the device may read it.
WRITTEN = Query(
    select(
        household.c.label,
        _opened("phone"),
        _opened("second_phone"),
        _opened("address"),
        household.c.language,
    ).where(household.c.id == HOUSEHOLD),
    Written,
)

# What waits first; answers for as long as they are kept.
OWN = Query(
    select(
        _p.id,
        _p.kind,
        func.coalesce(_p.resident, 0).label("resident"),
        func.coalesce(_about.c.name, _p.was).label("about"),
        _p.was,
        _p.becomes,
        _p.child,
        _p.made,
        func.coalesce(_maker.c.name, "").label("made_by"),
        _p.settled,
        _p.outcome,
        _p.answer,
        func.coalesce(person.c.name, "").label("settled_by"),
    )
    .select_from(
        household_proposal.outerjoin(_about, _about.c.id == _p.resident)
        .outerjoin(_maker, _maker.c.id == _p.made_by)
        .outerjoin(person, person.c.id == _p.settled_by)
    )
    .where(
        _p.household == HOUSEHOLD,
        _p.outcome != TAKEN_BACK,
        or_(_p.settled.is_(None), _p.settled > NOW - (PROPOSALS.days or 0) * DAY),
    )
    .order_by(_p.settled.is_not(None), _p.id.desc())
    .limit(60),
    OwnProposal,
)

# Two devices that propose at once do it one after the other.
HOLD = Statement(select(household.c.id).where(household.c.id == HOUSEHOLD).with_for_update())

PRESSED = Statement(
    select(_p.id).where(_p.household == HOUSEHOLD, _p.press == bindparam("press", type_=Line))
)

ADD = Statement(
    lambda insert: (
        insert(household_proposal)
        .values(
            {
                name: bindparam(name, type_=_p[name].type)
                for name in (
                    "household", "kind", "resident", "was", "becomes", "child", "made", "made_by", "press",
                )
            }
        )
        .on_conflict_do_nothing()
    )
)  # fmt: skip

TAKE_BACK = Statement(
    household_proposal.update()
    .where(_p.id == bindparam("proposal", type_=BigInteger), _p.household == HOUSEHOLD, _p.settled.is_(None))
    .values(settled=NOW, outcome=TAKEN_BACK)
)

# Of an earlier proposal about the same thing the newer one takes the place.
REPLACE = Statement(
    household_proposal.update()
    .where(
        _p.household == HOUSEHOLD,
        _p.settled.is_(None),
        or_(
            and_(
                bindparam("about", type_=BigInteger) == 0, _p.kind == bindparam("of_kind", type_=_p.kind.type)
            ),
            _p.resident == bindparam("about", type_=BigInteger),
        ),
    )
    .values(settled=NOW, outcome=TAKEN_BACK)
)

SPEAKS = Statement(
    household.update()
    .where(household.c.id == HOUSEHOLD, household.c.gone.is_(None))
    .values(language=bindparam("spoken", type_=household.c.language.type))
)
