"""The facts found in a paper, as its child answers and as they are stored with the attachment."""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

# A line of a paper as far as it is searched; no fact is longer.
LONGEST_LINE = 400


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts found, None where there is none; texts are the document's own words."""

    title: str | None = None
    when: str | None = None
    where: str | None = None
    bring: str | None = None
    ask: str | None = None
    phone: str | None = None
    reply_by: date | None = None
    event_at: datetime | date | None = None


_TEXTS = ("title", "when", "where", "bring", "ask", "phone")


def written(facts: Facts) -> str:
    """Return the facts as JSON, without those that were not found."""
    return json.dumps({name: _plain(value) for name, value in asdict(facts).items() if value is not None})


def _plain(value: str | date) -> str:
    return value if isinstance(value, str) else value.isoformat()


def read_facts(text: str) -> Facts:
    """Return the facts of `written`, none for ""; raise ValueError for anything else."""
    found = json.loads(text) if text else {}
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise ValueError("facts are texts by name")
    texts: dict[str, Any] = {name: found[name][:LONGEST_LINE] for name in _TEXTS if name in found}
    reply_by, event_at = found.get("reply_by"), found.get("event_at")
    return Facts(
        **texts,
        reply_by=date.fromisoformat(reply_by) if reply_by else None,
        event_at=_moment(event_at) if event_at else None,
    )


def _moment(text: str) -> datetime | date:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
