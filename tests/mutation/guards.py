"""Every dropped permission check, access-log record and journal entry."""

import ast
from collections.abc import Iterator

from tests.mutation.source import Change, Source, expressions


def guards(source: Source) -> Iterator[Change]:
    """Yield a change for every guard of the file."""
    for statement in source.statements():
        entries = {id(node) for node in expressions(statement) if _is_entry(node)}
        for node in expressions(statement):
            if isinstance(node, ast.Call) and _is_guard(node):
                yield _dropped(source, statement, node)
            elif isinstance(node, ast.Call) and any(id(one) in entries for one in node.args):
                yield from _left_out(source, statement, node)
        if isinstance(statement, ast.Assign) and id(statement.value) in entries:
            yield from _not_sent(source, statement)


def _is_guard(node: ast.Call) -> bool:
    name = _name(node).lstrip("_")
    return name.startswith(("require", "record_access")) or _called(node, "record")


def _is_entry(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and _called(node, "entry")


def _called(node: ast.Call, name: str) -> bool:
    return ast.unparse(node.func) == f"journal.{name}"


def _name(node: ast.Call) -> str:
    return ast.unparse(node.func).rsplit(".", 1)[-1]


def _dropped(source: Source, statement: ast.stmt, call: ast.Call) -> Change:
    """Drop the statement; where its result is used, the result is 0."""
    alone = isinstance(statement, ast.Expr)
    value = statement.value if isinstance(statement, ast.Expr | ast.Assign | ast.Return) else call
    return source.drop(value or call, statement.lineno, "pass" if alone else "0")


def _left_out(source: Source, statement: ast.stmt, call: ast.Call) -> Iterator[Change]:
    """Leave an entry out of `tx.together(…)`, or do not append it to a list of calls."""
    if _name(call) == "append":
        yield source.drop(statement, statement.lineno)
        return
    for entry in (one for one in call.args if _is_entry(one)):
        yield source.drop(entry, statement.lineno, "*()")


def _not_sent(source: Source, assigned: ast.Assign) -> Iterator[Change]:
    """Leave a named entry out of the calls it is sent with."""
    names = {ast.unparse(one) for one in assigned.targets}
    for statement in source.statements():
        for node in expressions(statement):
            if isinstance(node, ast.Call) and _name(node) == "together":
                for sent in (one for one in node.args if ast.unparse(one) in names):
                    yield source.drop(sent, statement.lineno, "*()")
