"""Households and their memberships, persons, residents and appointments."""

from sqlalchemy import Index

from kairanban.db.tables.columns import Of, key, ref, table, text, whole
from kairanban.db.tables.terms import APPOINTMENTS, EARLIER_KEYS, LEAVERS, MEMBERSHIPS, PEOPLE, SIGN_IN

household = table(
    "household",
    key(),
    ref("association", "place"),
    # The household's number in the association's own roster.
    text("code", null=True),
    text("label", of=Of.HOUSEHOLD, default=None),
    text("postal", of=Of.HOUSEHOLD),
    text("address", of=Of.HOUSEHOLD),
    text("phone", of=Of.HOUSEHOLD),
    text("second_phone", of=Of.HOUSEHOLD),
    text("email", of=Of.HOUSEHOLD),
    text("language", of=Of.HOUSEHOLD, default="ja"),
    text("method", of=Of.HOUSEHOLD, default="both"),
    text("standing", of=Of.HOUSEHOLD, default="full"),
    whole("hidden", of=Of.HOUSEHOLD, default=0),
    # Its turn to lead the block is passed over.
    whole("excused", of=Of.HOUSEHOLD, default=0),
    text("pin_hash", of=Of.HOUSEHOLD),
    whole("pin_wrong", default=0),
    whole("arrived", default=0),
    whole("gone", null=True),
    # One family in two associations: a number that its households share, of the journal entry that linked them.
    whole("family", of=Of.HOUSEHOLD, null=True),
    # 空き家: since when the house stands empty, while its household is gone; before that, since when nobody of it is left
    # and an officer is asked.
    whole("empty_house", null=True),
    kept=LEAVERS,
)

Index("ix_household_association", household.c.association, household.c.gone)
Index("ix_household_family", household.c.family, sqlite_where=household.c.family.is_not(None),
      postgresql_where=household.c.family.is_not(None))  # fmt: skip

# 表示をひかえる: exists while household.hidden is set, and holds what is sealed for the officer who knows.
# Read by access/hidden.py and community/hiding only.
hiding = table(
    "hiding",
    ref("household", "household", key=True, of=Of.HOUSEHOLD),
    # The officer who knows; nobody after she has left until the household or the municipality names another.
    ref("keeper", "person", of=Of.HOUSEHOLD, null=True),
    # household, officer, municipality, operator
    text("named_by", of=Of.HOUSEHOLD),
    whole("since", of=Of.HOUSEHOLD),
    text("postal", of=Of.HOUSEHOLD),
    text("address", of=Of.HOUSEHOLD),
    text("phone", of=Of.HOUSEHOLD),
    text("second_phone", of=Of.HOUSEHOLD),
    text("email", of=Of.HOUSEHOLD),
    kept=LEAVERS,
)

membership = table(
    "membership",
    key(),
    ref("household", "household", of=Of.HOUSEHOLD, index=True),
    ref("place", "place", of=Of.HOUSEHOLD),
    whole("since", of=Of.HOUSEHOLD, default=0),
    whole("until", of=Of.HOUSEHOLD, null=True),
    whole("route_order", default=0),
    kept=MEMBERSHIPS,
)

Index("ix_membership_place", membership.c.place, membership.c.until, membership.c.route_order)

person = table(
    "person",
    key(),
    text("name", of=Of.PERSON, kept=PEOPLE, default=None),
    text("reading", of=Of.PERSON, kept=PEOPLE),
    text("phone", of=Of.PERSON),
    # Reading preferences: text size, colours, furigana, language.
    text("needs", of=Of.PERSON),
    # For sign-in with a password; unique on this server.
    text("sign_in_name", of=Of.PERSON, null=True),
    text("password_hash", of=Of.PERSON),
    # The password before the last recovery: it signs nobody in, and confirms the new key.
    text("earlier_hash", of=Of.PERSON, kept=EARLIER_KEYS),
    # Since when the present key has not been confirmed by an earlier one, and by whose invitation it was made.
    whole("keyed", of=Of.PERSON, null=True),
    ref("keyed_by", "place", of=Of.PERSON, null=True),
    kept=SIGN_IN,
)

Index("uq_person_sign_in_name", person.c.sign_in_name, unique=True)

resident = table(
    "resident",
    key(),
    ref("household", "household", of=Of.RESIDENT, index=True),
    ref("person", "person", of=Of.RESIDENT, null=True, index=True),
    text("name", of=Of.RESIDENT, default=None),
    text("reading", of=Of.RESIDENT),
    whole("representative", of=Of.RESIDENT, default=0),
    # A child is listed by name only and asked for nothing.
    whole("child", of=Of.RESIDENT, default=0),
    whole("since", default=0),
    whole("until", null=True),
    kept=LEAVERS,
)

appointment = table(
    "appointment",
    key(),
    ref("person", "person", of=Of.PERSON, index=True),
    text("role", of=Of.PERSON, default=None),
    ref("place", "place", of=Of.PERSON, index=True),
    text("title", of=Of.PERSON),
    whole("starts", of=Of.PERSON),
    whole("ends", of=Of.PERSON, null=True),
    ref("appointed_by", "person", of=Of.PERSON, null=True),
    # Since another body gave the person a new key; NULL again when this body or an earlier key confirms it.
    whole("locked", of=Of.PERSON, null=True),
    # 役員交代: when the person first signed in for this office with her own key, when she said that she received it,
    # and when she said at its end that her successor did.
    whole("reached", of=Of.PERSON, null=True),
    whole("accepted", of=Of.PERSON, null=True),
    whole("handed", of=Of.PERSON, null=True),
    kept=APPOINTMENTS,
)
