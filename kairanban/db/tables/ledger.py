"""The journal of changes, the access log, and the settings of the database."""

from sqlalchemy import Index

from kairanban.db.tables.columns import Of, key, prose, ref, table, text, whole
from kairanban.db.tables.terms import ACCESS, JOURNAL

# Append-only. Ids and kinds only, so that erasure elsewhere leaves it unchanged.
journal = table(
    "journal",
    key(),
    whole("at"),
    text("kind", default=None),
    whole("person", of=Of.PERSON, null=True),
    whole("session", null=True),
    whole("association", null=True),
    whole("circular", null=True),
    whole("household", of=Of.HOUSEHOLD, null=True),
    whole("other", null=True),
    kept=JOURNAL,
)

Index("ix_journal_circular", journal.c.circular)
Index("ix_journal_household", journal.c.household)

# だれが見たか: the access log, one row per viewer, household or place, purpose and day.
look = table(
    "look",
    ref("viewer", "person", key=True, of=Of.PERSON),
    text("purpose", key=True),
    # A list is one row for its place with household 0.
    whole("place", key=True),
    whole("household", key=True, of=Of.HOUSEHOLD),
    # The day in Japan, as its ordinal.
    whole("day", key=True),
    whole("at"),
    kept=ACCESS,
)

setting = table("setting", text("name", key=True), prose("value"))
