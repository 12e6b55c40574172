"""表示をひかえる: hide a household, name the officer who knows it, show it again. No reason is asked."""

from kairanban.access.access_log import record_access
from kairanban.access.hidden import is_trusted_here, knows
from kairanban.access.permission import require
from kairanban.community.announcements.actions import announce
from kairanban.community.announcements.rules import Told
from kairanban.community.hiding.queries import hidings as queries
from kairanban.community.hiding.queries import houses
from kairanban.community.hiding.queries.hidings import Candidate, Hiding, Sealed, Unknown
from kairanban.community.people.actions.households import household_line
from kairanban.community.people.queries.empty_houses import NOT_EMPTY
from kairanban.community.signin.actions.devices import ELSEWHERE, SHARED, require_own, require_settled
from kairanban.community.signin.queries import cards, device_requests, pins
from kairanban.core.actor import System
from kairanban.core.clock import at, day_of
from kairanban.core.errors import Invalid, NotFound, Refused
from kairanban.core.ids import HouseholdId, PersonId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

ONLY_WHO_KNOWS = _n(
    "Only the officer who knows this household, or the household itself, shows the name again."
)
CHOOSE = _n("Please choose an officer of the association.")


async def require_private(tx: Tx, household: HouseholdId) -> None:
    """Raise NotFound for others' households, Refused on a shared tablet or a device the household does not trust."""
    require_own(tx, household)
    if tx.actor.kiosk:
        raise Refused(SHARED)
    if not await is_trusted_here(tx, household):
        raise Refused(ELSEWHERE)


async def reseal(tx: Tx, household: HouseholdId, name: str, value: str) -> None:
    """Change the label or a sealed value of a hidden household, as the officer who knows."""
    statement = queries.RELABEL if name == "label" else queries.RESEAL[name]
    await tx.run(statement, household_id=household, changed_to=value)


async def found(tx: Tx, household: HouseholdId) -> Hiding | None:
    """Return the household's hiding, None if it is shown. The caller has asked for permission."""
    return await tx.first(queries.FIND, household_id=household)


async def nobody_knows(tx: Tx, household: HouseholdId) -> bool:
    """Tell, on a device an own household trusts, whether it is hidden and no officer knows it."""
    return bool(await tx.column(queries.NOBODY_KNOWS, household_id=household))


async def sealed(tx: Tx, household: HouseholdId) -> Sealed | None:
    """Return what is sealed, to the officer who knows."""
    return await tx.first(queries.SEEN_BY_KEEPER, household_id=household)


async def candidates(tx: Tx, association: PlaceId) -> list[Candidate]:
    """Return the officers who may be told. The caller has asked for permission."""
    return await tx.all(queries.CANDIDATES, association=association)


async def hide(tx: Tx, association: PlaceId, household: HouseholdId, keeper: PersonId | None = None) -> None:
    """Hide the household as its officer; `keeper` knows it, else the officer. A second call changes nothing."""
    await require(tx, Task.CHANGE_ROSTER, association)
    await _hide(tx, association, household, keeper or tx.actor.person, "officer")


async def hide_for(tx: Tx, association: PlaceId, household: HouseholdId, keeper: PersonId | None) -> None:
    """As `hide`, with an officer of the association chosen; raise Invalid."""
    await require(tx, Task.CHANGE_ROSTER, association)
    await hide(tx, association, household, await _checked(tx, association, keeper))


async def hide_own(tx: Tx, household: HouseholdId, keeper: PersonId | None) -> None:
    """Hide the actor's own household; its device is trusted from now on. Raise Invalid without `keeper`."""
    association = _association_of(tx, household)
    await require_settled(tx, household)
    if await found(tx, household) is not None:
        return
    await _hide(tx, association, household, await _checked(tx, association, keeper), "household")
    await tx.run(queries.TRUST_HERE, household_id=household)


async def show(tx: Tx, association: PlaceId, household: HouseholdId) -> None:
    """Show the name again as the officer who knows; a second call changes nothing.

    Raise Refused for others, NotFound outside the association.
    """
    await require(tx, Task.CHANGE_ROSTER, association)
    kept = await found(tx, household)
    if kept is None:
        await household_line(tx, association, household)
        return
    if kept.association != association:
        raise NotFound
    if not await knows(tx, household):
        raise Refused(ONLY_WHO_KNOWS)
    await record_access(tx, "hiding", association, household)
    await _show(tx, kept, household)


async def show_own(tx: Tx, household: HouseholdId) -> None:
    """Show the name again, on a device the household trusts."""
    kept = await _kept_here(tx, household)
    if kept is not None:
        await _show(tx, kept, household)


async def name_own(tx: Tx, household: HouseholdId, keeper: PersonId | None) -> None:
    """Name the next officer who knows, on a device the household trusts; raise Invalid."""
    kept = await _kept_here(tx, household)
    if kept is not None:
        named = await _checked(tx, kept.association, keeper)
        if named == kept.keeper:
            return
        await _name(tx, kept, household, named, "household")


async def unknown(tx: Tx) -> list[Unknown]:
    """Return the hidden households no officer knows, for those who name one."""
    return await tx.all(queries.UNKNOWN)


async def name_until_then(tx: Tx, household: HouseholdId, keeper: PersonId | None) -> None:
    """Name an officer where nobody knows the household, which may name another; a second call changes nothing.

    Raise NotFound where another officer knows it, Invalid for a person who is none.
    """
    kept = await found(tx, household)
    if kept is None:
        raise NotFound
    await require(tx, Task.NAME_KEEPER, kept.association)
    named = await _checked(tx, kept.association, keeper)
    if kept.keeper == named:
        return
    if kept.keeper is not None:
        raise NotFound
    by = "operator" if isinstance(tx.actor, System) else "municipality"
    await record_access(tx, "hiding", kept.association, household)
    await _name(tx, kept, household, named, by)


async def keep_houses(tx: Tx) -> int:
    """Keep the houses that hidden households left empty 30 days ago, for the worker; return how many households there were.

    A house is a row of its own, without the number in the block and the day: nothing says that a hidden household lived there.
    """
    left = await tx.all(houses.LEFT_EMPTY)
    for one in left:
        month = at(day_of(one.gone).replace(day=1))
        if one.address or one.postal:
            id = await tx.value(
                houses.ADD_HOUSE, association=one.association, label="", postal=one.postal, address=one.address, gone=month,
                empty_house=month,
            )  # fmt: skip
            await tx.run(houses.ADD_PLACE, house=id, left=one.id, day=one.gone, month=month)
        await tx.run(NOT_EMPTY, household_id=one.id, of_association=one.association)
    return len(left)


async def _hide(
    tx: Tx, association: PlaceId, household: HouseholdId, keeper: PersonId | None, by: str
) -> None:
    if not await tx.run(queries.SEAL, household_id=household, of_association=association):
        kept = await found(tx, household)
        if kept is None or kept.association != association:
            raise NotFound
        return
    await tx.run(queries.EMPTY, household_id=household)
    await tx.run(queries.NAME, household_id=household, named=keeper, by=by)
    # The card or the number would bind a device that counts as trusted.
    await tx.run(cards.CANCEL, household_id=household)
    await tx.run(pins.SET_PIN, household_id=household, hash="")
    await tx.run(device_requests.FORGET_REQUESTS, household_id=household)
    await record_access(tx, "hiding", association, household)
    await announce(tx, household, Told.HIDDEN, keeper, tx.now)
    await journal.record(tx, "hidden", association=association, household=household)


async def _show(tx: Tx, kept: Hiding, household: HouseholdId) -> None:
    await tx.run(queries.OPEN, household_id=household)
    await tx.run(queries.UNSEAL, household_id=household)
    await announce(tx, household, Told.SHOWN, tx.actor.person, kept.since)
    await journal.record(tx, "shown", association=kept.association, household=household)


async def _name(tx: Tx, kept: Hiding, household: HouseholdId, keeper: PersonId, by: str) -> None:
    await tx.run(queries.NAME, household_id=household, named=keeper, by=by)
    await announce(tx, household, Told.KEEPER, keeper, kept.since)
    await journal.record(tx, "keeper_named", association=kept.association, household=household, other=keeper)


async def _kept_here(tx: Tx, household: HouseholdId) -> Hiding | None:
    """Return the own household's hiding; Refused on a device it does not trust."""
    require_own(tx, household)
    await require_settled(tx, household)
    if not await is_trusted_here(tx, household):
        raise Refused(ELSEWHERE)
    return await found(tx, household)


async def _checked(tx: Tx, association: PlaceId, keeper: PersonId | None) -> PersonId:
    for one in await candidates(tx, association):
        if one.person == keeper:
            return one.person
    raise Invalid({"keeper": CHOOSE})


def _association_of(tx: Tx, household: HouseholdId) -> PlaceId:
    require_own(tx, household)
    return next(home.association for home in tx.actor.homes if home.household == household)
