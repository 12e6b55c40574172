"""Nothing exists in the demo that cannot be made by hand: it writes by the actions that pages and commands call."""

import ast
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import kairanban

ROOT = Path(kairanban.__file__).parent
DEMO = "kairanban.operations.demo"

Function = tuple[str, str]

# The links of the list that the demo prints are the demo's own; a device's session is only looked up.
OWN = {
    ("kairanban.community.signin.queries.persons", "NEW_DEMO_LINK"),
    ("kairanban.community.signin.queries.devices", "OF_HOUSEHOLD"),
    ("kairanban.circulation.circulars.queries.audience_choices", "Chosen"),
}


@dataclass
class Module:
    """What a module imports, and what each of its functions uses; "" stands for the code outside functions."""

    name: str
    imported: dict[str, Function] = field(default_factory=dict)
    uses: dict[str, set[Function]] = field(default_factory=dict)


def _module_name(path: Path) -> str:
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> dict[str, Module]:
    found = {}
    for path in ROOT.rglob("*.py"):
        if "migrations" not in path.parts:
            module = _read(_module_name(path), ast.parse(path.read_text()))
            found[module.name] = module
    return found


def _read(name: str, tree: ast.Module) -> Module:
    module = Module(name)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kairanban"):
            for one in node.names:
                module.imported[one.asname or one.name] = (node.module or "", one.name)
    for statement in tree.body:
        inside = statement.name if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef) else ""
        module.uses.setdefault(inside, set()).update(_used(module, statement))
    return module


def _used(module: Module, code: ast.AST) -> set[Function]:
    found: set[Function] = set()
    for node in ast.walk(code):
        if isinstance(node, ast.Name):
            found.add(module.imported.get(node.id, (module.name, node.id)))
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            package, name = module.imported.get(node.value.id, ("", ""))
            found.add((f"{package}.{name}", node.attr))
    return found


def by_hand() -> set[Function]:
    """Return every function that a page, a command or the worker reaches."""
    everything = modules()
    waiting = [
        (module.name, function)
        for module in everything.values()
        if ".pages" in module.name
        or module.name.startswith(("kairanban.operations.commands", "kairanban.worker"))
        for function in module.uses
    ]
    reached = set(waiting)
    while waiting:
        name, function = waiting.pop()
        for used in everything[name].uses[function]:
            if used not in reached and used[0] in everything and used[1] in everything[used[0]].uses:
                reached.add(used)
                waiting.append(used)
    return reached


def of_demo(room: str) -> set[Function]:
    return {
        used
        for module in modules().values()
        if module.name.startswith(DEMO)
        for uses in module.uses.values()
        for used in uses
        if room in used[0] and not used[0].startswith(DEMO) and ".".join(used) not in modules()
    }


def test_the_demo_acts_as_people_do() -> None:
    everything = modules()
    acts = {
        used for used in of_demo(".actions") if used[0] in everything and used[1] in everything[used[0]].uses
    }
    assert len(acts) > 30
    assert acts - by_hand() == set()


def test_the_demo_writes_nothing_beside_them() -> None:
    assert of_demo(".queries") - OWN == set()


def test_what_nobody_reaches_is_found() -> None:
    """The rule sees a function that no page calls."""
    assert ("kairanban.community.handovers.actions.naming", "name_successor") in by_hand()
    assert ("kairanban.operations.demo.households", "settle") not in by_hand()
