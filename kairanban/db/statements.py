"""SQL written once as SQLAlchemy Core, compiled once per engine, and run by the drivers."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import BigInteger, ClauseElement, CompoundSelect, Select, Table, bindparam, cast, func
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from kairanban.core.lines import one_line, paragraphs
from kairanban.db.shapes import constructor
from kairanban.db.tables.columns import Line, Paragraphs

T = TypeVar("T")
Row = tuple[Any, ...]
Values = Mapping[str, Any] | Sequence[Any]


class _InliningCompiler(SQLiteCompiler):
    """Writes constants into the SQL: for SQLite, binding one costs as much as reading a column."""

    def visit_bindparam(self, bindparam: Any, *args: Any, **options: Any) -> Any:
        if not bindparam.required and isinstance(bindparam.value, int | str | None):
            options["literal_binds"] = True
        return super().visit_bindparam(bindparam, *args, **options)  # type: ignore[no-untyped-call]


class _InliningDialect(SQLiteDialect_pysqlite):
    statement_compiler = _InliningCompiler


_DIALECTS: dict[str, Any] = {
    "sqlite": _InliningDialect(paramstyle="qmark"),
    "postgresql": PGDialect_psycopg(paramstyle="pyformat"),  # type: ignore[no-untyped-call]
}
_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}

# The transaction binds these wherever a statement names them.
ACTOR_PERSON = bindparam("actor_person", type_=BigInteger)
ACTOR_SESSION = bindparam("actor_session", type_=BigInteger)
NOW = bindparam("now", type_=BigInteger)

Insert = Callable[[Table], Any]


# How text for a column of each type is stored.
_TIDIED: dict[type, Callable[[str], str]] = {Line: one_line, Paragraphs: paragraphs}


class _Compiled(NamedTuple):
    text: str
    constants: dict[str, Any]
    names: frozenset[str]
    order: tuple[str, ...] | None
    """Names in the order of the question marks; None where the driver takes values by name."""
    texts: tuple[tuple[str, Callable[[str], str]], ...]
    """Parameters stored as text, and how it is tidied."""


class Statement:
    """A statement's SQL for each engine, its constants and the parameters it requires."""

    def __init__(self, clause: ClauseElement | Callable[[Insert], ClauseElement]) -> None:
        self._clause = clause
        self._compiled: dict[str, _Compiled] = {}
        # The names of a row's columns, empty for a change that returns none.
        written = clause if isinstance(clause, ClauseElement) else clause(_INSERTS["sqlite"])
        self.labels: list[str | None] = [column.key for column in _columns(written)]

    def text(self, engine: str) -> str:
        return self._for(engine).text

    def names(self, engine: str) -> frozenset[str]:
        """Return all required parameters, including those the transaction binds."""
        return self._for(engine).names

    def bind(self, engine: str, bound: Mapping[str, Any], given: Mapping[str, Any]) -> Values:
        """Return the values of all parameters, as the driver takes them; raise TypeError for a missing one.

        Tidy text by the type of its column.
        """
        compiled = self._for(engine)
        # `bound` comes last: a call cannot override the actor or the time.
        values = {**compiled.constants, **given, **bound}
        if not values.keys() >= compiled.names:
            raise TypeError(f"statement misses {sorted(compiled.names - values.keys())}")
        for name, tidied in compiled.texts:
            if isinstance(values[name], str):
                values[name] = tidied(values[name])
        return values if compiled.order is None else [values[name] for name in compiled.order]

    def _for(self, engine: str) -> _Compiled:
        found = self._compiled.get(engine)
        if found is None:
            found = self._compiled[engine] = self._compile(engine)
        return found

    def _compile(self, engine: str) -> _Compiled:
        # INSERT … ON CONFLICT has a construct of its own in each dialect.
        clause = self._clause if isinstance(self._clause, ClauseElement) else self._clause(_INSERTS[engine])
        compiled: Any = clause.compile(dialect=_DIALECTS[engine])
        required = frozenset(name for name, bind in compiled.binds.items() if bind.required)
        constants = {name: value for name, value in compiled.params.items() if name not in required}
        texts = tuple(
            (name, _TIDIED[type(bind.type)])
            for name, bind in compiled.binds.items()
            if name in required and type(bind.type) in _TIDIED
        )
        order = tuple(compiled.positiontup) if compiled.positional else None
        return _Compiled(str(compiled), constants, required, order, texts)


class Query(Statement, Generic[T]):
    """A statement whose rows are of one shape; the labels are checked against its fields when this is made."""

    def __init__(self, clause: ClauseElement | Callable[[Insert], ClauseElement], shape: type[T]) -> None:
        super().__init__(clause)
        self.build = constructor(shape, self.labels)

    def of(self, rows: Sequence[Row]) -> list[T]:
        """The rows in their shape."""
        return list(map(self.build, rows))


def _columns(clause: Any) -> list[Any]:
    """The columns a statement gives back, in their order."""
    if isinstance(clause, CompoundSelect):
        return _columns(clause.selects[0])
    if isinstance(clause, Select):
        return list(clause.selected_columns)
    return list(getattr(clause, "_returning", ()))


def inserting(table: Table, *names: str) -> Statement:
    """Return a statement that inserts a row with these columns and returns its id."""
    values = {name: bindparam(name, type_=table.c[name].type) for name in names}
    return Statement(table.insert().values(values).returning(table.c.id))


def total(column: Any) -> Any:
    """Return a sum as integer on both engines, 0 for no rows."""
    return cast(func.coalesce(func.sum(column), 0), BigInteger)
