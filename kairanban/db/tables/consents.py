"""Consents: per adult and purpose, with how each was given and when it was withdrawn."""

from sqlalchemy import Index

from kairanban.db.tables.columns import Of, key, ref, table, text, whole
from kairanban.db.tables.terms import CONSENTS

consent = table(
    "consent",
    key(),
    ref("household", "household", of=Of.RESIDENT, index=True),
    ref("resident", "resident", of=Of.RESIDENT),
    # supporter, commissioner, check_in, phone_to_leader
    text("purpose", of=Of.RESIDENT, default=None),
    # screen, paper, spoken (before the witness)
    text("how", of=Of.RESIDENT, default=None),
    text("witness", of=Of.RESIDENT),
    whole("given", of=Of.RESIDENT),
    # Who entered the sheet; NULL if given on the household's own device.
    ref("entered_by", "person", of=Of.PERSON, null=True),
    whole("withdrawn", of=Of.RESIDENT, null=True),
    kept=CONSENTS,
)

# One open consent per resident and purpose.
Index("uq_consent_open", consent.c.resident, consent.c.purpose, unique=True,
      sqlite_where=consent.c.withdrawn.is_(None), postgresql_where=consent.c.withdrawn.is_(None))  # fmt: skip
