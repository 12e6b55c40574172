"""How commands speak: plain sentences, and one for what went wrong."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn, ParamSpec, TypeVar

import click

from kairanban.config import Settings, read_settings
from kairanban.core.errors import Invalid, Problem
from kairanban.db.migrate import newest, revision_of

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
    if revision_of(settings.database_url) != newest():
        stop("The database is of another version. Run 'kairanban migrate' first.")
    return settings


def _file(settings: Settings) -> Path:
    return Path(settings.database_url.removeprefix("sqlite:///"))
