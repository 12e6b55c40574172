"""Sheets for the round, one per block."""

from dataclasses import dataclass
from itertools import groupby

from kairanban.care.safety.queries.walk_sheets import HOUSEHOLDS, Walked
from kairanban.core.errors import NotFound
from kairanban.core.hidden_households import shown_as
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.db.tx import Tx


@dataclass(frozen=True, slots=True)
class Row:
    household: HouseholdId
    shown: str
    phone: str
    route_order: int


@dataclass(frozen=True, slots=True)
class Sheet:
    id: PlaceId
    association: str
    name: str
    rows: list[Row]


async def sheets(tx: Tx, place: PlaceId) -> list[Sheet]:
    """Return the sheets of the actor's blocks at the place; NotFound if there is none."""
    found = await tx.all(HOUSEHOLDS, place=place)
    if not found:
        raise NotFound
    sheets = []
    for _block, passed in groupby(found, key=lambda one: one.block):
        homes = list(passed)
        first = homes[0]
        sheets.append(
            Sheet(first.block, first.association_name, first.block_name, [_row(one) for one in homes])
        )
    return sheets


def _row(one: Walked) -> Row:
    shown = shown_as(one.label, one.hidden, one.block_name, one.route_order)
    return Row(one.household, shown, one.phone, one.route_order)
