"""The journal: an append-only record of changes, in the same transaction. Ids and kinds, no names or texts."""

from sqlalchemy import bindparam, func, or_, select

from kairanban.core.actor import Actor
from kairanban.db.statements import Statement, inserting
from kairanban.db.tables.ledger import journal
from kairanban.db.tx import Tx

_ENTRY = inserting(
    journal, "at", "kind", "person", "session", "association", "circular", "household", "other"
)

# Kinds of entries after which a household may be new in an association or a place.
HOUSEHOLD_CAME = ("household_added", "household_moved", "roster_taken")

_NEWEST = Statement(select(func.coalesce(func.max(journal.c.id), 0)))

_CAME = Statement(
    select(journal.c.association)
    .distinct()
    .where(journal.c.id > bindparam("seen"), or_(*(journal.c.kind == kind for kind in HOUSEHOLD_CAME)))
)


def entry(
    tx: Tx,
    kind: str,
    *,
    association: int | None = None,
    circular: int | None = None,
    household: int | None = None,
    other: int | None = None,
) -> tuple[Statement, dict[str, object]]:
    """Return the entry's statement and values, to be sent together with the change itself."""
    actor = tx.actor if isinstance(tx.actor, Actor) else None
    return _ENTRY, {
        "at": tx.now,
        "kind": kind,
        "person": actor.person if actor else None,
        "session": actor.session if actor else None,
        "association": association,
        "circular": circular,
        "household": household,
        "other": other,
    }


async def record(tx: Tx, kind: str, **ids: int | None) -> int:
    """Append an entry and return its id."""
    statement, values = entry(tx, kind, **ids)
    number: int = await tx.value(statement, **values)
    return number


async def changed_households(tx: Tx, seen: int, look_back: int) -> tuple[int, list[int]]:
    """Return the newest entry's id and the associations with new households since entry `seen`.

    The last `look_back` entries before `seen` are read again: ids can become visible out of order.
    """
    newest: int = await tx.value(_NEWEST)
    return newest, await tx.column(_CAME, seen=seen - look_back) if newest > seen else []
