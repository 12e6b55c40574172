"""Frozen dataclasses to JSON values and back, to store choices and pass them to a child process."""

import collections.abc
import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """Return values for `json.dumps`: dictionaries for records, lists for tuples and sets, ISO dates."""
    if is_dataclass(value) and not isinstance(value, type):
        return {kept.name: to_plain(getattr(value, kept.name)) for kept in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_plain(each) for key, each in value.items()}
    if isinstance(value, frozenset):
        return sorted(map(to_plain, value))
    if isinstance(value, list | tuple):
        return [to_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def from_plain(kind: type[T], plain: Any) -> T:
    """Reverse `to_plain`; raise ValueError, TypeError or KeyError if the value does not fit."""
    built: T = _built(kind, plain)
    return built


def _is_needed(kept: Field[Any]) -> bool:
    return kept.default is MISSING and kept.default_factory is MISSING


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _built(kind: Any, plain: Any) -> Any:
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        # What was stored before a field existed has the field's default.
        given = (kept for kept in fields(kind) if kept.name in plain or _is_needed(kept))
        return kind(**{kept.name: _built(hints[kept.name], plain[kept.name]) for kept in given})
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return (
            None if plain is None else _built(next(each for each in inner if each is not type(None)), plain)
        )
    if origin is tuple:
        return tuple(_built(inner[0], each) for each in plain)
    if origin is frozenset:
        return frozenset(_built(inner[0], each) for each in plain)
    if origin is collections.abc.Mapping:
        if not isinstance(plain, dict):
            raise TypeError(f"not a mapping: {type(plain)}")
        return {_built(inner[0], key): _built(inner[1], each) for key, each in plain.items()}
    if kind is date:
        return date.fromisoformat(plain)
    if issubclass(kind, StrEnum):
        return kind(plain)
    if kind is int and isinstance(plain, str):
        return int(plain)
    if not isinstance(plain, kind):
        raise TypeError(f"not {kind}: {type(plain)}")
    return plain
