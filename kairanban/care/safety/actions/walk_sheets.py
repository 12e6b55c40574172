"""Sheets for the round, a block each."""

from dataclasses import dataclass
from itertools import groupby

from kairanban.care.safety.queries.walk_sheets import HOUSEHOLDS
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
    """Of every block there that is the actor's; NotFound where there is none."""
    found = await tx.rows(HOUSEHOLDS, place=place)
    if not found:
        raise NotFound
    return [
        Sheet(block, association, name, [_row(name, *row[2:-1]) for row in rows])
        for (block, name, association), rows in groupby(found, key=lambda row: (row[0], row[1], row[-1]))
    ]


def _row(block: str, household: HouseholdId, label: str, hidden: int, phone: str, route_order: int) -> Row:
    return Row(household, shown_as(label, hidden, block, route_order), phone, route_order)
