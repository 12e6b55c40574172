"""Sign-in of devices and persons. Secrets are stored as hashes only."""

from sqlalchemy import Index

from kairanban.db.tables.columns import Of, blob, key, prose, ref, table, text, whole
from kairanban.db.tables.terms import (
    CARDS,
    DEMO,
    EARLIER_KEYS,
    FEEDS,
    PEOPLE,
    REQUESTS,
    SECRETS,
    SESSIONS,
    SIGN_IN,
)

session = table(
    "session",
    key(),
    blob("token_hash", of=Of.PERSON),
    whole("made", of=Of.PERSON),
    whole("seen", of=Of.PERSON),
    whole("kiosk", default=0),
    # The person is signed out earlier than the household: a tablet keeps its circulars.
    ref("person", "person", of=Of.PERSON, null=True, index=True),
    whole("person_since", of=Of.PERSON, null=True),
    whole("person_seen", of=Of.PERSON, null=True),
    whole("stepped_up", of=Of.PERSON, null=True),
    # Of device, of a person's sign-in: see device_kinds.
    text("kind", of=Of.PERSON),
    whole("ended", null=True),
    kept=SESSIONS,
)

Index("uq_session_token", session.c.token_hash, unique=True)

device = table(
    "device",
    key(),
    ref("session", "session", of=Of.HOUSEHOLD, index=True),
    ref("household", "household", of=Of.HOUSEHOLD, index=True),
    ref("resident", "resident", of=Of.HOUSEHOLD, null=True),
    text("kind", of=Of.HOUSEHOLD),
    text("how", of=Of.HOUSEHOLD),
    whole("bound", of=Of.HOUSEHOLD),
    ref("approved_by", "person", of=Of.PERSON, null=True),
    # Set once the household has been informed of this device; at once if it is the first.
    whole("told", null=True),
    # When the household said on a trusted device that this one is its own.
    whole("confirmed", of=Of.HOUSEHOLD, null=True),
    whole("removed", null=True),
    kept=SESSIONS,
)

household_card = table(
    "household_card",
    key(),
    ref("household", "household", of=Of.HOUSEHOLD, index=True),
    blob("token_hash", of=Of.HOUSEHOLD),
    whole("printed"),
    ref("printed_by", "person", of=Of.PERSON, kept=PEOPLE, null=True),
    whole("first_used", of=Of.HOUSEHOLD, null=True),
    whole("cancelled", null=True),
    kept=CARDS,
)

Index("uq_household_card_token", household_card.c.token_hash, unique=True)

# Calendar feed of a household's events; its URL works without a device.
calendar_feed = table(
    "calendar_feed",
    key(),
    ref("household", "household", of=Of.HOUSEHOLD, index=True),
    blob("token_hash", of=Of.HOUSEHOLD),
    whole("made", of=Of.HOUSEHOLD),
    whole("revoked", of=Of.HOUSEHOLD, null=True),
    kept=FEEDS,
)

Index("uq_calendar_feed_token", calendar_feed.c.token_hash, unique=True)

# For half an hour the session that printed a batch can open it again:
# the tokens are sealed with a key derived from that session's token.
card_batch = table(
    "card_batch",
    key(),
    ref("session", "session"),
    ref("association", "place"),
    whole("made"),
    blob("sealed", of=Of.HOUSEHOLD),
    # cards of households, or invitations of block leaders in envelopes
    text("kind", default="cards"),
    kept=SECRETS,
)

device_request = table(
    "device_request",
    key(),
    # The waiting device holds the token; it has no session yet.
    blob("token_hash", of=Of.HOUSEHOLD),
    ref("household", "household", of=Of.HOUSEHOLD, index=True),
    ref("card", "household_card", of=Of.HOUSEHOLD, null=True),
    text("digits"),
    text("kind", of=Of.HOUSEHOLD),
    whole("asked"),
    whole("decided", null=True),
    whole("approved", default=0),
    kept=REQUESTS,
)

# A screen that shows six digits until they are typed on a device of the household.
pairing = table(
    "pairing",
    key(),
    # The screen holds the token in a cookie; the digits alone grant nothing.
    blob("token_hash"),
    # Emptied once they were typed.
    text("digits"),
    text("kind"),
    whole("asked"),
    # Of the screen, begun when the digits were typed; its own token is given to the holder of the cookie.
    ref("session", "session", null=True),
    whole("collected", null=True),
    kept=SECRETS,
)

Index("uq_pairing_token", pairing.c.token_hash, unique=True)
Index("uq_pairing_digits", pairing.c.digits, unique=True, sqlite_where=pairing.c.digits != "",
      postgresql_where=pairing.c.digits != "")  # fmt: skip

invitation = table(
    "invitation",
    key(),
    ref("person", "person", of=Of.PERSON, index=True),
    blob("token_hash", of=Of.PERSON),
    whole("made"),
    ref("made_by", "person", of=Of.PERSON, null=True),
    # The body that invites: its offices are the ones a new key opens.
    ref("body", "place", null=True),
    # On paper: opens with the term and lasts 30 days; on a screen 24 hours from `made`.
    whole("opens", default=0),
    whole("ends", null=True),
    whole("used", null=True),
    kept=REQUESTS,
)

Index("uq_invitation_token", invitation.c.token_hash, unique=True)

passkey = table(
    "passkey",
    key(),
    ref("person", "person", of=Of.PERSON, index=True),
    blob("credential", of=Of.PERSON),
    blob("public_key", of=Of.PERSON),
    whole("sign_count", of=Of.PERSON),
    # As its person calls it, at first after the kind of device it was made on.
    text("name", of=Of.PERSON),
    whole("made", of=Of.PERSON),
    whole("used", of=Of.PERSON, null=True),
    # Ended by a recovery: it signs nobody in, and confirms the new key.
    whole("ended", of=Of.PERSON, kept=EARLIER_KEYS, null=True),
    kept=SIGN_IN,
)

Index("uq_passkey_credential", passkey.c.credential, unique=True)

# Browsers in which a person has signed in: they pass where attempts from elsewhere have used up the count.
known_browser = table(
    "known_browser",
    key(),
    ref("person", "person", of=Of.PERSON, index=True),
    blob("token_hash", of=Of.PERSON),
    whole("seen", of=Of.PERSON),
    kept=SIGN_IN,
)

Index("uq_known_browser_token", known_browser.c.token_hash, unique=True)

# A passkey challenge is valid for one answer of the browser that holds the token.
challenge = table(
    "challenge",
    key(),
    blob("token_hash"),
    blob("value"),
    ref("person", "person", of=Of.PERSON, null=True),
    whole("made"),
    kept=SECRETS,
)

Index("uq_challenge_token", challenge.c.token_hash, unique=True)

# Failed attempts per time window; `who` is a hash.
attempt = table(
    "attempt",
    text("kind", key=True),
    text("who", key=True, of=Of.PERSON),
    whole("window", key=True),
    whole("count"),
    kept=SECRETS,
)

demo_link = table(
    "demo_link",
    key(),
    blob("token_hash"),
    prose("cast"),
    ref("person", "person", null=True, of=Of.PERSON),
    ref("household", "household", null=True, of=Of.HOUSEHOLD),
    kept=DEMO,
)
