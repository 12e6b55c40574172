"""Lists that are found by typing and sorted by the heads of their columns: the query of such a page.

It works as a form and links; with scripts the list follows while one types (parts/lists.html).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlencode

from starlette.requests import Request

from kairanban.core.lines import one_line
from kairanban.i18n.variants import folded
from kairanban.web.live import wants_part

TYPED_MOST, CHOSEN_MOST = 60, 500
Row = TypeVar("Row")


class Head(NamedTuple):
    """The link in the head of a column, and its `aria-sort`."""

    query: str
    sorted: str


@dataclass(frozen=True, slots=True)
class Listed:
    """What was asked of a list: words, and a column to sort by ("": the order of the list itself)."""

    typed: str = ""
    by: str = ""
    down: bool = False
    part: bool = False
    """Whether only the list is asked for."""
    chosen: frozenset[int] = frozenset()
    """What was ticked before one looked for more; it stays in sight."""

    @property
    def words(self) -> list[str]:
        return folded(self.typed).split()

    def shows(self, *texts: str) -> bool:
        """Tell whether every word is in one of the texts."""
        within = [folded(text) for text in texts]
        # Telephone numbers are typed without their hyphens.
        within += [text.replace("-", "") for text in within]
        return all(any(word in text for text in within) for word in self.words)

    def head(self, column: str) -> Head:
        """Return the link that sorts by this column, once more the other way round."""
        here = self.by == column
        asked = {"words": self.typed, "by": column, "down": "1" if here and not self.down else ""}
        query = "?" + urlencode({name: value for name, value in asked.items() if value})
        return Head(query, ("descending" if self.down else "ascending") if here else "none")


def listed(request: Request, columns: Iterable[str]) -> Listed:
    """Read the query; unknown columns mean the order of the list itself."""
    query = request.query_params
    by = query.get("by", "")
    return Listed(
        typed=one_line(query.get("words", ""))[:TYPED_MOST],
        by=by if by in columns else "",
        down=query.get("down") == "1",
        part=wants_part(request),
        chosen=frozenset(map(int, filter(_is_id, query.getlist("chosen")[:CHOSEN_MOST]))),
    )


def _is_id(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) < 16


def arranged(asked: Listed, rows: Iterable[Row], columns: Mapping[str, Callable[[Row], Any]]) -> list[Row]:
    """Return the rows in the order that was asked for; rows without a value come last."""
    if asked.by not in columns:
        return list(rows)
    value = columns[asked.by]
    given, empty = list[Row](), list[Row]()
    for row in rows:
        (given if value(row) not in ("", None) else empty).append(row)
    return sorted(given, key=lambda row: _key(value(row)), reverse=asked.down) + empty


def _key(value: Any) -> Any:
    return folded(value) if isinstance(value, str) else value
