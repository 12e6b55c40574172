"""A town with a row in every table, in which everything ends today; and what is left of it, by the column marks."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, LargeBinary, Table, func, or_, select

from kairanban.accountability.retention.queries.steps import emptied
from kairanban.db.engine import Database
from kairanban.db.statements import Statement
from kairanban.db.tables import Of, metadata
from kairanban.db.tables.terms import Term
from kairanban.db.tx import Tx
from tests.world import SYSTEM

# What says that it is over, and what says when it happened.
ENDS = {
    "household": "gone", "resident": "until", "membership": "until", "appointment": "ends", "session": "ended",
    "device": "removed", "consent": "withdrawn", "help_call": "closed", "poster": "ended",
    "calendar_feed": "revoked", "household_card": "cancelled", "notice_address": "ended",
}  # fmt: skip
HAPPENED = {
    "visit": "made", "look": "at", "emergency_look": "at", "call": "asked", "notification": "until",
    "safety_check": "ended", "town_check": "ended",
}  # fmt: skip
PLANNED = ("reply_by", "event_at", "event_until", "scheduled_for")

PERSONAL: list[Column[Any]] = [
    column
    for one in metadata.sorted_tables
    for column in one.columns
    if column.info["personal"] is not Of.NOBODY
]


async def fill_empty_tables(tx: Tx) -> None:
    """Add a row of today to each table that has none, referring to the first row of each other."""
    for table in metadata.sorted_tables:
        if not await tx.value(Statement(select(func.count()).select_from(table))):
            row = {column: await _value(tx, column) for column in table.columns if column.name != "id"}
            await tx.run(Statement(table.insert().values(row)))


async def _value(tx: Tx, column: Column[Any]) -> Any:
    for key in column.foreign_keys:
        return await tx.value(Statement(select(func.min(key.column))))
    if isinstance(column.type, LargeBinary):
        return b"x"
    return tx.now if column.type.python_type is int else "x"


async def fill_empty_columns(tx: Tx) -> None:
    """Write something into one row of each personal column that says nothing yet."""
    for column in PERSONAL:
        said = column.is_distinct_from(emptied(column))
        if await tx.value(Statement(select(func.count()).select_from(column.table).where(said))):
            continue
        keys = list(column.table.primary_key)
        [first] = await tx.rows(Statement(select(*keys).order_by(*keys).limit(1)))
        row = [key == value for key, value in zip(keys, first, strict=True)]
        await tx.run(
            Statement(column.table.update().where(*row).values({column.name: await _value(tx, column)}))
        )


async def end_everything(tx: Tx) -> None:
    """Let all end today that has an end, and all happen today. Links into a demo town are not of this one."""
    await tx.run(Statement(metadata.tables["demo_link"].delete()))
    for name, column in ENDS.items():
        table = metadata.tables[name]
        runs_on = or_(table.c[column].is_(None), table.c[column] > tx.now)
        await tx.run(Statement(table.update().where(runs_on).values({column: tx.now})))
    for name, column in HAPPENED.items():
        await tx.run(Statement(metadata.tables[name].update().values({column: tx.now})))
    circular = metadata.tables["circular"]
    for column in PLANNED:
        coming = circular.update().where(circular.c[column] > tx.now).values({column: tx.now})
        await tx.run(Statement(coming))


async def left_of(database: Database, wanted: set[Term]) -> dict[str, int]:
    """Return how many rows have a value in each personal column of these terms; without those of none."""
    found: dict[str, int] = {}
    async with database.read(SYSTEM) as tx:
        for column in PERSONAL:
            if column.info["kept"] in wanted:
                says = Statement(
                    select(func.count())
                    .select_from(column.table)
                    .where(column.is_distinct_from(emptied(column)))
                )
                found[str(column)] = await tx.value(says)
    return {name: number for name, number in found.items() if number}


async def everything(database: Database, table: Table) -> list[Mapping[str, Any]]:
    async with database.read(SYSTEM) as tx:
        rows = await tx.rows(Statement(select(table).order_by(*table.primary_key)))
    return [dict(zip(table.c.keys(), row, strict=True)) for row in rows]
