"""だれが見たか: the access log, one record per viewer, purpose, place or household, and day."""

from collections.abc import Iterable

from sqlalchemy import bindparam

from kairanban.core.clock import day_of
from kairanban.db.statements import NOW, Statement
from kairanban.db.tables.ledger import look
from kairanban.db.tx import Tx

_NOTE = Statement(
    lambda insert: (
        insert(look)
        .values(
            viewer=bindparam("viewer"),
            purpose=bindparam("purpose"),
            place=bindparam("place"),
            household=bindparam("household"),
            day=bindparam("day"),
            at=NOW,
        )
        .on_conflict_do_nothing()
    )
)


async def record_accesses(tx: Tx, purpose: str, seen: Iterable[tuple[int, int]]) -> None:
    """Record access to several households shown on one page, as (place, household) pairs."""
    if tx.actor.person is not None:
        of = {"viewer": tx.actor.person, "purpose": purpose, "day": day_of(tx.now).toordinal()}
        await tx.each(_NOTE, [{**of, "place": place, "household": household} for place, household in seen])


async def record_access(tx: Tx, purpose: str, place: int, household: int = 0) -> None:
    """Record access before the page is sent; a list of a place is one record with household 0."""
    if tx.actor.person is not None:
        await tx.run(
            _NOTE,
            viewer=tx.actor.person,
            purpose=purpose,
            place=place,
            household=household,
            day=day_of(tx.now).toordinal(),
        )
