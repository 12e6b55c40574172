"""Blocks and settlements named by a file: found, or added."""

from collections.abc import Iterable
from dataclasses import dataclass

from kairanban.access.permission import require
from kairanban.community.people.actions import particulars
from kairanban.community.places.actions.places import add_place, places_within
from kairanban.community.places.queries.places import Within
from kairanban.community.places.rules import PlaceKind
from kairanban.community.roster.queries import current
from kairanban.community.roster.rules.fields import Field, Values
from kairanban.community.roster.rules.spelling import block_key, tidy
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx

BLOCKS = (PlaceKind.BLOCK, PlaceKind.BUILDING)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The place named by a row; empty where it names none."""

    settlement: str
    block: str


def wanted(values: Values) -> Wanted:
    return Wanted(values.get(Field.SETTLEMENT, ""), values.get(Field.BLOCK, ""))


class Dwellings:
    """The places of an association, found by the names in a file."""

    def __init__(self, association: PlaceId, places: Iterable[Within]) -> None:
        self.association = association
        self.by_id = {place.id: place for place in places}

    @classmethod
    async def read(cls, tx: Tx, association: PlaceId) -> "Dwellings":
        return cls(association, await places_within(tx, association))

    def find(self, where: Wanted, now_in: PlaceId | None = None) -> PlaceId | None:
        """Return the place meant, None if there is none; of namesakes the one beside `now_in`."""
        settlement = self.settlement(where.settlement)
        if where.settlement and settlement is None:
            return None
        if not where.block:
            return settlement or self.association
        here = self.by_id.get(now_in) if now_in else None
        parents = [settlement] if where.settlement else [here.parent if here else None]
        return self.block(where.block, [*parents, self.association], anywhere=not where.settlement)

    def settlement(self, name: str) -> PlaceId | None:
        """Return the settlement of this name; the association's own name means the association."""
        if name and tidy(name) == tidy(self.by_id[self.association].name):
            return self.association
        found = (p.id for p in self.by_id.values() if p.kind == PlaceKind.SETTLEMENT and tidy(p.name) == name)
        return next(found, None) if name else None

    def block(self, name: str, parents: list[PlaceId | None], *, anywhere: bool) -> PlaceId | None:
        named = self._named(name)
        for parent in parents:
            for place in named:
                if parent is not None and place.parent == parent:
                    return place.id
        return named[0].id if named and anywhere else None

    def namesakes(self, name: str) -> int:
        """Count the blocks of this name."""
        return len(self._named(name))

    def _named(self, name: str) -> list[Within]:
        key = block_key(name)
        return [p for p in self.by_id.values() if p.kind in BLOCKS and block_key(p.name) == key]


async def add_missing(tx: Tx, association: PlaceId, places: Iterable[Wanted]) -> None:
    """Add the named places that are missing, numbered ones in numeric order."""
    dwellings = await Dwellings.read(tx, association)
    sort = await tx.value(current.LAST_SORT, association=association)
    for where in sorted(places, key=_number):
        if dwellings.find(where) is not None:
            continue
        sort += 1
        parent = dwellings.settlement(where.settlement)
        if parent is None and where.settlement:
            id = await add_place(tx, PlaceKind.SETTLEMENT, where.settlement, association, sort=sort)
            dwellings.by_id[id] = Within(id, PlaceKind.SETTLEMENT.value, association, where.settlement)
            parent = id
        parent = parent or association
        if where.block and dwellings.find(where) is None:
            id = await add_place(tx, PlaceKind.BLOCK, where.block, parent, sort=sort)
            dwellings.by_id[id] = Within(id, PlaceKind.BLOCK.value, parent, where.block)


def _number(where: Wanted) -> int:
    """Sort key: names without a number keep the order of the file, after the numbered ones."""
    key = block_key(where.block)
    return int(key) if key.isascii() and key.isdecimal() and len(key) < 9 else 10**9


async def without_block(tx: Tx, association: PlaceId) -> set[HouseholdId]:
    """Return the households that live in the association and in no part of it. The caller has asked for permission."""
    return set(await tx.column(current.WITHOUT_BLOCK, association=association))


async def give_block(tx: Tx, association: PlaceId, chosen: Iterable[HouseholdId], block: str) -> int:
    """Move households that have no block into this one, which is added if it is missing; return their number."""
    await require(tx, Task.CHANGE_ROSTER, association)
    await tx.run(current.HOLD, association=association)
    unplaced = await without_block(tx, association)
    movers = [household for household in chosen if household in unplaced]
    if not movers:
        return 0
    await add_missing(tx, association, [Wanted("", block)])
    place = (await Dwellings.read(tx, association)).find(Wanted("", block))
    assert place is not None
    last = {
        one.place: one.route_order for one in await tx.all(current.LAST_IN_ROUTE, association=association)
    }
    for order, household in enumerate(movers, last.get(place, 0) + 1):
        await particulars.move(tx, association, household, association, place, order)
    return len(movers)
