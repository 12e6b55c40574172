"""Roster files on their way in, and the headings an association's own file has."""

from kairanban.db.tables.columns import Of, blob, key, ref, table, text, whole

# Kept while the chair looks at the preview, for a day at most.
roster_file = table(
    "roster_file",
    key(),
    ref("association", "place", index=True),
    ref("person", "person", of=Of.PERSON, null=True),
    text("name"),
    blob("data", of=Of.HOUSEHOLD),
    text("choices", of=Of.HOUSEHOLD, default="{}"),
    whole("made"),
    whole("taken", null=True),
)

# What export needs to give the file back under its own headings.
roster_heading = table(
    "roster_heading",
    ref("association", "place", key=True),
    text("mapping"),
)
