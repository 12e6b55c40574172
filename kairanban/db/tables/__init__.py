"""All tables; importing this fills the metadata."""

from kairanban.db.tables import (
    buildings,
    calls,
    circulars,
    consents,
    ledger,
    notify,
    patterns,
    people,
    places,
    replies,
    requests,
    roster,
    route_sheets,
    safety,
    signin,
    visits,
)
from kairanban.db.tables.columns import Of, metadata

__all__ = [
    "Of", "buildings", "calls", "circulars", "consents", "ledger", "metadata", "notify", "patterns", "people", "places", "replies", "requests", "roster", "route_sheets", "safety", "signin", "visits",
]  # fmt: skip
