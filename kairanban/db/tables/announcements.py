"""Announcements to households on their own devices, until marked as read."""

from sqlalchemy import Index

from kairanban.db.tables.columns import Of, key, ref, table, text, whole
from kairanban.db.tables.terms import ANNOUNCEMENTS

announcement = table(
    "announcement",
    key(),
    ref("household", "household", of=Of.HOUSEHOLD),
    # A value of `community/announcements/rules.Told`.
    text("kind", of=Of.HOUSEHOLD, default=None),
    # Whose doing it tells of, or whom it names.
    ref("person", "person", of=Of.PERSON, null=True),
    whole("made", of=Of.HOUSEHOLD),
    # Only devices bound or confirmed from this moment on show it.
    whole("trusted_from", of=Of.HOUSEHOLD, null=True),
    whole("seen", of=Of.HOUSEHOLD, null=True),
    kept=ANNOUNCEMENTS,
)

Index("ix_announcement_household", announcement.c.household, announcement.c.seen)
