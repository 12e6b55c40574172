"""Routes that write a file, found in the source: those whose handler reaches a function that names its media type."""

import ast
import inspect
import pkgutil
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import kairanban
from kairanban.app import routes
from kairanban.web.routing import GuardedRoute

FILES = ("text/csv", "application/pdf", "text/calendar")

Function = tuple[str, str]


def writing_routes() -> dict[str, str]:
    """Return path and media type of every route that answers a GET with a file, the previews of printed pages left out."""
    found = {}
    for route in routes():
        assert isinstance(route, GuardedRoute)
        if "GET" not in (route.methods or ()):
            continue
        endpoint = inspect.unwrap(route.endpoint)
        media = writers().get((endpoint.__module__, endpoint.__name__))
        # One handler serves a preview and, at .pdf, the PDF.
        preview = media == "application/pdf" and not route.path.endswith(".pdf")
        if media and not preview:
            found[route.path] = media
    return found


@cache
def writers() -> dict[Function, str]:
    """Return every function that makes a file of one of these types, itself or by calling another one."""
    calls, found = dict[Function, set[Function]](), dict[Function, str]()
    for name in _modules():
        tree = ast.parse(_source(name))
        imported = _imported(tree)
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                called, media = _inside(node, name, imported)
                calls[name, node.name] = called
                if media:
                    found[name, node.name] = media
    while more := {
        function: found[called]
        for function, called_ones in calls.items()
        if function not in found
        for called in called_ones
        if called in found
    }:
        found |= more
    return found


def _modules() -> list[str]:
    return [
        one.name
        for one in pkgutil.walk_packages(kairanban.__path__, "kairanban.")
        if not one.ispkg and ".migrations." not in one.name and ".confined." not in one.name
    ]


def _source(name: str) -> str:
    spec = find_spec(name)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).read_text()


def _imported(tree: ast.Module) -> dict[str, Function]:
    """Return names as (module, name); a module that is imported from its package counts as a name there."""
    return {
        alias.asname or alias.name: (node.module, alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }


def _inside(node: ast.AST, module: str, imported: dict[str, Function]) -> tuple[set[Function], str]:
    called, media = set[Function](), ""
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            media = next((file for file in FILES if one.value.startswith(file)), media)
        elif isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id in imported:
            called.add((".".join(imported[one.value.id]), one.attr))
        elif isinstance(one, ast.Name):
            called.add(imported.get(one.id, (module, one.id)))
    return called, media
