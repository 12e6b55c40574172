"""The current roster, in the form that files are compared with."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from kairanban.community.places.actions.places import places_within
from kairanban.community.places.queries.places import Within
from kairanban.community.places.rules import PlaceKind
from kairanban.community.roster.queries import current
from kairanban.community.roster.queries.current import StoredHousehold
from kairanban.community.roster.rules.plan import CurrentHousehold
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.db.tx import Tx


async def stored_households(tx: Tx, association: PlaceId) -> list[StoredHousehold]:
    """Return each household once, in route order. The caller has asked for permission."""
    rows = await tx.all(current.STORED, association=association)
    return list({row.id: row for row in reversed(rows)}.values())[::-1]


async def current_households(tx: Tx, association: PlaceId) -> list[CurrentHousehold]:
    """As `stored_households`; hidden households keep their real values for matching and must not be shown."""
    places = {place.id: place for place in await places_within(tx, association)}
    names: dict[HouseholdId, list[str]] = defaultdict(list)
    for one in await tx.all(current.NAMES_IN_HOUSEHOLDS, association=association):
        names[one.household].append(one.name)
    rows = await stored_households(tx, association)
    return [_current(row, places, association, names[row.id]) for row in rows]


def _current(
    row: StoredHousehold, places: Mapping[PlaceId, Within], association: PlaceId, residents: Sequence[str]
) -> CurrentHousehold:
    place = places.get(row.place) if row.place else None
    in_block = place is not None and place.kind in (PlaceKind.BLOCK, PlaceKind.BUILDING)
    name = row.name or row.label
    return CurrentHousehold(
        id=row.id,
        name=name,
        code=row.code or "",
        block=place.name if place and in_block else "",
        settlement=settlement_of(place, places, association),
        route_order=str(row.route_order) if row.route_order else "",
        reading=row.reading,
        # A household without a label is called by its representative.
        label="" if row.label == name else row.label,
        postal=row.postal,
        address=row.address,
        phone=row.phone,
        second_phone=row.second_phone,
        email=row.email,
        language=row.language,
        method=row.method,
        membership=row.standing,
        hidden=bool(row.hidden),
        shown_as=f"{place.name if place else ''}の{row.route_order}" if row.hidden else "",
        residents=tuple(residents),
    )


def settlement_of(place: Within | None, places: Mapping[PlaceId, Within], association: PlaceId) -> str | None:
    """Return the settlement of a household; for one in no block the association's own name.

    None for a block outside any settlement: what a file writes there is not stored.
    """
    lives_in = place
    while place is not None and place.id != association:
        if place.kind == PlaceKind.SETTLEMENT:
            return place.name
        place = places.get(place.parent) if place.parent else None
    return places[association].name if lives_in is None or lives_in.id == association else None


async def departed_households(tx: Tx, association: PlaceId) -> list[CurrentHousehold]:
    """Return the households that moved out and are still on record, but for hidden ones and empty houses."""
    rows = await tx.all(current.DEPARTED, association=association)
    return [
        CurrentHousehold(
            id=row.id,
            name=row.name or row.label,
            code=row.code,
            address=row.address,
            phone=row.phone,
            second_phone=row.second_phone,
        )
        for row in rows
        if row.name or row.label
    ]
