"""What households ask to change in what is written down, and the yearly question whether it is right."""

from sqlalchemy import Index

from kairanban.db.tables.columns import Of, key, prose, ref, table, text, whole
from kairanban.db.tables.terms import PROPOSALS, RENEWALS

household_proposal = table(
    "household_proposal",
    key(),
    ref("household", "household", of=Of.HOUSEHOLD, index=True),
    # label, phone, second_phone, address; add, rename, remove
    text("kind", of=Of.HOUSEHOLD, default=None),
    # The resident to rename or to take off.
    ref("resident", "resident", of=Of.RESIDENT, null=True),
    # The value when it was proposed, and the proposed one.
    text("was", of=Of.HOUSEHOLD),
    text("becomes", of=Of.HOUSEHOLD),
    whole("child", of=Of.HOUSEHOLD, default=0),
    whole("made", of=Of.HOUSEHOLD),
    # The resident the device names, if any.
    ref("made_by", "resident", of=Of.RESIDENT, null=True),
    # The form's id: the same press proposes once.
    text("press", default=None),
    whole("settled", null=True),
    # accepted, declined, taken_back
    text("outcome"),
    prose("answer", of=Of.HOUSEHOLD),
    ref("settled_by", "person", of=Of.PERSON, null=True),
    kept=PROPOSALS,
)

Index("uq_household_proposal_press", household_proposal.c.household, household_proposal.c.press,
      household_proposal.c.kind, unique=True)  # fmt: skip

# 名簿更新: a round in which each household is asked whether what is written down is right.
roster_renewal = table(
    "roster_renewal",
    key(),
    ref("association", "place", index=True),
    whole("started"),
    ref("started_by", "person", of=Of.PERSON, null=True),
    whole("ended", null=True),
    kept=RENEWALS,
)

Index("uq_roster_renewal_open", roster_renewal.c.association, unique=True,
      sqlite_where=roster_renewal.c.ended.is_(None), postgresql_where=roster_renewal.c.ended.is_(None))  # fmt: skip

renewal_confirmation = table(
    "renewal_confirmation",
    ref("renewal", "roster_renewal", key=True),
    ref("household", "household", key=True, of=Of.HOUSEHOLD, index=True),
    # screen, paper
    text("how", of=Of.HOUSEHOLD, default=None),
    whole("made", of=Of.HOUSEHOLD),
    ref("resident", "resident", of=Of.RESIDENT, null=True),
    # Who entered the form; NULL if the household pressed.
    ref("entered_by", "person", of=Of.PERSON, null=True),
    kept=RENEWALS,
)
