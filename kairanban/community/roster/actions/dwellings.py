"""The blocks and settlements a file names: found among those there are, or made."""

from collections.abc import Iterable
from dataclasses import dataclass

from kairanban.community.places.actions import add_place, places_within
from kairanban.community.places.queries import Within
from kairanban.community.places.rules import PlaceKind
from kairanban.community.roster import queries
from kairanban.community.roster.rules.fields import Field, Values
from kairanban.community.roster.rules.spelling import block_key, tidy
from kairanban.core.ids import PlaceId
from kairanban.db.tx import Tx

BLOCKS = (PlaceKind.BLOCK, PlaceKind.BUILDING)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where a row says that a household lives; "" where it does not say."""

    settlement: str
    block: str


def wanted(values: Values) -> Wanted:
    return Wanted(values.get(Field.SETTLEMENT, ""), values.get(Field.BLOCK, ""))


class Dwellings:
    """The places of an association, looked up by the names a file gives them."""

    def __init__(self, association: PlaceId, places: Iterable[Within]) -> None:
        self.association = association
        self.by_id = {place.id: place for place in places}

    @classmethod
    async def read(cls, tx: Tx, association: PlaceId) -> "Dwellings":
        return cls(association, await places_within(tx, association))

    def find(self, where: Wanted, now_in: PlaceId | None = None) -> PlaceId | None:
        """The place meant, beside the one lived in `now_in` where a name stands twice; None: there is none yet."""
        settlement = self.settlement(where.settlement)
        if where.settlement and settlement is None:
            return None
        if not where.block:
            return settlement or self.association
        here = self.by_id.get(now_in) if now_in else None
        parents = [settlement] if where.settlement else [here.parent if here else None]
        return self.block(where.block, [*parents, self.association], anywhere=not where.settlement)

    def settlement(self, name: str) -> PlaceId | None:
        """The settlement of a name; the association's own name means the association."""
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
    """Make the places that are named and not there yet, numbered ones in the order of their numbers."""
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
    """Names without a number keep the order of the file, after those with one."""
    key = block_key(where.block)
    return int(key) if key.isascii() and key.isdecimal() and len(key) < 9 else 10**9
