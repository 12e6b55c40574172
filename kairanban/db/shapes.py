"""Rows by name: a constructor that puts each labelled column into the field of a dataclass or NamedTuple."""

from collections.abc import Callable, Sequence
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, TypeVar, get_type_hints

T = TypeVar("T")


class Mismatch(TypeError):
    """The labels of a statement are not the fields of its shape."""


def constructor(shape: type[T], labels: Sequence[str | None]) -> Callable[[Sequence[Any]], T]:
    """Return a function from a row to `shape`; raise Mismatch unless the labels are exactly its fields.

    A field that is a dataclass itself takes its own fields from the row; a field with a default may have no label.
    """
    if None in labels or len(set(labels)) < len(labels):
        raise Mismatch(f"{shape.__name__}: every column needs a label of its own, not {list(labels)}")
    places = {str(label): at for at, label in enumerate(labels)}
    names: dict[str, Any] = {}
    made = _call(shape, places, names)
    if places:
        raise Mismatch(f"{shape.__name__} has no field {', '.join(places)}")
    # Compiled once a statement: as fast as unpacking by position.
    build: Callable[[Sequence[Any]], T] = eval(f"lambda row: {made}", names)
    return build


def _call(shape: type[Any], places: dict[str, int], names: dict[str, Any]) -> str:
    """Write the call of `shape` with its fields taken out of `places`."""
    type_name = f"shape_{len(names)}"
    names[type_name] = shape
    arguments = []
    for name, kind, needed in _fields(shape):
        if name in places:
            value = f"row[{places.pop(name)}]"
        elif is_dataclass(kind):
            value = _call(kind, places, names)  # type: ignore[arg-type]
        elif needed:
            raise Mismatch(f"{shape.__name__}.{name} has no column of that label")
        else:
            continue
        arguments.append(f"{name}={value}")
    return f"{type_name}({', '.join(arguments)})"


def _fields(shape: type[Any]) -> list[tuple[str, Any, bool]]:
    """Return name, type and whether there is no default, for each field that the constructor takes."""
    hints = get_type_hints(shape)
    if is_dataclass(shape):
        return [
            (f.name, hints[f.name], f.default is MISSING and f.default_factory is MISSING)
            for f in fields(shape)
            if f.init
        ]
    defaults = getattr(shape, "_field_defaults", {})
    return [(name, hints[name], name not in defaults) for name in shape._fields]
