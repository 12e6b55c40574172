"""One table found on a sheet."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kairanban.community.roster.rules.sheets import NONE, Row


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one table with its titles above; columns are counted from its own first one.

    `title` is the sheet's; `number` counts the tables of a sheet from 1 and is 0 for the only one.
    """

    sheet: int
    title: str
    rows: tuple[Row, ...]
    number: int = 0
    hidden: bool = False
    hidden_columns: frozenset[int] = NONE
    problem: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
