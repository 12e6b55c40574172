"""表示をひかえる: who knows a hidden household, what is sealed for her, and which devices the household trusts."""

from typing import Any

from sqlalchemy import BigInteger, bindparam, case, exists, false, func, or_, select

from kairanban.access.scope import places_for
from kairanban.core.actor import System
from kairanban.core.clock import Moment
from kairanban.core.ids import HouseholdId
from kairanban.core.tasks import Task
from kairanban.db.statements import ACTOR_PERSON, ACTOR_SESSION, Statement
from kairanban.db.tables.people import hiding, household
from kairanban.db.tables.signin import device
from kairanban.db.tx import Tx


def known(of_household: Any = household) -> Any:
    """Condition for a hidden household whose officer who knows is the actor, while she is in office."""
    kept = hiding.alias("kept")
    return exists(
        select(1).where(
            kept.c.household == of_household.c.id,
            kept.c.keeper == ACTOR_PERSON,
            of_household.c.association.in_(places_for(Task.CHANGE_ROSTER)),
        )
    )


def sealed(name: str) -> Any:
    """Return a sealed column of the joined household, without asking who looks: use `address_shown`."""
    kept = hiding.alias(f"sealed_{name}")
    return func.coalesce(select(kept.c[name]).where(kept.c.household == household.c.id).scalar_subquery(), "")


def address_shown(*, helping: Any = None) -> Any:
    """Return the address of the joined household; that of a hidden one where the actor may see it, else "".

    Of a hidden household the officer who knows sees it, and those who answer its call for help: `helping` is the
    condition that such a call is open.
    """
    may_see = or_(known(), false() if helping is None else helping)
    return case((household.c.hidden == 0, household.c.address), (may_see, sealed("address")), else_="")


def trusted_since(home: Any) -> Any:
    """Return the latest moment of a hiding after which the device counts as trusted."""
    return func.coalesce(home.c.confirmed, home.c.bound - 1)


def trusted(home: Any = device) -> Any:
    """Condition for a device of a household that is not hidden, or bound or confirmed since it is."""
    since = hiding.alias("hidden_since")
    return ~exists(
        select(1).where(
            since.c.household == home.c.household,
            since.c.since > trusted_since(home),
        )
    )


def trusted_here(of_household: Any) -> Any:
    """Condition for a household that is not hidden, or trusts the actor's device; the server itself is trusted."""
    here, since = device.alias("here"), hiding.alias("hidden_since")
    this_one = exists(
        select(1).where(
            here.c.session == ACTOR_SESSION,
            here.c.household == since.c.household,
            here.c.removed.is_(None),
            since.c.since <= trusted_since(here),
        )
    )
    return or_(
        ACTOR_SESSION.is_(None), ~exists(select(1).where(since.c.household == of_household, ~this_one))
    )


def listed_here(of_household: Any, made: Any) -> Any:
    """Condition for what a household added at `made`: a device it does not trust lists what was there before."""
    since = hiding.alias("listed_since")
    after = exists(select(1).where(since.c.household == of_household, since.c.since <= made))
    return or_(trusted_here(of_household), ~after)


_asked = bindparam("household", type_=BigInteger)
_KNOWN = Statement(select(household.c.id).where(household.c.id == _asked, known()))
_KNOWN_OF = Statement(
    select(household.c.id).where(
        household.c.association == bindparam("association", type_=BigInteger), known()
    )
)
_SINCE = Statement(select(hiding.c.since).where(hiding.c.household == _asked))
_TRUSTED = Statement(select(household.c.id).where(household.c.id == _asked, trusted_here(household.c.id)))


async def hidden_since(tx: Tx, household: HouseholdId) -> Moment | None:
    """Return since when the household is hidden, None if it is shown."""
    since: Moment | None = await tx.value(_SINCE, household=household)
    return since


async def knows(tx: Tx, household: HouseholdId) -> bool:
    """Tell whether the actor is the officer who knows this hidden household; System is."""
    return isinstance(tx.actor, System) or bool(await tx.column(_KNOWN, household=household))


async def known_of(tx: Tx, association: int) -> set[HouseholdId]:
    """Return the hidden households of the association that the actor knows."""
    return set(await tx.column(_KNOWN_OF, association=association))


async def is_trusted_here(tx: Tx, household: HouseholdId) -> bool:
    """Tell whether the household trusts the device of the actor."""
    return bool(await tx.column(_TRUSTED, household=household))
