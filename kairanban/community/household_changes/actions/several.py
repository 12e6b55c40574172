"""One change for several households at once: what is refused of one leaves the others as they are."""

from collections.abc import Iterable
from dataclasses import dataclass

from kairanban.access.hidden import known_of
from kairanban.access.permission import require
from kairanban.community.household_changes.actions import moving
from kairanban.community.people.actions import particulars
from kairanban.community.people.actions.households import households
from kairanban.community.people.queries.people import HouseholdLine
from kairanban.community.roster.actions.dwellings import Dwellings, Wanted, add_missing
from kairanban.community.roster.actions.present_roster import stored_households
from kairanban.community.roster.queries import current
from kairanban.core.clock import at, day_of
from kairanban.core.errors import Invalid
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

BLOCK, METHOD, DEPARTURE, CARDS = "block", "method", "departure", "cards"
# Only the household itself gives up paper.
METHODS = ("both", "paper")

GONE = _n("It is no longer in the roster.")
HIDDEN = _n("This household asked not to be shown by name.")
SAME = _n("It is so already.")
SEVERAL_SO = _n(
    "Several blocks are called so, in different settlements. Please move these households one by one."
)


@dataclass(frozen=True, slots=True)
class Refused:
    """A household that stays as it is, and why."""

    shown: str
    why: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """The households a change can be made for, and those it cannot."""

    households: list[HouseholdLine]
    refused: list[Refused]


async def chosen(tx: Tx, association: PlaceId, what: str, ids: Iterable[HouseholdId]) -> Chosen:
    """Sort the ticked households by what the same change of a single one would say."""
    await require(tx, Task.PRINT_CARDS if what == CARDS else Task.CHANGE_ROSTER, association)
    lines = {line.id: line for line in await households(tx, association)}
    known = await known_of(tx, association) if what in (BLOCK, METHOD) else set(lines)
    found, refused = list[HouseholdLine](), list[Refused]()
    for id in dict.fromkeys(ids):
        if (line := lines.get(id)) is None:
            refused.append(Refused("—", GONE))
        elif line.hidden and id not in known:
            refused.append(Refused(line.shown, HIDDEN))
        else:
            found.append(line)
    return Chosen(found, refused)


async def give_block(
    tx: Tx, association: PlaceId, ids: Iterable[HouseholdId], block: str
) -> tuple[int, list[Refused]]:
    """Move the households to the end of a block, which is added if it is missing; return how many moved."""
    if not block:
        raise Invalid({"block": _n("Please write the name of the block.")})
    await require(tx, Task.CHANGE_ROSTER, association)
    await tx.run(current.HOLD, association=association)
    found = await chosen(tx, association, BLOCK, ids)
    await add_missing(tx, association, [Wanted("", block)])
    dwellings = await Dwellings.read(tx, association)
    if dwellings.namesakes(block) > 1:
        raise Invalid({"block": SEVERAL_SO})
    place = dwellings.find(Wanted("", block))
    assert place is not None
    now = {one.id: one.place for one in await stored_households(tx, association)}
    last = {
        one.place: one.route_order for one in await tx.all(current.LAST_IN_ROUTE, association=association)
    }
    order, moved = last.get(place, 0), 0
    for line in found.households:
        if now.get(line.id) == place:
            found.refused.append(Refused(line.shown, SAME))
            continue
        order, moved = order + 1, moved + 1
        await particulars.move(tx, association, line.id, now.get(line.id) or association, place, order)
    return moved, found.refused


async def write_method(
    tx: Tx, association: PlaceId, ids: Iterable[HouseholdId], method: str
) -> tuple[int, list[Refused]]:
    """Write down how they get circulars; return how many changed."""
    if method not in METHODS:
        raise Invalid({"method": _n("Please choose one of the two.")})
    found, changed = await chosen(tx, association, METHOD, ids), 0
    for line in found.households:
        if line.method == method:
            found.refused.append(Refused(line.shown, SAME))
            continue
        await particulars.change(tx, association, line.id, {"method": method})
        changed += 1
    return changed, found.refused


async def depart(tx: Tx, association: PlaceId, ids: Iterable[HouseholdId]) -> tuple[int, list[Refused]]:
    """Write down that they moved out today; return how many."""
    found = await chosen(tx, association, DEPARTURE, ids)
    for line in found.households:
        await moving.leave(tx, association, line.id, at(day_of(tx.now)), empty=False)
    return len(found.households), found.refused
