"""Finding a word inside a text, taken literally, on both engines."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class _Place(FunctionElement[int]):
    """Where the second begins in the first, counted from 1; 0 where it does not occur."""

    inherit_cache = True
    type = BigInteger()


@compiles(_Place, "sqlite")
def _instr(element: _Place, compiler: Any, **how: Any) -> str:
    return f"instr({compiler.process(element.clauses, **how)})"


@compiles(_Place, "postgresql")
def _strpos(element: _Place, compiler: Any, **how: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **how)})"


def holds(text: Any, word: Any) -> ColumnElement[bool]:
    """Whether the word stands in the text, with no sign in it meaning anything but itself."""
    return _Place(text, word) > 0
