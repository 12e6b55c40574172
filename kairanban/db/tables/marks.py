"""The marks of personal columns, table by table: what docs/privacy.md and the register of an association are made from."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Column, Table

from kairanban.db.tables.columns import Of
from kairanban.db.tables.terms import Term


def marked(table: Table) -> Iterator[tuple[Of, Term, list[Column[Any]]]]:
    """Yield the personal columns of a table by whose they are and how long they are kept."""
    personal = [column for column in table.columns if column.info["personal"] is not Of.NOBODY]
    for _, columns in groupby(sorted(personal, key=_mark), key=_mark):
        found = list(columns)
        yield found[0].info["personal"], found[0].info["kept"], found


def _mark(column: Column[Any]) -> tuple[str, str]:
    return column.info["personal"].value, column.info["kept"].name
