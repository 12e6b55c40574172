"""漏えい時の手引き: drafts of the two reports, for the chair and the operator."""

from collections.abc import Mapping

from kairanban.access.permission import may, require
from kairanban.accountability.breach import queries
from kairanban.accountability.breach.queries import Association, Draft
from kairanban.core.errors import Invalid
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

WHEN = _n("Please write the day on which it became known; it cannot be in the future.")


async def require_writer(tx: Tx, association: PlaceId) -> None:
    """Raise as `require` unless the actor keeps the records or operates the server."""
    if not await may(tx, Task.OPERATE, association):
        await require(tx, Task.KEEP_RECORDS, association)


async def associations(tx: Tx) -> list[Association]:
    """Return the associations the actor writes reports for."""
    return await tx.all(queries.ASSOCIATIONS)


async def drafts(tx: Tx, association: PlaceId) -> list[Draft]:
    await require_writer(tx, association)
    return await tx.all(queries.OF_ASSOCIATION, of_association=association)


async def find(tx: Tx, association: PlaceId, breach: int) -> Draft:
    """Return a draft of the association; raise NotFound."""
    await require_writer(tx, association)
    return await tx.one(queries.FIND, of_association=association, breach=breach)


async def begin(tx: Tx, association: PlaceId, discovered: int | None, press: str) -> int:
    """Begin a report and return its id, once a press; raise Invalid for a day to come."""
    await require_writer(tx, association)
    if discovered is None or discovered > tx.now:
        raise Invalid({"discovered": WHEN})
    there: int | None = await tx.value(queries.SAME_PRESS, of_association=association, press=press)
    if there is not None:
        return there
    made: int = await tx.value(
        queries.BEGIN, association=association, discovered=discovered, press=press, made=tx.now, changed=tx.now,
        written_by=tx.actor.person,
    )  # fmt: skip
    await journal.record(tx, "breach_begun", association=association, other=made)
    return made


async def save(tx: Tx, association: PlaceId, breach: int, values: Mapping[str, object]) -> None:
    """Store the draft; raise NotFound, or Invalid for a day to come."""
    await find(tx, association, breach)
    wrong = {}
    for name in ("discovered", "first_reported", "final_reported"):
        day = values[name]
        if (day is None and name == "discovered") or (isinstance(day, int) and day > tx.now):
            wrong[name] = WHEN if name == "discovered" else _n("This day is still to come.")
    if wrong:
        raise Invalid(wrong)
    await tx.run(queries.SAVE, of_association=association, breach=breach, **values)
    await journal.record(tx, "breach_saved", association=association, other=breach)


async def remove(tx: Tx, association: PlaceId, breach: int) -> None:
    """Remove a draft of the association; raise NotFound."""
    await find(tx, association, breach)
    await tx.run(queries.REMOVE, of_association=association, breach=breach)
    await journal.record(tx, "breach_removed", association=association, other=breach)
