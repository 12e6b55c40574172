"""Visits and calls by supporters and commissioners, and emergency access to households."""

from sqlalchemy import Index

from kairanban.db.tables.columns import Of, key, prose, ref, table, text, whole
from kairanban.db.tables.terms import ACCESS, VISITS

visit = table(
    "visit",
    key(),
    ref("household", "household", of=Of.HOUSEHOLD, index=True),
    # The settlement or block at that time; the monthly report counts by it.
    ref("place", "place", index=True),
    ref("person", "person", of=Of.PERSON, null=True),
    # The consent it rests on: supporter or commissioner; the note is visible under the same only.
    text("purpose", default=None),
    # called, no_answer, met, not_met, paper
    text("kind", of=Of.HOUSEHOLD, default=None),
    prose("note", of=Of.HOUSEHOLD),
    # Day of the next visit, as ordinal.
    whole("again", of=Of.HOUSEHOLD, null=True),
    whole("made", of=Of.HOUSEHOLD),
    whole("received"),
    # The form's id: sending it again is the same visit.
    text("client_id", default=None),
    # 1 for an entry made without a network that arrived after the consent or the term of office had ended.
    whole("late", default=0),
    # A correction is a new row; the earlier one is marked and stays.
    whole("corrected", null=True),
    kept=VISITS,
)

Index("uq_visit_client_id", visit.c.household, visit.c.client_id, unique=True)

# 緊急閲覧: emergency access to one household, with the reason; shown to it afterwards.
emergency_look = table(
    "emergency_look",
    key(),
    ref("household", "household", of=Of.HOUSEHOLD, index=True),
    ref("person", "person", of=Of.PERSON, null=True),
    prose("reason", of=Of.HOUSEHOLD, default=None),
    whole("at", of=Of.HOUSEHOLD),
    # The third of a day opens later, unless a second person agrees; `asked` is 1 then.
    whole("opens", default=0),
    whole("asked", default=0),
    # End of the access.
    whole("until"),
    ref("agreed_by", "person", of=Of.PERSON, null=True),
    whole("refused", null=True),
    # Closed early, and what came of it.
    whole("closed", null=True),
    prose("outcome", of=Of.HOUSEHOLD),
    # A household without a device gets a note on paper with the next circular.
    whole("handed", null=True),
    # By the town, where it opened without a second person.
    whole("reviewed", null=True),
    ref("reviewed_by", "person", of=Of.PERSON, null=True),
    kept=ACCESS,
)
