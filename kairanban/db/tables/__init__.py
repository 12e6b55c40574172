"""All tables; importing this fills the metadata."""

from kairanban.db.tables import (
    buildings,
    calls,
    circulars,
    ledger,
    notify,
    patterns,
    people,
    places,
    replies,
    requests,
    roster,
    route_sheets,
    signin,
)
from kairanban.db.tables.columns import Of, metadata

__all__ = [
    "Of", "buildings", "calls", "circulars", "ledger", "metadata", "notify", "patterns", "people", "places", "replies", "requests", "roster", "route_sheets", "signin",
]  # fmt: skip
