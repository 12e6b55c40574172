"""Literal substring search on both engines."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class _Place(FunctionElement[int]):
    """Position of the second argument in the first, counted from 1; 0 if absent."""

    inherit_cache = True
    type = BigInteger()


@compiles(_Place, "sqlite")
def _instr(element: _Place, compiler: Any, **how: Any) -> str:
    return f"instr({compiler.process(element.clauses, **how)})"


@compiles(_Place, "postgresql")
def _strpos(element: _Place, compiler: Any, **how: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **how)})"


def holds(text: Any, word: Any) -> ColumnElement[bool]:
    """Condition: the text contains the word; no character in it is a wildcard."""
    return _Place(text, word) > 0
