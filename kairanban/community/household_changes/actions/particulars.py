"""Correction of a household's data by an officer."""

from dataclasses import dataclass, replace

from kairanban.community.household_changes import queries
from kairanban.community.household_changes.actions.residents import dwelling, opened
from kairanban.community.people.actions.households import join
from kairanban.community.people.actions.particulars import change, rename_representative, set_route_order
from kairanban.community.roster.actions.present_roster import stored_households
from kairanban.community.roster.queries.current import StoredHousehold
from kairanban.core.clock import Moment
from kairanban.core.errors import Invalid, NotFound
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

# An officer may add paper; only the household itself gives it up, on a device that has proven to work.
METHODS = ("both", "paper", "digital")


@dataclass(frozen=True, slots=True)
class Particulars:
    """The corrected values; `place` is the block, building or settlement, else the association."""

    name: str
    reading: str
    label: str
    postal: str
    address: str
    phone: str
    second_phone: str
    email: str
    language: str
    method: str
    standing: str
    place: PlaceId
    route_order: int


_COLUMNS = ("label", "postal", "address", "phone", "second_phone", "email", "language", "method", "standing")


async def particulars(tx: Tx, association: PlaceId, household: HouseholdId) -> StoredHousehold:
    """Return the current values; Refused for a hidden household unless the actor knows it."""
    await opened(tx, association, household)
    found = next((one for one in await stored_households(tx, association) if one.id == household), None)
    if found is None:
        raise NotFound
    return found


async def put_right(
    tx: Tx, association: PlaceId, household: HouseholdId, right: Particulars, day: Moment
) -> None:
    """Store what differs; a move takes effect on that day and keeps the old place on record.

    Of a hidden household only the place and route order change: no name, address or telephone is
    collected again.
    """
    now = await particulars(tx, association, household)
    if not now.hidden:
        if not right.name:
            # The form was opened while the household was hidden; its empty fields must not empty the columns.
            raise Invalid({"name": _n("Please write a name.")})
        await _write(tx, association, now, right)
    place = now.place or association
    if right.place != place:
        await dwelling(tx, association, right.place)
        await tx.run(queries.LEAVE_PLACE, household_id=household, place_id=place, day=day)
        await tx.run(queries.NOT_AT, household_id=household)
        await join(tx, household, right.place, right.route_order)
        await tx.run(queries.LIVES_AT_SINCE, household_id=household, place_id=right.place, day=day)
        await journal.record(
            tx, "household_moved", association=association, household=household, other=right.place
        )
    elif right.route_order != now.route_order:
        await set_route_order(tx, association, household, place, right.route_order)


async def _write(tx: Tx, association: PlaceId, now: StoredHousehold, right: Particulars) -> None:
    # A household without a label is called by its representative, also after a misspelling is corrected.
    right = replace(right, label=right.label or right.name)
    if right.method == "digital":
        right = replace(right, method=now.method)
    differing = {
        name: getattr(right, name) for name in _COLUMNS if getattr(right, name) != getattr(now, name)
    }
    if differing:
        await change(tx, association, now.id, differing)
    if (right.name, right.reading) != (now.name, now.reading):
        await rename_representative(tx, association, now.id, right.name, right.reading)
