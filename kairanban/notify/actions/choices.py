"""Notification choices of a household."""

from collections.abc import Mapping
from dataclasses import asdict, replace

from kairanban.community.signin.actions.devices import require_own
from kairanban.core.ids import HouseholdId
from kairanban.core.notification_defaults import USUAL, Choice
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.notify.queries import addresses


async def choice_of(tx: Tx, household: HouseholdId) -> Choice:
    """What it chose, else what is usual."""
    return await tx.first(addresses.CHOICE_OF, household=household) or USUAL


async def choose(tx: Tx, household: HouseholdId, changed: Mapping[str, int | None]) -> None:
    """Change the given fields of Choice; the others stay."""
    require_own(tx, household)
    chosen = replace(await choice_of(tx, household), **changed)  # type: ignore[arg-type]
    await tx.run(addresses.CHOOSE, household=household, **asdict(chosen))
    await journal.record(tx, "notices_chosen", household=household)
