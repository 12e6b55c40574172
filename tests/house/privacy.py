"""Write docs/privacy.md from the column marks: `python -m tests.house.privacy`."""

from pathlib import Path

from kairanban.db.tables import metadata
from kairanban.db.tables.marks import marked
from kairanban.db.tables.terms import TERMS, Term

PAGE = Path(__file__).parents[2] / "docs" / "privacy.md"

HEAD = """# Personal data: what is kept, whose it is, and until when

Written by `python -m tests.house.privacy` from the marks in `kairanban/db/tables`, and held to them by a test. A nightly job deletes what is past its
term (`accountability/retention`, decision 0028); `kairanban retention --dry-run` and the operator's page (`/office/retention`) say what is past it now.
Backups hold what was there when they were written: keep them for 35 days at most.

Never asked: birth date, sex, My Number, health, disability, whereabouts, time spent reading.

## Terms

| term | kept for | counted from | then | unless |
| --- | --- | --- | --- | --- |
"""

COLUMNS = """
## Columns

Of the household, of a resident in it, or of a person who signs in. What is not named here is not personal: counts, circulars, places.

| table | columns | whose | term |
| --- | --- | --- | --- |
"""

REMAINS = """
## What remains

Counts by block of each circular (`tally`), the figures of a circular once its answers are deleted (`circular_figure`), figures by fiscal year
(`yearly_figure`), and the journal: ids and kinds, no names and no texts.
"""


def kept_for(term: Term) -> str:
    """Return the number of days, as years where it is some."""
    if term.days is None:
        return "not ended by age"
    years, days = divmod(term.days, 365)
    return f"{years} years" if years and not days else f"{term.days} day{'s' * (term.days > 1)}"


def term_lines() -> str:
    return "".join(
        f"| {term.name} | {kept_for(term)} | {term.after or term.why} | {term.then} | {term.unless} |\n"
        for term in TERMS
    )


def column_lines() -> str:
    return "".join(
        f"| {table.name} | {', '.join(column.name for column in columns)} | {of} | {term.name} |\n"
        for table in sorted(metadata.tables.values(), key=lambda one: one.name)
        for of, term, columns in marked(table)
    )


def page() -> str:
    return HEAD + term_lines() + COLUMNS + column_lines() + REMAINS


if __name__ == "__main__":
    PAGE.write_text(page())
