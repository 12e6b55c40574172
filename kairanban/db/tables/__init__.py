"""All tables; importing this fills the metadata."""

from kairanban.db.tables import circulars, ledger, people, places, replies, requests, roster, signin
from kairanban.db.tables.columns import Of, metadata

__all__ = [
    "Of",
    "circulars",
    "ledger",
    "metadata",
    "people",
    "places",
    "replies",
    "requests",
    "roster",
    "signin",
]
