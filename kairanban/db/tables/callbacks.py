"""「電話をください」: callback requests and their outcome."""

from sqlalchemy import Index

from kairanban.db.tables.columns import Of, key, ref, table, text, whole
from kairanban.db.tables.terms import CALLS

call = table(
    "call",
    key(),
    ref("household", "household", of=Of.HOUSEHOLD, index=True),
    # The device that asked; other devices of the household do not show it.
    ref("session", "session", of=Of.HOUSEHOLD, null=True),
    ref("resident", "resident", of=Of.RESIDENT, null=True),
    # The block, or the association if there was none, at the time of asking.
    ref("place", "place", index=True),
    # Set if it differs from the number in the roster.
    text("phone", of=Of.HOUSEHOLD),
    whole("asked"),
    # From then on the officers see it too.
    whole("passes_on"),
    # The last call that nobody answered.
    whole("tried", null=True),
    whole("closed", null=True),
    # rung, taken_back
    text("closed_how"),
    ref("closed_by", "person", of=Of.PERSON, null=True),
    kept=CALLS,
)

# One open callback per device and household.
Index("uq_call_open", call.c.session, call.c.household, unique=True,
      sqlite_where=call.c.closed.is_(None), postgresql_where=call.c.closed.is_(None))  # fmt: skip
