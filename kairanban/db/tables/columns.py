"""How tables are declared: every column says whether it is personal, and whose it is."""

from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, LargeBinary, MetaData, Table, Text

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)

# STRICT SQLite tables know INTEGER only; both hold 64 bits.
Whole = BigInteger().with_variant(Integer(), "sqlite")


class Of(StrEnum):
    """Whose a column is: disclosure and erasure follow these marks."""

    NOBODY = "nobody"
    HOUSEHOLD = "household"
    RESIDENT = "resident"
    PERSON = "person"


def table(name: str, *columns: Any) -> Table:
    """A table whose ids are never given twice, or a link table kept in the order of its key."""
    counted = "id" in [c.name for c in columns if isinstance(c, Column)]
    return Table(
        name, metadata, *columns, sqlite_strict=True, sqlite_autoincrement=counted, sqlite_with_rowid=counted
    )


def key() -> Column[int]:
    return Column("id", Whole, primary_key=True, info={"personal": Of.NOBODY})


def ref(
    name: str, target: str, *, of: Of = Of.NOBODY, null: bool = False, key: bool = False, index: bool = False
) -> Column[int]:
    """A row of another table: what cannot be without it goes with it, what can stays and forgets it."""
    gone = "SET NULL" if null else "CASCADE"
    return Column(
        name, Whole, ForeignKey(f"{target}.id", ondelete=gone), nullable=null, primary_key=key,
        index=index or None, info={"personal": of},
    )  # fmt: skip


def whole(
    name: str, *, of: Of = Of.NOBODY, null: bool = False, key: bool = False, default: int | None = None
) -> Column[int]:
    """A count, a flag (0 or 1), or a moment in UTC epoch milliseconds."""
    server = None if default is None else str(default)
    return Column(
        name,
        Whole,
        nullable=null,
        primary_key=key,
        server_default=server,
        autoincrement=False,
        info={"personal": of},
    )


def text(
    name: str, *, of: Of = Of.NOBODY, null: bool = False, key: bool = False, default: str | None = ""
) -> Column[str]:
    server = None if default is None or null or key else default
    return Column(name, Text, nullable=null, primary_key=key, server_default=server, info={"personal": of})


def blob(name: str, *, of: Of = Of.NOBODY, null: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=null, info={"personal": of})
