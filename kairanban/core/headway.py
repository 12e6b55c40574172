"""How far a long piece of work is. The work says it here; a command that shows it listens, and otherwise nothing happens."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol


class Listener(Protocol):
    """Hears of counted work: rows, steps, days or households."""

    def begin(self, unit: str, of: int | None) -> None: ...

    def advance(self, by: int) -> None: ...


_listener: ContextVar[Listener | None] = ContextVar("listener of headway", default=None)


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Let the listener hear of the work of the block, also of its tasks and threads."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def heard() -> bool:
    """Tell whether counting beforehand is of use."""
    return _listener.get() is not None


def begin(unit: str, of: int | None) -> None:
    """Say that so many of these are to be done; None if that is not known."""
    listener = _listener.get()
    if listener is not None:
        listener.begin(unit, of)


def advance(by: int = 1) -> None:
    """Say that so many more of them are done."""
    listener = _listener.get()
    if listener is not None:
        listener.advance(by)
