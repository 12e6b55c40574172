"""「これで合っていますか」: a household confirms with one press what is written down about it."""

from kairanban.community.hiding.actions import require_private
from kairanban.community.roster_renewals.queries import own as queries
from kairanban.community.roster_renewals.queries.own import Asked
from kairanban.community.signin.actions.devices import require_own
from kairanban.core.errors import Conflict
from kairanban.core.ids import HouseholdId
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n


async def asked(tx: Tx, household: HouseholdId) -> Asked | None:
    """Return the running renewal of an own household's association, None while there is none."""
    require_own(tx, household)
    return await tx.first(queries.ASKED, of_household=household)


async def confirm(tx: Tx, household: HouseholdId) -> None:
    """Confirm that it is right, once; raise Conflict when nobody asks any more."""
    await require_private(tx, household)
    found = await asked(tx, household)
    if found is None:
        raise Conflict(_n("It is not asked any more. What is written down can be put right at any time."))
    home = next(home for home in tx.actor.homes if home.household == household)
    confirmed = await tx.run(
        queries.CONFIRM, renewal=found.renewal, household=household, how="screen", made=tx.now,
        resident=home.resident, entered_by=None,
    )  # fmt: skip
    if confirmed:
        await journal.record(
            tx, "household_confirmed", association=home.association, household=household, other=found.renewal
        )
