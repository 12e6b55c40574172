"""Output of commands: plain sentences, also for errors."""

import asyncio
import os
import pwd
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn, ParamSpec, TypeVar

import click

from kairanban.config import Settings, read_settings
from kairanban.core.errors import Conflict, Invalid, Problem
from kairanban.db.engine import Database, open_database, own
from kairanban.db.migrate import Unreachable, newest, revision_of

P = ParamSpec("P")
T = TypeVar("T")


def stop(sentence: str) -> NoReturn:
    """Print the sentence to standard error and exit with status 1."""
    click.echo(sentence, err=True)
    sys.exit(1)


def plainly(command: Callable[P, Coroutine[Any, Any, T]]) -> Callable[P, T]:
    """Decorate an async command: run it, and print a Problem as one sentence instead of a traceback."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return asyncio.run(command(*args, **kwargs))
        except Invalid as problem:
            stop("\n".join(problem.fields.values()))
        except Problem as problem:
            stop(
                problem.message % problem.values
                if problem.values
                else problem.message or type(problem).__name__
            )

    return run


def settled() -> Settings:
    """Return the settings; stop unless the database exists and is up to date."""
    settings = read_settings()
    if settings.on_sqlite and not database_file(settings).exists():
        stop(f"There is no database in {settings.data} yet. Run 'kairanban init' first, or 'kairanban demo'.")
    found = revision(settings)
    if found is None:
        stop("There is no database yet. Run 'kairanban init' first.")
    if found != newest():
        stop("The database is of another version. Run 'kairanban migrate' first.")
    return settings


def revision(settings: Settings) -> str | None:
    """Return the database's revision, None if there is none; stop if it does not answer."""
    if settings.on_sqlite and not (folder := database_file(settings).parent).is_dir():
        if folder == settings.data:
            return None
        stop(f"There is no folder {folder} for the database. Make it, or correct KAIRANBAN_DATABASE_URL.")
    try:
        return revision_of(settings.database_url)
    except Unreachable:
        if settings.on_sqlite:
            stop(f"{database_file(settings)} cannot be read as a database. Run 'kairanban doctor'.")
        stop("The database does not answer. Is it running, and is KAIRANBAN_DATABASE_URL right?")


def require_own(folder: Path) -> None:
    """Stop where root would write into another user's folder, which the server could not read then, or nobody may write."""
    try:
        owner = folder.stat().st_uid
    except FileNotFoundError:
        return
    except PermissionError:
        stop(f"This user may not look into {folder}. Run the command as the user it belongs to.")
    if owner == os.geteuid() or (os.geteuid() != 0 and os.access(folder, os.R_OK | os.W_OK | os.X_OK)):
        return
    try:
        name = pwd.getpwuid(owner).pw_name
    except KeyError:
        name = f"#{owner}"
    stop(f"{folder} belongs to {name}. Run the command as that user: sudo -u {name} kairanban …")


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Database]:
    """Open the database for the block; raise Conflict if another process has a SQLite database open."""
    database = await open_database(settings.database_url, body_seconds=settings.body_seconds)
    try:
        yield database
    finally:
        await database.close()


@contextmanager
def alone(settings: Settings, sentence: str) -> Iterator[None]:
    """Hold a SQLite database's lock during the block; stop with the sentence if another process has it."""
    if not settings.on_sqlite:
        yield
        return
    try:
        lock = own(database_file(settings))
    except Conflict:
        stop(sentence)
    try:
        yield
    finally:
        os.close(lock)


def database_file(settings: Settings) -> Path:
    return Path(settings.database_url.removeprefix("sqlite:///"))
