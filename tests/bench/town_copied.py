"""Associations in bulk: every row of one that was made by actions, copied under other ids.

What a table holds is not written down here: the rows are found by their ids, the columns are those of the metadata. `differences` holds a copy
beside a second association made by the same actions.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Table, and_, case, func, literal_column, not_, or_, select, text

from kairanban.db.tables import metadata
from tests.bench.town_built import Association

# Ids without a foreign key; `journal.other` names rows of the association where it is above those of the town.
UNBOUND = {
    ("journal", "person"): "person", ("journal", "session"): "session", ("journal", "association"): "place",
    ("journal", "circular"): "circular", ("journal", "household"): "household", ("journal", "other"): "", ("tally", "block"): "place",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slots:
    """Ranges of ids, one an association: in every table its rows lie above `first` + slot * `span`."""

    first: int
    span: int

    def base(self, slot: int) -> int:
        return self.first + slot * self.span


def begin_slot(connection: Connection, slots: Slots, slot: int) -> None:
    """Let the next id of every table be the first of the slot."""
    base = slots.base(slot)
    for table in _numbered():
        if connection.dialect.name == "sqlite":
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
            connection.execute(
                text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :seq)"),
                {"name": table.name, "seq": base},
            )
        else:
            connection.execute(
                text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), {base + 1}, false)")
            )


def fits(connection: Connection, slots: Slots, slot: int) -> bool:
    """Tell whether the association made in this slot stayed below the next one."""
    return all(
        (connection.execute(select(func.max(table.c.id))).scalar() or 0) <= slots.base(slot + 1)
        for table in _numbered()
    )


def copy(connection: Connection, slots: Slots, of: Association, to: Association, slot: int) -> None:
    """Copy the association of slot 0 into another slot, for the association `to` of the town."""
    for table in _filled(connection, slots):
        rows = _copied(table, slots, of, to, slot)
        connection.execute(table.insert().from_select([column.name for column in table.c], rows))


def differences(
    connection: Connection, slots: Slots, of: Association, twin: Association, slot: int
) -> list[str]:
    """Return the columns in which a copy into the slot of `twin` would differ from what the actions made there."""
    found = []
    for table in _filled(connection, slots):
        copied = _rows(connection, table, _copied(table, slots, of, twin, slot))
        made = _rows(connection, table, select(table).where(_own(table, slots, slot)))
        if len(copied) != len(made):
            found.append(f"{table.name}: {len(copied)} rows copied, {len(made)} made")
            continue
        for number, column in enumerate(table.c):
            pairs = [(one[number], other[number]) for one, other in zip(copied, made, strict=True)]
            wrong = [pair for pair in pairs if pair[0] != pair[1]]
            if wrong:
                found.append(f"{table.name}.{column.name}: {len(wrong)} differ, such as {wrong[0]}")
    # What the actions changed in rows of the town: the association itself, its chair and her office.
    for name in ("place", "person", "appointment"):
        table = metadata.tables[name]
        one, other = (
            connection.execute(select(table).where(table.c.id == getattr(which, name))).mappings().one()
            for which in (of, twin)
        )
        found += [
            f"{name}.{key}: {one[key]!r}, {other[key]!r}"
            for key in one
            if key not in _NAMES_IT and one[key] != other[key]
        ]
    return found


# What tells one association of the town's list from another.
_NAMES_IT = {"id", "association", "name", "code", "sort", "sign_in_name", "person", "place", "keyed_by"}


def _numbered() -> Iterator[Table]:
    return (table for table in metadata.sorted_tables if "id" in table.c)


def _filled(connection: Connection, slots: Slots) -> list[Table]:
    """Return the tables in which slot 0 has rows, those that others refer to first."""
    return [
        table
        for table in metadata.sorted_tables
        if table.name != "setting"
        and connection.execute(select(literal_column("1")).select_from(table).where(_own(table, slots, 0)).limit(1)).first()
    ]  # fmt: skip


def _refers(column: Column[Any]) -> str | None:
    """Return the table whose ids the column holds; "" for several, None for no ids."""
    table: Table = column.table
    if column.name == "id":
        return table.name
    for key in column.foreign_keys:
        return str(key.column.table.name)
    return UNBOUND.get((table.name, column.name))


def _own(table: Table, slots: Slots, slot: int) -> Any:
    """Condition for a row of the slot: its id, or one of the ids it holds, lies there."""
    least, most = slots.base(slot), slots.base(slot + 1)
    if "id" in table.c:
        return and_(table.c.id > least, table.c.id <= most)
    held = [column for column in table.c if _refers(column) is not None]
    if not held:
        return not_(literal_column("1") == literal_column("1"))
    return or_(*(and_(column > least, column <= most) for column in held))


def _copied(table: Table, slots: Slots, of: Association, to: Association, slot: int) -> Any:
    shift = slots.base(slot) - slots.first
    named: Mapping[str, tuple[int, int]] = {
        "place": (of.place, to.place), "person": (of.person, to.person), "appointment": (of.appointment, to.appointment),
        "session": (of.session, to.session),
    }  # fmt: skip
    columns = []
    for column in table.c:
        refers = _refers(column)
        if (table.name, column.name) == ("place", "sort"):
            # Blocks are numbered on from the association's own place in the town's list.
            columns.append((column + _sort(to) - _sort(of)).label("sort"))
            continue
        if refers is None:
            columns.append(column)
            continue
        cases: list[tuple[Any, Any]] = [(column > slots.first, column + shift)]
        if refers in named:
            cases.append((column == named[refers][0], named[refers][1]))
        columns.append(case(*cases, else_=column).label(column.name))
    return select(*columns).where(_own(table, slots, 0))


def _sort(of: Association) -> Any:
    listed = metadata.tables["place"].alias("listed")
    return select(listed.c.sort).where(listed.c.id == of.place).scalar_subquery()


def _rows(connection: Connection, table: Table, statement: Any) -> list[Any]:
    keys = [column.name for column in table.primary_key]
    order = [list(table.c.keys()).index(key) for key in keys]
    return sorted(connection.execute(statement), key=lambda row: [row[at] for at in order])
