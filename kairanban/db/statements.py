"""SQL is written once as SQLAlchemy Core, compiled once for each engine, and run by the bare drivers."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import BigInteger, ClauseElement, Table, bindparam, cast, func
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite import dialect as SQLiteDialect

_DIALECTS: dict[str, Any] = {
    "sqlite": SQLiteDialect(paramstyle="named"),
    "postgresql": PGDialect_psycopg(paramstyle="pyformat"),  # type: ignore[no-untyped-call]
}
_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}

# These are bound by the transaction itself wherever a statement names them.
ACTOR_PERSON = bindparam("actor_person", type_=BigInteger)
ACTOR_SESSION = bindparam("actor_session", type_=BigInteger)
NOW = bindparam("now", type_=BigInteger)

Insert = Callable[[Table], Any]


class Statement:
    """One SQL text an engine, with the constants it carries and the names it must be given."""

    def __init__(self, clause: ClauseElement | Callable[[Insert], ClauseElement]) -> None:
        self._clause = clause
        self._compiled: dict[str, tuple[str, dict[str, Any], frozenset[str]]] = {}

    def text(self, engine: str) -> str:
        return self._for(engine)[0]

    def names(self, engine: str) -> frozenset[str]:
        """What must be given, besides what every transaction binds."""
        return self._for(engine)[2]

    def bind(self, engine: str, bound: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
        """All values by name; a name nobody gave is an error here, not a NULL in the database."""
        _, constants, names = self._for(engine)
        # The actor and the time are the transaction's: no call can give others.
        values = {**constants, **given, **bound}
        if not values.keys() >= names:
            raise TypeError(f"statement misses {sorted(names - values.keys())}")
        return values

    def _for(self, engine: str) -> tuple[str, dict[str, Any], frozenset[str]]:
        found = self._compiled.get(engine)
        if found is None:
            found = self._compiled[engine] = self._compile(engine)
        return found

    def _compile(self, engine: str) -> tuple[str, dict[str, Any], frozenset[str]]:
        # Only INSERT … ON CONFLICT is spelt by a construct of its own in each dialect.
        clause = self._clause if isinstance(self._clause, ClauseElement) else self._clause(_INSERTS[engine])
        compiled: Any = clause.compile(dialect=_DIALECTS[engine])
        required = frozenset(name for name, bind in compiled.binds.items() if bind.required)
        constants = {name: value for name, value in compiled.params.items() if name not in required}
        return str(compiled), constants, required


def inserting(table: Table, *names: str) -> Statement:
    """Insert one row of the named columns and give back its id."""
    values = {name: bindparam(name, type_=table.c[name].type) for name in names}
    return Statement(table.insert().values(values).returning(table.c.id))


def total(column: Any) -> Any:
    """A sum that is a plain integer on both engines and 0 of nothing."""
    return cast(func.coalesce(func.sum(column), 0), BigInteger)
