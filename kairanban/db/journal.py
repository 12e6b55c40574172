"""The journal: what changed, written in the transaction that changes it. Ids and kinds only, never names or texts."""

from kairanban.core.actor import Actor
from kairanban.db.statements import Statement, inserting
from kairanban.db.tables.ledger import journal
from kairanban.db.tx import Tx

_ENTRY = inserting(
    journal, "at", "kind", "person", "session", "association", "circular", "household", "other"
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
