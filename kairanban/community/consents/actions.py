"""Consents, given by each adult for each purpose; missing means no, and a withdrawal holds at once."""

from dataclasses import dataclass, field, replace

from kairanban.access.hidden import known_of
from kairanban.access.permission import require
from kairanban.access.rules import RECEIVED_BY
from kairanban.community.consents import queries
from kairanban.community.consents.queries import ConsentLine, From, LooksAfter, PlaceLine
from kairanban.community.people.actions.households import add_resident
from kairanban.core.clock import DAY
from kairanban.core.errors import Invalid, NotFound
from kairanban.core.hidden_households import shown_as
from kairanban.core.ids import HouseholdId, PlaceId, ResidentId
from kairanban.core.purposes import Purpose
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

# How long a household's first page shows a new supporter.
NEW_FOR = 14 * DAY


@dataclass(frozen=True, slots=True)
class Given:
    """A consent that is not withdrawn."""

    how: str
    given: int


@dataclass(frozen=True, slots=True)
class Adult:
    id: ResidentId
    name: str
    given: dict[str, Given] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HomeConsents:
    """A household and the consents of its adults."""

    household: HouseholdId
    label: str
    adults: list[Adult] = field(default_factory=list)


async def own(tx: Tx) -> list[HomeConsents]:
    """Return the actor's own households and their consents."""
    return _gathered(await tx.all(queries.OWN))


async def sheets_for(tx: Tx, chosen: PlaceId) -> list[From]:
    """Return the associations the actor visits in, or that of the chosen place (0: any); raise NotFound."""
    found = await tx.all(queries.SHEETS_FOR, chosen=chosen)
    if not found:
        raise NotFound
    return found


async def of_place(tx: Tx, association: PlaceId, place: PlaceId) -> list[HomeConsents]:
    """Return the households of a place in route order, to enter their sheets; hidden ones without names."""
    await require(tx, Task.CHANGE_ROSTER, association)
    found = await tx.all(queries.OF_PLACE, of_place=place, association=association)
    homes = _gathered([_as_shown(one) for one in found])
    hidden = {one.line.household for one in found if one.hidden} - await known_of(tx, association)
    return [_without_names(home) if home.household in hidden else home for home in homes]


async def receivers(tx: Tx, place: PlaceId) -> dict[str, list[str]]:
    """Return the names of those who see what each purpose allows in a place. The caller has asked for permission."""
    found: dict[str, list[str]] = {purpose.value: [] for purpose in Purpose}
    for one in await tx.all(queries.RECEIVERS, of_place=place):
        for purpose in RECEIVED_BY:
            if one.role in RECEIVED_BY[purpose]:
                found[purpose.value].append(one.name)
    return found


async def give(tx: Tx, household: HouseholdId, resident: ResidentId, purpose: Purpose) -> None:
    """Give a resident's consent on the household's own device; a second call changes nothing."""
    _require_own(tx, household)
    await _give(tx, household, resident, purpose, "screen", "")


async def withdraw(tx: Tx, household: HouseholdId, resident: ResidentId, purpose: Purpose) -> None:
    """Withdraw a consent; it grants nothing from the next request on."""
    _require_own(tx, household)
    await _withdraw(tx, household, resident, purpose)


@dataclass(frozen=True, slots=True)
class Entered:
    """What a stack of sheets says: new ticks, removed ticks, and adults who added their names."""

    how: str
    witness: str
    given: set[tuple[ResidentId, Purpose]]
    withdrawn: set[tuple[ResidentId, Purpose]]
    added: list[tuple[HouseholdId, str, set[Purpose]]]


async def enter(tx: Tx, association: PlaceId, place: PlaceId, entered: Entered) -> tuple[int, int]:
    """Store a stack of sheets and return the numbers of consents given and taken back.

    Ignores households outside the place; Invalid without a witness for spoken consent.
    """
    there = await of_place(tx, association, place)
    home_of = {adult.id: home.household for home in there for adult in home.adults}
    homes = {home.household for home in there}
    if entered.how == "spoken" and not entered.witness:
        raise Invalid({"witness": _n("Please write who was there when it was said.")})
    number, taken_back = 0, 0
    for resident, purpose in sorted(entered.withdrawn):
        if resident in home_of:
            taken_back += await _withdraw(tx, home_of[resident], resident, purpose)
    for resident, purpose in sorted(entered.given):
        if resident in home_of:
            await _give(tx, home_of[resident], resident, purpose, entered.how, entered.witness)
            number += 1
    for household, name, purposes in entered.added:
        if household not in homes or not name:
            continue
        # The same form sent twice adds nobody a second time.
        known = {
            adult.name: adult.id for home in there if home.household == household for adult in home.adults
        }
        new = known.get(name) or await add_resident(tx, household, name)
        for purpose in sorted(purposes):
            await _give(tx, household, new, purpose, entered.how, entered.witness)
            number += 1
    return number, taken_back


async def looked_after_by(tx: Tx, household: HouseholdId) -> list[LooksAfter]:
    """Return the supporters and commissioners of a household, current and announced."""
    return await tx.all(queries.LOOKED_AFTER_BY, household=household, since=0)


async def newly_named(tx: Tx, household: HouseholdId) -> list[LooksAfter]:
    """Return supporters whose term began in the last 14 days or is announced."""
    return await tx.all(queries.LOOKED_AFTER_BY, household=household, since=tx.now - NEW_FOR)


async def _give(
    tx: Tx, household: HouseholdId, resident: ResidentId, purpose: Purpose, how: str, witness: str
) -> None:
    if await tx.column(queries.LIVES_IN, resident=resident) != [household]:
        raise NotFound
    given = await tx.run(
        queries.GIVE,
        household=household,
        resident=resident,
        purpose=purpose.value,
        how=how,
        witness=witness,
        given=tx.now,
        entered_by=tx.actor.person if how != "screen" else None,
    )
    if given:
        await journal.record(tx, "consent_given", household=household, other=resident)


async def _withdraw(tx: Tx, household: HouseholdId, resident: ResidentId, purpose: Purpose) -> bool:
    """Take a consent back, and tell whether there was one."""
    if await tx.column(queries.LIVES_IN, resident=resident) != [household]:
        raise NotFound
    stood = bool(await tx.run(queries.WITHDRAW, of_resident=resident, of_purpose=purpose.value))
    if stood:
        await journal.record(tx, "consent_withdrawn", household=household, other=resident)
    return stood


def _without_names(home: HomeConsents) -> HomeConsents:
    """Replace the names of a hidden household's adults by numbers."""
    adults = [replace(adult, name=f"{number}") for number, adult in enumerate(home.adults, 1)]
    return replace(home, adults=adults)


def _require_own(tx: Tx, household: HouseholdId) -> None:
    if household not in {home.household for home in tx.actor.homes}:
        raise NotFound


def _as_shown(one: PlaceLine) -> ConsentLine:
    shown = shown_as(one.line.label, one.hidden, one.place_name, one.route_order)
    return replace(one.line, label=shown)


def _gathered(lines: list[ConsentLine]) -> list[HomeConsents]:
    """Group the rows by household and adult, in their order."""
    homes: dict[HouseholdId, HomeConsents] = {}
    adults: dict[ResidentId, Adult] = {}
    for one in lines:
        home = homes.setdefault(one.household, HomeConsents(one.household, one.label))
        if one.resident is None:
            continue
        if one.resident not in adults:
            adults[one.resident] = Adult(one.resident, one.name or "")
            home.adults.append(adults[one.resident])
        if one.purpose is not None:
            adults[one.resident].given[one.purpose] = Given(one.how or "", one.given or 0)
    return list(homes.values())
