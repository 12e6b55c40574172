"""One part of a disclosure: the rows of a table that belong to a household, or to one adult of it.

Which columns there are follows the marks: all personal ones that `exempt.py` does not name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import make_dataclass
from typing import Any

from sqlalchemy import BigInteger, Column, Table, and_, bindparam, case, or_, select

from kairanban.accountability.disclosure.queries.exempt import EXEMPT
from kairanban.db.statements import Query
from kairanban.db.tables import Of
from kairanban.db.tables.circulars import circular, edition
from kairanban.db.tables.columns import Paragraphs
from kairanban.db.tables.notify import notice_address
from kairanban.db.tables.people import person, resident
from kairanban.db.tables.places import place
from kairanban.db.tables.safety import safety_check

HOUSEHOLD = bindparam("household", type_=BigInteger)
# The adult whose own part it is; 0 for nobody's.
ADULT = bindparam("adult", type_=BigInteger)
# The session of the household's own device; 0 at the desk.
HERE = bindparam("here", type_=BigInteger)
# Flags: whether the household's part is in it, and whether its maker may see name and address.
WHOLE_HOUSEHOLD = bindparam("whole", type_=BigInteger)
MAY_SEE = bindparam("may_see", type_=BigInteger)

MOST = 5_000


def is_of_household(table: Table) -> Any:
    """Condition for a row whose column `household` names it."""
    return table.c.household == HOUSEHOLD


class Part:
    """A table's rows in the bundle, under the name the JSON has for it.

    `shared` is the condition for rows that belong to the household, None where all belong to single adults; `own` is
    the condition for rows that belong to the adult. `also` are columns that are not personal and say when or what.
    `instead` says how columns are read, `more` adds some that no table has. `sealed` are columns that tell name or address, as all paragraphs may: empty for makers who may not see them.
    """

    def __init__(
        self,
        name: str,
        table: Table,
        *,
        shared: Any = None,
        own: Any = None,
        also: Iterable[str] = (),
        sealed: Iterable[str] = (),
        more: Iterable[Any] = (),
        instead: Mapping[str, Any] | None = None,
        newest: str = "id",
    ) -> None:
        self.name, self.table = name, table
        self.instead = dict(instead or {})
        columns = [column for column in table.columns if told(column) or column.name in set(also)]
        selected = [
            _sealed(column, self.instead.get(column.name, _readable(column)), set(sealed))
            for column in columns
        ]
        selected += list(more)
        self.columns = tuple(one.name for one in selected)
        rows = []
        if shared is not None:
            rows.append(and_(WHOLE_HOUSEHOLD == 1, shared))
        if own is not None:
            rows.append(own)
        shape = make_dataclass(f"Row_{name}", [(column, Any) for column in self.columns], frozen=True)
        order = table.c[newest].desc() if newest in table.c else next(iter(table.primary_key)).desc()
        self.rows: Query[Any] = Query(
            select(*selected).select_from(table).where(or_(*rows)).order_by(order).limit(MOST), shape
        )


def told(column: Column[Any]) -> bool:
    """Tell whether the marks put a column into the bundle."""
    return column.info["personal"] is not Of.NOBODY and str(column) not in EXEMPT


def _sealed(column: Column[Any], shown: Any, sealed: set[str]) -> Any:
    if column.name in sealed or isinstance(column.type, Paragraphs):
        shown = case((MAY_SEE == 1, shown), else_=None)
    return shown.label(column.name)


def _readable(column: Column[Any]) -> Any:
    """Return the column; of a reference the name of its target."""
    for key in column.foreign_keys:
        target = key.column.table.alias(f"of_{column.name}")
        if key.column.table in (place, person, resident):
            return select(target.c.name).where(target.c.id == column).scalar_subquery()
        if key.column.table is circular:
            return _title(column)
        if key.column.table is safety_check:
            return select(target.c.kind).where(target.c.id == column).scalar_subquery()
        if key.column.table is notice_address:
            return select(target.c.channel).where(target.c.id == column).scalar_subquery()
        raise TypeError(f"nothing says how {column} is read")
    return column


def _title(column: Column[Any]) -> Any:
    of, text = circular.alias("titled"), edition.alias("title")
    return (
        select(text.c.title)
        .select_from(of.join(text, and_(text.c.circular == of.c.id, text.c.number == of.c.edition)))
        .where(of.c.id == column)
        .order_by(text.c.language != "ja")
        .limit(1)
        .scalar_subquery()
    )
