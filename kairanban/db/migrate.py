"""Migrate a database; an interrupted migration leaves the old schema unchanged."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from kairanban.core import headway
from kairanban.db.connecting import options
from kairanban.db.read_only import is_fixed, reading

MIGRATIONS = Path(__file__).parent / "migrations"


class Unreachable(Exception):
    """The database does not answer, or the file is not a database."""


def engine_for(url: str, begin: str = "BEGIN IMMEDIATE") -> Engine:
    """Return a synchronous SQLAlchemy engine, for migrations and checks only."""
    if url.startswith("postgresql://"):
        address, given = options(url)
        address = address.replace("postgresql://", "postgresql+psycopg://", 1)
        return create_engine(address, poolclass=NullPool, connect_args=given)
    path = Path(url.removeprefix("sqlite:///"))
    fixed = begin == "BEGIN" and is_fixed(path)
    engine = create_engine(f"sqlite:///{reading(path)}&uri=true" if fixed else url, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _plain(connection, _record):  # type: ignore[no-untyped-def]
        # Recreating a table under foreign_keys=ON would delete its child rows.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("PRAGMA synchronous=FULL")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def configuration() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


def newest() -> str | None:
    """Return the revision this code expects."""
    return ScriptDirectory.from_config(configuration()).get_current_head()


def revisions() -> set[str]:
    """Return every revision this code knows."""
    return {one.revision for one in ScriptDirectory.from_config(configuration()).walk_revisions()}


def revision_of(url: str) -> str | None:
    """Return the revision of the database; None for an empty or absent one. Raises Unreachable."""
    if url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).exists():
        return None
    try:
        with engine_for(url, begin="BEGIN").connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except DBAPIError as error:
        raise Unreachable(str(error)) from error


def migrate(url: str, to: str = "head", config: Config | None = None) -> None:
    """Migrate to revision `to` in one transaction."""
    with engine_for(url).begin() as connection:
        migrate_within(connection, to, config)


def migrate_within(connection: Connection, to: str = "head", config: Config | None = None) -> None:
    """Migrate within an open transaction; raise RuntimeError when foreign keys are violated afterwards."""
    config = config or configuration()
    if connection.dialect.name == "postgresql":
        # Of two servers started at once the second waits and finds nothing to do.
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(8321)")
    config.attributes["connection"] = connection
    if headway.heard():
        now = MigrationContext.configure(connection).get_current_revision() or "base"
        steps = ScriptDirectory.from_config(config).iterate_revisions(to, now)
        headway.begin("steps", len(list(steps)))
    command.upgrade(config, to)
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"foreign keys broken by the migration: {broken[:3]}")
