"""Running checks on the first page of a household's device."""

from dataclasses import dataclass

from sqlalchemy import exists, func, or_, select

from kairanban.care.safety.queries.household_view import HOUSEHOLD, asker, from_whom, mine
from kairanban.care.safety.rules import SOURCE_NAMES
from kairanban.db.statements import Query
from kairanban.db.tables.safety import help_call, safety_addressee, safety_check, sighting


@dataclass(frozen=True, slots=True)
class Open:
    """A check on the first page; `helping` and `closed` are of this device's own call for help."""

    id: int
    kind: str
    place: str
    started: int
    ended: int | None
    safe: int | None
    """When the whole household was said to be safe, last."""
    safe_source: str | None
    helping: int
    closed: int | None
    """When a helper closed a call, last."""

    @property
    def answered(self) -> bool:
        return self.safe is not None and self.safe >= (self.closed or 0)

    @property
    def source_name(self) -> str:
        return SOURCE_NAMES[self.safe_source or "own"]


_asks_here = exists(
    select(1).where(
        help_call.c.check == safety_check.c.id,
        help_call.c.household == safety_addressee.c.household,
        mine,
        help_call.c.closed.is_(None),
    )
)

_last_safe = (
    select(sighting)
    .where(
        sighting.c.check == safety_check.c.id,
        sighting.c.household == safety_addressee.c.household,
        sighting.c.state == "safe",
        sighting.c.about == "",
    )
    .correlate(safety_check, safety_addressee)
    .order_by(sighting.c.made.desc(), sighting.c.id.desc())
    .limit(1)
)
_closed_here = (
    select(func.max(help_call.c.closed))
    .where(
        help_call.c.check == safety_check.c.id,
        help_call.c.household == safety_addressee.c.household,
        mine,
        help_call.c.closed_how != "taken_back",
    )
    .correlate(safety_check, safety_addressee)
    .scalar_subquery()
)

# Running checks for the first page, real ones first; a help call of this device outlives its check.
OPEN_FOR = Query(
    select(
        safety_check.c.id,
        safety_check.c.kind,
        asker.label("place"),
        safety_check.c.started,
        safety_check.c.ended,
        _last_safe.with_only_columns(sighting.c.made).scalar_subquery().label("safe"),
        _last_safe.with_only_columns(sighting.c.source).scalar_subquery().label("safe_source"),
        _asks_here.label("helping"),
        _closed_here.label("closed"),
    )
    .select_from(
        from_whom(safety_addressee.join(safety_check, safety_check.c.id == safety_addressee.c.check))
    )
    .where(safety_addressee.c.household == HOUSEHOLD, or_(safety_check.c.ended.is_(None), _asks_here))
    .order_by(safety_check.c.kind.desc(), safety_check.c.id.desc()),
    Open,
)
