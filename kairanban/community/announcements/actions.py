"""Announce something to a household on its own devices."""

from kairanban.access.hidden import hidden_since
from kairanban.community.announcements import queries
from kairanban.community.announcements.queries import Announcement
from kairanban.community.announcements.rules import Told
from kairanban.core.clock import Moment
from kairanban.core.ids import HouseholdId, PersonId
from kairanban.db.tx import Tx


async def announce(
    tx: Tx, household: HouseholdId, kind: Told, person: PersonId | None, trusted_from: Moment | None = None
) -> None:
    """Announce it once, on devices bound or confirmed since `trusted_from` (default: since the household is hidden).

    The caller has asked for permission.
    """
    if trusted_from is None:
        trusted_from = await hidden_since(tx, household)
    await tx.value(
        queries.ANNOUNCE,
        household=household,
        kind=kind.value,
        person=person,
        made=tx.now,
        trusted_from=trusted_from,
    )


async def unread(tx: Tx, household: HouseholdId) -> list[Announcement]:
    """Return what the actor's device has to show of an own household."""
    return await tx.all(queries.UNREAD, household=household)


async def read(tx: Tx, household: HouseholdId, announcement: int) -> None:
    """Mark the announcement as read by the household; a second call changes nothing."""
    if announcement in {one.id for one in await unread(tx, household)}:
        await tx.run(queries.READ, announcement_id=announcement, household_id=household)
