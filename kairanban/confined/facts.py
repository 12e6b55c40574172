"""The facts found in a paper, as its child answers and as they are stored with the attachment."""

import json
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from kairanban.i18n.japanese_dates import Doubt

# A line of a paper as far as it is searched; no fact is longer.
LONGEST_LINE = 400
DOUBTS_MOST = 10


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
    doubts: tuple[Doubt, ...] = ()
    """Dates beside which another weekday stands than theirs."""


_TEXTS = ("title", "when", "where", "bring", "ask", "phone")


def written(facts: Facts) -> str:
    """Return the facts as JSON, without those that were not found."""
    given = {field.name: getattr(facts, field.name) for field in fields(facts)}
    return json.dumps({name: _plain(value) for name, value in given.items() if value})


def _plain(value: str | date | tuple[Doubt, ...]) -> str:
    if isinstance(value, tuple):
        return "\n".join(f"{doubt.day.isoformat()} {doubt.written}" for doubt in value)
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
        doubts=tuple(map(_doubt, found["doubts"].split("\n")[:DOUBTS_MOST])) if found.get("doubts") else (),
    )


def _moment(text: str) -> datetime | date:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _doubt(line: str) -> Doubt:
    day, _, words = line.partition(" ")
    return Doubt(words[:LONGEST_LINE], date.fromisoformat(day))
