"""安否確認: checks, addressees, sightings and help calls."""

from sqlalchemy import Index

from kairanban.db.tables.columns import Of, key, prose, ref, table, text, whole
from kairanban.db.tables.terms import SAFETY

# A check of a whole town; each association in it has a safety_check of its own.
town_check = table(
    "town_check",
    key(),
    ref("place", "place"),
    # drill, real
    text("kind", default=None),
    prose("words"),
    whole("started"),
    ref("started_by", "person", of=Of.PERSON, null=True),
    whole("ended", null=True),
    ref("ended_by", "person", of=Of.PERSON, null=True),
    kept=SAFETY,
)

Index("uq_town_check_open", town_check.c.place, town_check.c.kind, unique=True,
      sqlite_where=town_check.c.ended.is_(None), postgresql_where=town_check.c.ended.is_(None))  # fmt: skip

safety_check = table(
    "safety_check",
    key(),
    ref("association", "place", index=True),
    # The association, or the part of it that is checked.
    ref("place", "place"),
    ref("town_check", "town_check", null=True, index=True),
    # The association had started it before the town asked.
    whole("taken_in", default=0),
    # drill, real
    text("kind", default=None),
    prose("words"),
    whole("started"),
    ref("started_by", "person", of=Of.PERSON, null=True),
    whole("ended", null=True),
    ref("ended_by", "person", of=Of.PERSON, null=True),
    # Said by a town officer who ended the association's own check.
    prose("ended_why"),
    kept=SAFETY,
)

# One open check per place and kind.
Index("uq_safety_check_open", safety_check.c.place, safety_check.c.kind, unique=True,
      sqlite_where=safety_check.c.ended.is_(None), postgresql_where=safety_check.c.ended.is_(None))  # fmt: skip

# One row per household, made at the start: the frozen denominator and the current state.
safety_addressee = table(
    "safety_addressee",
    ref("check", "safety_check", key=True),
    ref("household", "household", key=True, of=Of.HOUSEHOLD),
    ref("block", "place", null=True),
    # unknown, safe, help, helped: as shown on the board
    text("state", of=Of.HOUSEHOLD, default="unknown"),
    # From the sighting that counts; empty while there is none.
    text("seen", of=Of.HOUSEHOLD),
    text("source", of=Of.HOUSEHOLD),
    text("about", of=Of.RESIDENT),
    whole("made", of=Of.HOUSEHOLD, null=True),
    # Number of open help calls.
    whole("calls", of=Of.HOUSEHOLD, default=0),
    kept=SAFETY,
)

Index("ix_safety_addressee_household", safety_addressee.c.household, safety_addressee.c.check)
Index("ix_safety_addressee_block", safety_addressee.c.check, safety_addressee.c.block)

# Counts by block, changed in the same transaction as the rows they count.
safety_tally = table(
    "safety_tally",
    ref("check", "safety_check", key=True),
    # 0 for households without a block.
    whole("block", key=True),
    whole("households", default=0),
    whole("safe", default=0),
    whole("help", default=0),
    whole("helped", default=0),
)

# Append-only: the newest counts, the others are history.
sighting = table(
    "sighting",
    key(),
    ref("check", "safety_check"),
    ref("household", "household", of=Of.HOUSEHOLD, index=True),
    # own, family, walk, sign, away
    text("source", of=Of.HOUSEHOLD, default=None),
    # safe, help, unknown
    text("state", of=Of.HOUSEHOLD, default=None),
    # The person it is about, if not the whole household.
    text("about", of=Of.RESIDENT),
    prose("words", of=Of.HOUSEHOLD),
    ref("session", "session", of=Of.HOUSEHOLD, null=True),
    ref("person", "person", of=Of.PERSON, null=True),
    # The form's id: the same press counts once.
    text("press", default=None),
    whole("made", of=Of.HOUSEHOLD),
    whole("received", of=Of.HOUSEHOLD),
    kept=SAFETY,
)

Index("uq_sighting_press", sighting.c.check, sighting.c.household, sighting.c.press, unique=True)

help_call = table(
    "help_call",
    key(),
    ref("check", "safety_check"),
    ref("household", "household", of=Of.HOUSEHOLD, index=True),
    # The device that asked; other devices of the household do not show it.
    ref("session", "session", of=Of.HOUSEHOLD, null=True),
    # The block, or the association if there is none.
    ref("place", "place", index=True),
    text("about", of=Of.RESIDENT),
    whole("opened", of=Of.HOUSEHOLD),
    # When it goes to officers and the disaster group if nobody takes it, and when it did.
    whole("passes_on"),
    whole("passed", null=True),
    # real, drill; empty while that is not answered in a drill, which counts as real
    text("word", of=Of.HOUSEHOLD),
    whole("taken", null=True),
    ref("taken_by", "person", of=Of.PERSON, null=True),
    whole("closed", null=True),
    ref("closed_by", "person", of=Of.PERSON, null=True),
    # safe, handed, practice, other, taken_back
    text("closed_how"),
    prose("closed_words", of=Of.HOUSEHOLD),
    kept=SAFETY,
)

# One open call per device and person in need.
Index("uq_help_call_open", help_call.c.check, help_call.c.household, help_call.c.session, help_call.c.about, unique=True,
      sqlite_where=help_call.c.closed.is_(None), postgresql_where=help_call.c.closed.is_(None))  # fmt: skip

# Responders who have seen a help call.
help_seen = table(
    "help_seen",
    ref("call", "help_call", key=True),
    ref("person", "person", key=True, of=Of.PERSON),
    whole("at"),
    kept=SAFETY,
)
