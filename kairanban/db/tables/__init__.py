"""All tables; importing this module fills the metadata."""

from kairanban.db.tables import (
    announcements,
    buildings,
    callbacks,
    circular_templates,
    circulars,
    consents,
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
    "announcements",
    "buildings",
    "callbacks",
    "circular_templates",
    "circulars",
    "consents",
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
