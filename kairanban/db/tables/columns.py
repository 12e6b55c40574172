"""Helpers to declare tables: every column states whether it is personal data, whose, and how long it is kept."""

from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, LargeBinary, MetaData, Table, Text

from kairanban.db.tables.terms import Term

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)

# STRICT SQLite tables have INTEGER only; both types hold 64 bits.
Whole = BigInteger().with_variant(Integer(), "sqlite")


class Line(Text):
    """One line of text; `core.lines.one_line` is applied on storing."""


class Paragraphs(Text):
    """Text of several lines; `core.lines.paragraphs` is applied on storing."""


class Of(StrEnum):
    """Whose personal data a column is; disclosure and erasure follow it."""

    NOBODY = "nobody"
    HOUSEHOLD = "household"
    RESIDENT = "resident"
    PERSON = "person"


def table(name: str, *columns: Any, kept: Term | None = None) -> Table:
    """Return a table whose ids are never reused or, without an id, a link table WITHOUT ROWID.

    `kept` is the term of its personal columns that name no other. Raise TypeError for one without a term.
    """
    for column in columns:
        if column.info["personal"] is not Of.NOBODY:
            column.info["kept"] = column.info["kept"] or kept
            if column.info["kept"] is None:
                raise TypeError(f"the personal column {name}.{column.name} has no term")
    counted = "id" in [c.name for c in columns if isinstance(c, Column)]
    return Table(
        name, metadata, *columns, sqlite_strict=True, sqlite_autoincrement=counted, sqlite_with_rowid=counted
    )


def _marks(of: Of, kept: Term | None) -> dict[str, Any]:
    return {"personal": of, "kept": kept}


def key() -> Column[int]:
    return Column("id", Whole, primary_key=True, info=_marks(Of.NOBODY, None))


def ref(
    name: str,
    target: str,
    *,
    of: Of = Of.NOBODY,
    kept: Term | None = None,
    null: bool = False,
    key: bool = False,
    index: bool = False,
    goes: bool = False,
) -> Column[int]:
    """Return a foreign key; deleting its target sets a nullable one to NULL, unless the row `goes` too, and deletes the row otherwise."""
    gone = "SET NULL" if null and not goes else "CASCADE"
    return Column(
        name, Whole, ForeignKey(f"{target}.id", ondelete=gone), nullable=null, primary_key=key,
        index=index or None, info=_marks(of, kept),
    )  # fmt: skip


def whole(
    name: str,
    *,
    of: Of = Of.NOBODY,
    kept: Term | None = None,
    null: bool = False,
    key: bool = False,
    default: int | None = None,
) -> Column[int]:
    """Return an integer column: a count, a flag (0 or 1), or UTC epoch milliseconds."""
    server = None if default is None else str(default)
    return Column(
        name,
        Whole,
        nullable=null,
        primary_key=key,
        server_default=server,
        autoincrement=False,
        info=_marks(of, kept),
    )


def text(
    name: str,
    *,
    of: Of = Of.NOBODY,
    kept: Term | None = None,
    null: bool = False,
    key: bool = False,
    default: str | None = "",
) -> Column[str]:
    """Return a column of one line."""
    server = None if default is None or null or key else default
    return Column(name, Line, nullable=null, primary_key=key, server_default=server, info=_marks(of, kept))


def prose(
    name: str, *, of: Of = Of.NOBODY, kept: Term | None = None, null: bool = False, default: str | None = ""
) -> Column[str]:
    """Return a column of paragraphs."""
    server = None if default is None or null else default
    return Column(name, Paragraphs, nullable=null, server_default=server, info=_marks(of, kept))


def blob(name: str, *, of: Of = Of.NOBODY, kept: Term | None = None, null: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=null, info=_marks(of, kept))
