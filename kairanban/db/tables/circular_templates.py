"""Circular templates with slots, saved by an association."""

from kairanban.db.tables.columns import Of, key, prose, ref, table, text, whole
from kairanban.db.tables.terms import PEOPLE

own_pattern = table(
    "own_pattern",
    key(),
    ref("association", "place", index=True),
    text("name", default=None),
    text("category", default="notice"),
    text("reply_kind", default="acknowledge"),
    text("importance", default="ordinary"),
    # {"ja": {"title": …}, "vi": {…}}
    prose("texts", default=None),
    whole("made"),
    ref("made_by", "person", of=Of.PERSON, null=True),
    kept=PEOPLE,
)
