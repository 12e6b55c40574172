"""Tx: the actor, the time, and methods that run statements in a transaction."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Protocol, TypeVar

from kairanban.core.actor import Anyone
from kairanban.core.clock import Moment
from kairanban.core.errors import NotFound
from kairanban.db.statements import Query, Row, Statement

T = TypeVar("T")


class Call(NamedTuple):
    sql: str
    values: Any = ()
    many: bool = False


class Result(NamedTuple):
    rows: list[Row]
    changed: int


class Connection(Protocol):
    """A connection of an engine; raises Unavailable, Violation, Duplicate, driver errors for wrong SQL."""

    engine: str

    async def perform(self, calls: list[Call]) -> list[Result]:
        """Run the calls in order, in one round trip where the engine can."""
        ...


class Tx:
    """Runs statements with values by name; the actor and `now` are always bound."""

    __slots__ = ("_bound", "_connection", "actor", "now")

    def __init__(self, connection: Connection, actor: Anyone, now: Moment) -> None:
        self._connection = connection
        self._bound = {"actor_person": actor.person, "actor_session": actor.session, "now": now}
        self.actor = actor
        self.now = now

    async def all(self, query: Query[T], **values: Any) -> list[T]:
        """Every row, in the shape of the query."""
        return query.of(await self.rows(query, **values))

    async def first(self, query: Query[T], **values: Any) -> T | None:
        rows = await self.rows(query, **values)
        return query.build(rows[0]) if rows else None

    async def one(self, query: Query[T], **values: Any) -> T:
        """The first row; raises NotFound where there is none."""
        found = await self.first(query, **values)
        if found is None:
            raise NotFound
        return found

    async def value(self, statement: Statement, **values: Any) -> Any:
        """Return the one column of the first row, or None."""
        _one_column(statement)
        rows = await self.rows(statement, **values)
        return rows[0][0] if rows else None

    async def column(self, statement: Statement, **values: Any) -> list[Any]:
        """Return the one column of every row."""
        _one_column(statement)
        return [row[0] for row in await self.rows(statement, **values)]

    async def rows(self, statement: Statement, **values: Any) -> list[Row]:
        """Return the rows as tuples. Features ask for `all`, `first` or `one` instead: rows by name."""
        return (await self._connection.perform([self._call(statement, values)]))[0].rows

    async def run(self, statement: Statement, **values: Any) -> int:
        """Run a change and return the number of rows changed."""
        return (await self._connection.perform([self._call(statement, values)]))[0].changed

    async def each(self, statement: Statement, rows: Iterable[Mapping[str, Any]]) -> None:
        """Run the same change for many rows."""
        engine = self._connection.engine
        bound = [statement.bind(engine, self._bound, row) for row in rows]
        if bound:
            text = statement.text(engine)
            # From Python 3.13 on, SQLite's driver runs no statement many times that returns rows.
            calls = [Call(text, row) for row in bound] if statement.labels else [Call(text, bound, many=True)]
            await self._connection.perform(calls)

    async def together(self, *asked: tuple[Statement, Mapping[str, Any]]) -> list[Result]:
        """Run several statements in one round trip."""
        return await self._connection.perform([self._call(statement, values) for statement, values in asked])

    def _call(self, statement: Statement, values: Mapping[str, Any]) -> Call:
        engine = self._connection.engine
        return Call(statement.text(engine), statement.bind(engine, self._bound, values))


def _one_column(statement: Statement) -> None:
    if len(statement.labels) != 1:
        raise TypeError(f"a statement of one column is needed, not of {statement.labels}")
