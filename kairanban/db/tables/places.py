"""The tree of places, and its closure: the ancestors of each place."""

from sqlalchemy import Index

from kairanban.db.tables.columns import key, ref, table, text, whole

place = table(
    "place",
    key(),
    text("kind", default=None),
    ref("parent", "place", null=True, index=True),
    # The association a place belongs to: itself for an association, NULL above one.
    ref("association", "place", null=True, index=True),
    text("name", default=None),
    text("reading"),
    # The number of an association in its town's own list.
    text("code"),
    whole("sort", default=0),
    text("block_word", default="班"),
    text("chair_word", default="会長"),
    text("help_name"),
    text("help_phone"),
    # An association keeps its circulars for so many years.
    whole("circular_years", default=3),
    whole("ended", null=True),
)

# A town asks an association that began without it to join; the association's chair answers.
place_offer = table(
    "place_offer",
    key(),
    ref("town", "place", index=True),
    ref("association", "place", index=True),
    whole("offered"),
    whole("answered", null=True),
    whole("accepted", default=0),
)

place_within = table(
    "place_within",
    ref("ancestor", "place", key=True),
    ref("place", "place", key=True),
)

Index("ix_place_within_place", place_within.c.place)
