"""Tables as CSV for Excel."""

import csv
import io
from collections.abc import Iterable, Sequence

from kairanban.community.roster.rules.spelling import guarded


def table_csv(rows: Iterable[Sequence[str | int]]) -> bytes:
    """Return CSV (UTF-8 with BOM, CRLF); cells a spreadsheet could run begin with a quote."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        writer.writerow(guarded(cell) if isinstance(cell, str) else cell for cell in row)
    return text.getvalue().encode("utf-8-sig", errors="replace")
