"""What an association owes to those whose data it holds: their requests, records of provision, the rules, breaches."""

from sqlalchemy import Index

from kairanban.db.tables.columns import Of, key, prose, ref, table, text, whole
from kairanban.db.tables.terms import BREACHES, PROVISIONS, RIGHTS

# 訂正・消去の求め: what a household asks for in its own words.
data_request = table(
    "data_request",
    key(),
    ref("household", "household", of=Of.HOUSEHOLD, index=True),
    # The resident the device names, if any.
    ref("resident", "resident", of=Of.RESIDENT, null=True),
    # correction, erasure
    text("kind", of=Of.HOUSEHOLD, default=None),
    prose("words", of=Of.HOUSEHOLD),
    # The form's id: the same press asks once.
    text("press", default=None),
    whole("made", of=Of.HOUSEHOLD),
    # Until when it is answered.
    whole("due"),
    whole("settled", null=True),
    # done, refused, taken_back
    text("outcome"),
    prose("answer", of=Of.HOUSEHOLD),
    ref("settled_by", "person", of=Of.PERSON, null=True),
    kept=RIGHTS,
)

Index("uq_data_request_press", data_request.c.household, data_request.c.press, unique=True)

# 第三者提供記録 of provisions outside this system; the rest is read from what it does.
provision = table(
    "provision",
    key(),
    ref("association", "place", index=True),
    whole("at"),
    text("recipient", default=None),
    text("items", default=None),
    # consent, law, life, entrusted
    text("basis", default=None),
    # One household, or who they are in words.
    ref("household", "household", of=Of.HOUSEHOLD, null=True, index=True),
    prose("whose", of=Of.HOUSEHOLD),
    text("press", default=None),
    whole("entered"),
    ref("entered_by", "person", of=Of.PERSON, null=True),
    kept=PROVISIONS,
)

Index("uq_provision_press", provision.c.association, provision.c.press, unique=True)

# 個人情報取扱規程: what the association itself decides; the rest is generated from what is set and from the marks.
data_rules = table(
    "data_rules",
    ref("association", "place", key=True),
    text("contact"),
    text("contact_phone"),
    # The day on which the assembly decided, as ordinal.
    whole("decided", null=True),
    prose("measures"),
    whole("changed"),
)

# 漏えい等の報告: a draft for the report to the 個人情報保護委員会. It asks for no names.
breach = table(
    "breach",
    key(),
    ref("association", "place", index=True),
    # sensitive, property, wrongdoing, thousand; several with commas between
    text("cases"),
    whole("discovered"),
    prose("summary"),
    prose("items"),
    whole("people", null=True),
    prose("cause"),
    prose("secondary"),
    prose("response"),
    prose("publication"),
    prose("prevention"),
    prose("other"),
    text("press", default=None),
    whole("made"),
    whole("changed"),
    # When each of the two reports was handed in.
    whole("first_reported", null=True),
    whole("final_reported", null=True),
    ref("written_by", "person", of=Of.PERSON, null=True),
    kept=BREACHES,
)

Index("uq_breach_press", breach.c.association, breach.c.press, unique=True)
