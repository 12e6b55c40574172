"""Ways to make a valid form invalid, one field at a time."""

import re
from collections.abc import Callable
from random import Random

from tests.hostile_names import FORMULAS, PIECES
from tests.hostile_texts import HOSTILE

# The first pair of a form with a file; its value is the field's name.
FILE = "\0file"

Pairs = list[tuple[str, str]]

NUMBERS = (
    "-1",
    "0",
    "1e9",
    "0x10",
    "1.5",
    "٣",
    "１２",
    "9" * 15,
    "9" * 16,
    "9" * 5000,
    str(2**31),
    str(2**53),
    str(2**63),
    str(2**64),
    "NaN",
    "１" * 200,
)
DAYS = ("0001-01-01", "1999-12-31", "2026-02-30", "2200-12-31", "9999-12-31", "2026-12-10T25:00", "9999-12-31T23:59", "2026-W50-4", "20261210", "-2026-01-01", "2026-12-10T10:00+09:00", "2200-12-31T23:59:59.999999")  # fmt: skip
WORDS = (
    "",
    " ",
    "\u3000",
    "null",
    "true",
    "[]",
    "{}",
    "../../etc/passwd",
    "' OR 1=1 --",
    "%s%n",
    "%(name)s",
    "{{7*7}}",
    "\x00",
    "a\x00b",
    "x" * 201,
)


def _long(random: Random) -> str:
    length = random.choice((201, 301, 2_001, 10_001, 60_000))
    return HOSTILE[random.choice(list(HOSTILE))](length)


VALUES: dict[str, Callable[[Random, list[int]], str]] = {
    "word": lambda random, ids: random.choice(WORDS),
    "hostile": lambda random, ids: "".join(random.choices(PIECES, k=random.randint(1, 5))),
    "formula": lambda random, ids: random.choice(FORMULAS),
    "huge": lambda random, ids: _long(random),
    "number": lambda random, ids: random.choice(NUMBERS),
    "day": lambda random, ids: random.choice(DAYS),
    "id": lambda random, ids: str(random.choice(ids)),
}  # fmt: skip


def mutated(random: Random, pairs: Pairs, ids: list[int]) -> tuple[Pairs, list[str]]:
    """Return the form with one to three mutations, and what was done in words."""
    pairs, done = list(pairs), list[str]()
    for _ in range(random.choice((0, 1, 1, 1, 2, 3))):
        at = random.randrange(len(pairs)) if pairs else 0
        how = random.choice(("missing", "twice", "renamed", "more", *VALUES, *VALUES))
        name = pairs[at][0] if pairs else "name"
        done.append(f"{how} {name}")
        if how == "more" or not pairs:
            pairs.append((random.choice(("go", "id", "household", "press", "made_at")), _any(random, ids)))
        elif how == "missing":
            del pairs[at]
        elif how == "twice":
            pairs.append((name, random.choice((pairs[at][1], _any(random, ids)))))
        elif how == "renamed":
            pairs[at] = (
                f"{name}{random.choice(('[]', '_1', str(random.choice(ids)), chr(0)))}",
                pairs[at][1],
            )
        else:
            pairs[at] = (name, VALUES[how](random, ids))
    return pairs, done


def _any(random: Random, ids: list[int]) -> str:
    return VALUES[random.choice(list(VALUES))](random, ids)


def other_path(random: Random, path: str, ids: list[int]) -> str:
    """Return the path with one of its ids replaced."""
    numbers = list(re.finditer(r"(?<=/)\d+(?=/|$)", path))
    if not numbers:
        return path
    one = random.choice(numbers)
    return f"{path[: one.start()]}{random.choice((*ids, 0, 2**53, 10**18))}{path[one.end() :]}"
