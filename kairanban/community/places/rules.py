"""Kinds of place in the tree."""

from enum import StrEnum

from kairanban.i18n.marks import N as _n


class PlaceKind(StrEnum):
    MUNICIPALITY = "municipality"
    ASSOCIATION = "association"
    BLOCK = "block"
    SETTLEMENT = "settlement"
    BUILDING = "building"
    GROUP = "group"


KIND_NAMES = {
    PlaceKind.ASSOCIATION.value: _n("Whole association"),
    PlaceKind.BLOCK.value: _n("Block"),
    PlaceKind.SETTLEMENT.value: _n("Settlement"),
    PlaceKind.BUILDING.value: _n("Building"),
    PlaceKind.GROUP.value: _n("Group"),
}

# Kinds of place a household lives in; groups exist beside these.
DWELLING = (PlaceKind.BLOCK, PlaceKind.BUILDING, PlaceKind.SETTLEMENT)
