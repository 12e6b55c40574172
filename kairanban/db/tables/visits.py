"""Visits and calls of supporters and commissioners, and the households they looked up in an emergency."""

from sqlalchemy import Index

from kairanban.db.tables.columns import Of, key, ref, table, text, whole

visit = table(
    "visit",
    key(),
    ref("household", "household", of=Of.HOUSEHOLD, index=True),
    # The settlement or block as it was then: what the month's report counts by.
    ref("place", "place", index=True),
    ref("person", "person", of=Of.PERSON, null=True),
    # The consent it rests on: supporter or commissioner; only those of the same read the note.
    text("purpose", default=None),
    # called, met, not_met, paper
    text("kind", of=Of.HOUSEHOLD, default=None),
    text("note", of=Of.HOUSEHOLD),
    # The day to look in again, as its ordinal.
    whole("again", of=Of.HOUSEHOLD, null=True),
    whole("made", of=Of.HOUSEHOLD),
    whole("received"),
    # The same press, sent again, is the same visit.
    text("client_id", default=None),
    # A correction is a new row; the earlier one stays and is marked.
    whole("corrected", null=True),
)

Index("uq_visit_client_id", visit.c.household, visit.c.client_id, unique=True)

# 緊急閲覧: one household looked up to save a life, with the reason; shown to it afterwards.
emergency_look = table(
    "emergency_look",
    key(),
    ref("household", "household", of=Of.HOUSEHOLD, index=True),
    ref("person", "person", of=Of.PERSON, null=True),
    text("reason", of=Of.HOUSEHOLD, default=None),
    whole("at", of=Of.HOUSEHOLD),
    # Until when it stands open to who gave the reason.
    whole("until"),
)
