"""Blocks and settlements named by a file: found, or added."""

from collections.abc import Iterable
from dataclasses import dataclass

from kairanban.community.places.actions.places import add_place, places_within
from kairanban.community.places.queries.places import Within
from kairanban.community.places.rules import PlaceKind
from kairanban.community.roster import queries
from kairanban.community.roster.rules.fields import Field, Values
from kairanban.community.roster.rules.spelling import block_key, tidy
from kairanban.core.ids import PlaceId
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
        key = block_key(name)
        named = [p for p in self.by_id.values() if p.kind in BLOCKS and block_key(p.name) == key]
        for parent in parents:
            for place in named:
                if parent is not None and place.parent == parent:
                    return place.id
        return named[0].id if named and anywhere else None


async def add_missing(tx: Tx, association: PlaceId, places: Iterable[Wanted]) -> None:
    """Add the named places that are missing, numbered ones in numeric order."""
    dwellings = await Dwellings.read(tx, association)
    sort = await tx.value(queries.LAST_SORT, association=association)
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
