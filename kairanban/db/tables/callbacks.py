"""「電話をください」: who asked to be rung, and what became of it."""

from sqlalchemy import Index

from kairanban.db.tables.columns import Of, key, ref, table, text, whole

call = table(
    "call",
    key(),
    ref("household", "household", of=Of.HOUSEHOLD, index=True),
    # The device that asked: only there is it seen again, not by others of the household.
    ref("session", "session", of=Of.HOUSEHOLD, null=True),
    ref("resident", "resident", of=Of.RESIDENT, null=True),
    # The block, or the association where there is none, as it was when the call was asked for.
    ref("place", "place", index=True),
    # Another number than the one in the roster.
    text("phone", of=Of.HOUSEHOLD),
    whole("asked"),
    # From then on those further on see it too.
    whole("passes_on"),
    # The last time nobody answered.
    whole("tried", null=True),
    whole("closed", null=True),
    # rung, taken_back
    text("closed_how"),
    ref("closed_by", "person", of=Of.PERSON, null=True),
)

# Pressing twice is asking once.
Index("uq_call_open", call.c.session, call.c.household, unique=True,
      sqlite_where=call.c.closed.is_(None), postgresql_where=call.c.closed.is_(None))  # fmt: skip
