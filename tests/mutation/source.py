"""A change of one place of a source text, made by the position of its node so that all else stays as it is."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Change:
    """Replace the bytes from `start` to `end`; `line` is where the statement begins that a test must reach."""

    path: Path
    source: bytes
    line: int
    start: int
    end: int
    new: str
    what: str

    @property
    def where(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line}"

    def applied(self) -> bytes:
        """Return the changed source; lines keep their numbers."""
        lost = self.source[self.start : self.end].count(b"\n")
        return self.source[: self.start] + self.new.encode() + b"\n" * lost + self.source[self.end :]


class Source:
    """A file with its tree and the byte offsets of nodes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.bytes = path.read_bytes()
        self.tree = ast.parse(self.bytes)
        self._starts = [0]
        for line in self.bytes.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))

    def start(self, node: ast.expr | ast.stmt) -> int:
        return self._starts[node.lineno - 1] + node.col_offset

    def end(self, node: ast.expr | ast.stmt) -> int:
        if node.end_lineno is None or node.end_col_offset is None:
            raise ValueError(ast.dump(node))
        return self._starts[node.end_lineno - 1] + node.end_col_offset

    def change(self, line: int, start: int, end: int, new: str, what: str) -> Change:
        return Change(self.path, self.bytes, line, start, end, new, what)

    def drop(self, node: ast.expr | ast.stmt, line: int, new: str = "pass") -> Change:
        """Return the change that puts `new` in place of the node."""
        start, end = self.start(node), self.end(node)
        text = " ".join(self.bytes[start:end].decode().split())
        return self.change(line, start, end, new, f"dropped {text}")

    def statements(self) -> Iterator[ast.stmt]:
        """Yield the statements of functions; what runs at import is not changed."""
        for function in ast.walk(self.tree):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                for statement in function.body:
                    yield from _nested(statement)


def _nested(statement: ast.stmt) -> Iterator[ast.stmt]:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return
    yield statement
    for node in ast.iter_child_nodes(statement):
        if isinstance(node, ast.stmt):
            yield from _nested(node)
        elif isinstance(node, ast.ExceptHandler | ast.match_case):
            for inner in node.body:
                yield from _nested(inner)


def expressions(statement: ast.stmt) -> Iterator[ast.expr]:
    """Yield the expressions of the statement itself, not those of statements inside it."""
    todo: list[ast.AST] = [statement]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.expr):
            yield node
        children = [one for one in ast.iter_child_nodes(node) if not isinstance(one, ast.stmt)]
        todo += [one for one in children if not isinstance(one, ast.ExceptHandler | ast.match_case)]
