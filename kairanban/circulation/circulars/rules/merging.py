"""Two officers at one circular: what each of them changed since her form was opened.

A form carries `base`, a digest of each field as it was opened, so no earlier text has to be kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b

# Field names with their values as a form holds them.
Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Compared:
    theirs: tuple[str, ...]
    """Fields that only the other one changed; what is stored stays."""
    both: tuple[str, ...]
    """Fields that both changed, to different values; one has to be chosen."""


def base_of(values: Values) -> str:
    """Return the digests of the fields, for a hidden field of the form."""
    return " ".join(f"{name}:{_digest(value)}" for name, value in values.items())


def compared(base: str, mine: Values, stored: Values) -> Compared:
    """Compare a submitted form with what is stored by now.

    A field without a digest in `base` counts as changed by the sender alone.
    """
    opened = dict(part.split(":", 1) for part in base.split() if ":" in part)
    theirs, both = list[str](), list[str]()
    for name, value in stored.items():
        if value == mine[name] or opened.get(name, _digest(value)) == _digest(value):
            continue
        # It is no longer what it was when the form was opened.
        (theirs if _digest(mine[name]) == opened[name] else both).append(name)
    return Compared(tuple(theirs), tuple(both))


def _digest(value: str) -> str:
    return blake2b(value.encode(), digest_size=6).hexdigest()
