"""The journal: what changed, written in the transaction that changes it. Ids and kinds only, never names or texts."""

from sqlalchemy import bindparam, func, or_, select

from kairanban.core.actor import Actor
from kairanban.db.statements import Statement, inserting
from kairanban.db.tables.ledger import journal
from kairanban.db.tx import Tx

_ENTRY = inserting(
    journal, "at", "kind", "person", "session", "association", "circular", "household", "other"
)

# Kinds after which a household may have come, moved or begun to belong.
HOUSEHOLD_CAME = ("household_added", "household_moved", "roster_taken")

_NEWEST = Statement(select(func.coalesce(func.max(journal.c.id), 0)))

_CAME = Statement(
    select(journal.c.association)
    .distinct()
    .where(journal.c.id > bindparam("seen"), or_(*(journal.c.kind == kind for kind in HOUSEHOLD_CAME)))
)

_NEWEST_ABOUT = Statement(
    select(func.coalesce(func.max(journal.c.id), 0)).where(journal.c.circular == bindparam("circular"))
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
    """The journal's line as a call that can travel together with the change itself."""
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
    """Append one line and give back its id."""
    statement, values = entry(tx, kind, **ids)
    number: int = await tx.value(statement, **values)
    return number


async def changed_households(tx: Tx, seen: int, look_back: int) -> tuple[int, list[int]]:
    """The newest line, and the associations in which households came about since line `seen`."""
    newest: int = await tx.value(_NEWEST)
    return newest, await tx.column(_CAME, seen=seen - look_back) if newest > seen else []


async def newest_about(tx: Tx, circular: int) -> int:
    """Grows with every change to a circular and its replies: lists ask for this before they refresh."""
    newest: int = await tx.value(_NEWEST_ABOUT, circular=circular)
    return newest
