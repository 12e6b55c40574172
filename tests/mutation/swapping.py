"""Put changed code into functions that are imported already: nothing is imported twice, no copy of the tree."""

import ast
import builtins
import gc
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FunctionType

from tests.mutation.source import Source

REACHED = "__reached__"
Key = tuple[str, int]


def swap(path: Path, code: CodeType) -> None:
    """Give the functions of a file the code of the same name and line; raise ValueError where none was found."""
    codes = [*_codes(code)]
    often = Counter(_key(one) for one in codes)
    new = {_key(one): one for one in codes if often[_key(one)] == 1}
    swapped = 0
    for function in gc.get_objects():
        if isinstance(function, FunctionType) and function.__code__.co_filename == str(path):
            found = new.get(_key(function.__code__))
            if found is not None:
                function.__code__ = found
                swapped += 1
    if not swapped:
        raise ValueError(f"{path} is not imported")


def probed(source: Source) -> CodeType:
    """Return the file's code with a call of REACHED before every statement of its functions."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            _probe(node)
    return compile(ast.fix_missing_locations(source.tree), str(source.path), "exec")


def listen(reached: Callable[[str, int], None]) -> None:
    """Have `reached(path, line)` called by probed code."""
    setattr(builtins, REACHED, reached)


def _probe(node: ast.AST) -> None:
    for field in ("body", "orelse", "finalbody"):
        inside = getattr(node, field, None)
        if isinstance(inside, list) and inside and isinstance(inside[0], ast.stmt):
            setattr(node, field, [one for statement in inside for one in (_call(statement), statement)])
    for child in ast.iter_child_nodes(node):
        nested = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda)
        if not nested and not isinstance(child, ast.expr):
            _probe(child)


def _call(statement: ast.stmt) -> ast.stmt:
    call = ast.parse(f"{REACHED}(__file__, {statement.lineno})").body[0]
    for node in ast.walk(call):
        ast.copy_location(node, statement)
    return call


def _key(code: CodeType) -> Key:
    return code.co_qualname, code.co_firstlineno


def _codes(code: CodeType) -> Iterator[CodeType]:
    for inside in code.co_consts:
        if isinstance(inside, CodeType):
            yield inside
            yield from _codes(inside)
