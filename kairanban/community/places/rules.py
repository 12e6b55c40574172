"""Kinds of place in the tree, and which lies in which."""

from enum import StrEnum

from kairanban.i18n.marks import N as _n


class PlaceKind(StrEnum):
    FEDERATION = "federation"
    MUNICIPALITY = "municipality"
    DISTRICT = "district"
    ASSOCIATION = "association"
    BLOCK = "block"
    SETTLEMENT = "settlement"
    BUILDING = "building"
    GROUP = "group"


KIND_NAMES = {
    PlaceKind.FEDERATION.value: _n("Federation of towns"),
    PlaceKind.MUNICIPALITY.value: _n("Town"),
    PlaceKind.DISTRICT.value: _n("District"),
    PlaceKind.ASSOCIATION.value: _n("Whole association"),
    PlaceKind.BLOCK.value: _n("Block"),
    PlaceKind.SETTLEMENT.value: _n("Settlement"),
    PlaceKind.BUILDING.value: _n("Building"),
    PlaceKind.GROUP.value: _n("Group"),
}

# Kinds of place a household lives in; groups exist beside these.
DWELLING = (PlaceKind.BLOCK, PlaceKind.BUILDING, PlaceKind.SETTLEMENT)

# None: it may stand alone, as an association does that began without its town.
LIES_IN: dict[PlaceKind, frozenset[PlaceKind | None]] = {
    PlaceKind.FEDERATION: frozenset({None}),
    PlaceKind.MUNICIPALITY: frozenset({None, PlaceKind.FEDERATION}),
    PlaceKind.DISTRICT: frozenset({PlaceKind.MUNICIPALITY}),
    PlaceKind.ASSOCIATION: frozenset({None, PlaceKind.MUNICIPALITY, PlaceKind.DISTRICT}),
    PlaceKind.SETTLEMENT: frozenset(
        {None, PlaceKind.MUNICIPALITY, PlaceKind.DISTRICT, PlaceKind.ASSOCIATION, PlaceKind.SETTLEMENT}
    ),
    # In a large building, its staircases.
    PlaceKind.BLOCK: frozenset({PlaceKind.ASSOCIATION, PlaceKind.SETTLEMENT, PlaceKind.BUILDING}),
    PlaceKind.BUILDING: frozenset({PlaceKind.ASSOCIATION, PlaceKind.BLOCK, PlaceKind.SETTLEMENT}),
    PlaceKind.GROUP: frozenset({PlaceKind.ASSOCIATION, PlaceKind.SETTLEMENT}),
}


def may_lie_in(kind: PlaceKind, parent: str | None) -> bool:
    """Tell whether a place of this kind lies directly in one of the other kind."""
    return (PlaceKind(parent) if parent else None) in LIES_IN[kind]
