"""All tables; importing this module fills the metadata."""

from kairanban.db.tables import (
    buildings,
    callbacks,
    circular_templates,
    circulars,
    consents,
    figures,
    ledger,
    municipal_requests,
    notify,
    people,
    places,
    replies,
    roster,
    route_sheets,
    safety,
    signin,
    visits,
)
from kairanban.db.tables.columns import Of, metadata

__all__ = [
    "Of",
    "buildings",
    "callbacks",
    "circular_templates",
    "circulars",
    "consents",
    "figures",
    "ledger",
    "metadata",
    "municipal_requests",
    "notify",
    "people",
    "places",
    "replies",
    "roster",
    "route_sheets",
    "safety",
    "signin",
    "visits",
]  # fmt: skip
