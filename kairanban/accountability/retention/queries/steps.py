"""One step of a retention rule: which rows are due, and the statements that delete or empty a slice of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Column, Table, bindparam, func, select, tuple_

from kairanban.core.clock import DAY
from kairanban.db.statements import NOW, Query, Statement
from kairanban.db.tables.terms import Term

# A slice is one transaction: SQLite has one writer, and everybody else waits for it.
SLICE = 500

Condition = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Fact:
    """A row that is counted for its association and year before it is deleted."""

    association: int
    at: int
    part: str


class Step:
    """Rows of one table that a rule deletes, or whose columns it sets (`then`), in slices of `most`.

    `due` gets the table under a name of its own. `frozen` is what must be true besides: figures that need the row
    exist. `facts` selects what is added to the yearly figure `figure` in the same transaction.
    """

    def __init__(
        self,
        table: Table,
        due: Condition,
        *,
        then: Mapping[str, Any] | None = None,
        frozen: Condition | None = None,
        figure: str = "",
        facts: Condition | None = None,
        most: int = SLICE,
    ) -> None:
        self.table, self.then, self.figure, self.most = table, then, figure, most
        row = table.alias("due")
        self.waiting = Statement(select(func.count()).select_from(row).where(due(row)))
        keys = [row.c[column.name] for column in table.primary_key]
        ready = [due(row), frozen(row)] if frozen else [due(row)]
        a_slice = select(*keys).where(*ready).limit(bindparam("most", type_=BigInteger))
        if facts is not None:
            # Counted and deleted are the same rows; elsewhere no order, which would sort all that is due for each slice.
            a_slice = a_slice.order_by(*keys)

        def within(of: Any) -> Any:
            own = [of.c[column.name] for column in table.primary_key]
            return (tuple_(*own) if len(own) > 1 else own[0]).in_(a_slice)

        change = table.update().values(dict(then)) if then else table.delete()
        self.perform = Statement(change.where(within(table)))
        self.facts: Query[Fact] | None = None
        if facts is not None:
            counted = table.alias("counted")
            self.facts = Query(facts(counted).where(within(counted)), Fact)


@dataclass(frozen=True, slots=True)
class Rule:
    """What happens to data of one term, step after step."""

    term: Term
    steps: tuple[Step, ...] = ()


def before(days: int) -> Any:
    """Return the moment so many days ago."""
    return NOW - days * DAY


def emptied(column: Column[Any]) -> Any:
    """Return the value of a column that says nothing: NULL, else its default, else 0 or no text."""
    kind = column.type.python_type
    if column.nullable:
        return None
    if column.server_default is not None:
        return kind(str(getattr(column.server_default, "arg", "")))
    return kind()
