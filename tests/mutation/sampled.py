"""Changes of rules and actions: a comparison turned, `and` for `or`, a dropped `not`, a dropped awaited call."""

import ast
import re
from collections.abc import Iterator

from tests.mutation.source import Change, Source, expressions

# The neighbour of an order first, then its negation.
TURNED: dict[type[ast.cmpop], tuple[str, tuple[str, ...]]] = {
    ast.Lt: ("<", ("<=", ">=")),
    ast.LtE: ("<=", ("<", ">")),
    ast.Gt: (">", (">=", "<=")),
    ast.GtE: (">=", (">", "<")),
    ast.Eq: ("==", ("!=",)),
    ast.NotEq: ("!=", ("==",)),
    ast.Is: ("is", ("is not",)),
    ast.IsNot: ("is not", ("is",)),
    ast.In: ("in", ("not in",)),
    ast.NotIn: ("not in", ("in",)),
}


def sampled(source: Source) -> Iterator[Change]:
    """Yield every change of these kinds that the functions of the file allow."""
    for statement in source.statements():
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Await):
            yield source.drop(statement, statement.lineno)
        for node in expressions(statement):
            line = statement.lineno
            if isinstance(node, ast.Compare):
                yield from _turned(source, node, line)
            elif isinstance(node, ast.BoolOp):
                yield from _exchanged(source, node, line)
            elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
                start, end = source.start(node), source.start(node.operand)
                # The operand may stand in brackets, which begin before it.
                end = start + len(re.match(rb"not\s+|not(?=\()", source.bytes[start:end]).group())  # type: ignore[union-attr]
                yield source.change(line, start, end, "", f"dropped not of {ast.unparse(node)}")


def _turned(source: Source, node: ast.Compare, line: int) -> Iterator[Change]:
    left = node.left
    for operator, right in zip(node.ops, node.comparators, strict=True):
        old, others = TURNED[type(operator)]
        for new in others:
            yield _between(source, left, right, old, new, line, node)
        left = right


def _exchanged(source: Source, node: ast.BoolOp, line: int) -> Iterator[Change]:
    old, new = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
    for left, right in zip(node.values, node.values[1:], strict=False):
        yield _between(source, left, right, old, new, line, node)


def _between(
    source: Source, left: ast.expr, right: ast.expr, old: str, new: str, line: int, node: ast.expr
) -> Change:
    """Return the change of the operator that stands between two operands."""
    after, before = source.end(left), source.start(right)
    pattern = old.replace(" ", r"\s+").encode()
    found = re.search(rb"(?<![\w#])" + pattern + rb"(?!\w)", source.bytes[after:before])
    if found is None:
        raise ValueError(f"{source.path}:{line}: no {old} in {ast.unparse(node)}")
    return source.change(
        line, after + found.start(), after + found.end(), new, f"{old} became {new} in {ast.unparse(node)}"
    )
