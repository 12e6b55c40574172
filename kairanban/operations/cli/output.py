"""How commands speak: plain sentences, and one for what went wrong."""

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn, ParamSpec, TypeVar

import click

from kairanban.config import Settings, read_settings
from kairanban.core.errors import Conflict, Invalid, Problem
from kairanban.db.engine import own
from kairanban.db.migrate import Unreachable, newest, revision_of

P = ParamSpec("P")
T = TypeVar("T")


def stop(sentence: str) -> NoReturn:
    """Say why, and end with status 1."""
    click.echo(sentence, err=True)
    sys.exit(1)


def plainly(command: Callable[P, Coroutine[Any, Any, T]]) -> Callable[P, T]:
    """Run an async command; a problem becomes one sentence instead of a traceback."""

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
    """The settings, with a database that exists and is up to date."""
    settings = read_settings()
    if settings.on_sqlite and not _file(settings).exists():
        stop(f"There is no database in {settings.data} yet. Run 'kairanban init' first, or 'kairanban demo'.")
    found = revision(settings)
    if found is None:
        stop("There is no database yet. Run 'kairanban init' first.")
    if found != newest():
        stop("The database is of another version. Run 'kairanban migrate' first.")
    return settings


def revision(settings: Settings) -> str | None:
    """The version the database is at, None where there is none yet; one sentence where it does not answer."""
    try:
        return revision_of(settings.database_url)
    except Unreachable:
        if settings.on_sqlite:
            stop(f"{_file(settings)} cannot be read as a database. Run 'kairanban doctor'.")
        stop("The database does not answer. Is it running, and is KAIRANBAN_DATABASE_URL right?")


@contextmanager
def alone(settings: Settings, sentence: str) -> Iterator[None]:
    """Nobody else can open this SQLite file meanwhile; stops with the sentence where somebody has it open."""
    if not settings.on_sqlite:
        yield
        return
    try:
        lock = own(_file(settings))
    except Conflict:
        stop(sentence)
    try:
        yield
    finally:
        os.close(lock)


def _file(settings: Settings) -> Path:
    return Path(settings.database_url.removeprefix("sqlite:///"))
