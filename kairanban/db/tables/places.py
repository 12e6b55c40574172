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
    whole("sort", default=0),
    text("block_word", default="班"),
    text("chair_word", default="会長"),
    text("help_name"),
    text("help_phone"),
    # An association keeps its circulars for so many years.
    whole("circular_years", default=3),
    whole("ended", null=True),
)

place_within = table(
    "place_within",
    ref("ancestor", "place", key=True),
    ref("place", "place", key=True),
)

Index("ix_place_within_place", place_within.c.place)
