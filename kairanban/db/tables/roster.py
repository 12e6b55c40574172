"""Uploaded roster files before import, and the column headings of an association's own file."""

from kairanban.db.tables.columns import Of, blob, key, prose, ref, table, text, whole
from kairanban.db.tables.terms import ROSTER_CHOICES, ROSTER_FILES

# Kept for the preview, at most a day.
roster_file = table(
    "roster_file",
    key(),
    ref("association", "place", index=True),
    ref("person", "person", of=Of.PERSON, null=True),
    text("name"),
    blob("data", of=Of.HOUSEHOLD),
    prose("choices", of=Of.HOUSEHOLD, default="{}"),
    whole("made"),
    whole("taken", null=True),
    kept=ROSTER_FILES,
)

# What was decided about the association's files before, so that the same file again asks nothing: rows and remarks
# by digests, which cannot be read back.
roster_memory = table(
    "roster_memory",
    ref("association", "place", key=True),
    prose("choices", of=Of.HOUSEHOLD),
    whole("made"),
    kept=ROSTER_CHOICES,
)

# Export writes the file under the same headings.
roster_heading = table(
    "roster_heading",
    ref("association", "place", key=True),
    prose("mapping"),
)
