"""Export of the roster under the file's own headings, for Excel."""

import csv
import io
from collections.abc import Iterable, Sequence

from kairanban.community.roster.rules.columns import Column
from kairanban.community.roster.rules.fields import LEFT_IN_FILE, Field
from kairanban.community.roster.rules.known_words import SPELLINGS
from kairanban.community.roster.rules.plan import CurrentHousehold
from kairanban.community.roster.rules.spelling import guarded

# Fields exported of a hidden household besides its masked label: where paper has to go.
_OF_HIDDEN = frozenset({Field.BLOCK, Field.SETTLEMENT, Field.ROUTE_ORDER, Field.METHOD})

_PARTS = {
    Field.FAMILY_NAME: (Field.NAME, 0),
    Field.GIVEN_NAME: (Field.NAME, 1),
    Field.FAMILY_READING: (Field.READING, 0),
    Field.GIVEN_READING: (Field.READING, 1),
}


def export_csv(columns: Sequence[Column], households: Iterable[CurrentHousehold]) -> bytes:
    """Return CSV (UTF-8 with BOM, CRLF), one row per household in the given order, stored columns only.

    Cells a spreadsheet could run as formulas begin with a quote, which an import removes.
    """
    kept = _kept(columns)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(guarded(column.heading) for column in kept)
    for household in households:
        writer.writerow(guarded(_cell(column, household)) for column in kept)
    return text.getvalue().encode("utf-8-sig", errors="replace")


def _kept(columns: Sequence[Column]) -> list[Column]:
    """Return the columns to export; of several that make one address the first has it whole."""
    seen: set[Field] = set()
    kept = []
    for column in columns:
        whole = Field.ADDRESS if column.means in (Field.BUILDING, Field.ROOM) else column.means
        if column.means in LEFT_IN_FILE or whole in seen:
            continue
        seen.add(whole)
        kept.append(column)
    return kept


def _cell(column: Column, household: CurrentHousehold) -> str:
    of, part = _PARTS.get(column.means, (column.means, None))
    of = Field.ADDRESS if of in (Field.BUILDING, Field.ROOM) else of
    if household.hidden and of not in _OF_HIDDEN:
        return household.shown_as if of is Field.NAME and not part else ""
    value = household.value(of) or ""
    if part is not None:
        value = value.partition(" ")[0 if part == 0 else 2]
    return column.words.get(value) or SPELLINGS.get(of, {}).get(value, value)
