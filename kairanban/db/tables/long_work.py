"""Work that takes minutes: how far it is, and its sealed results."""

from kairanban.db.tables.columns import Of, blob, key, ref, table, text, whole
from kairanban.db.tables.terms import SECRETS

long_work = table(
    "long_work",
    key(),
    # Only the sign-in that began it sees it.
    ref("session", "session"),
    ref("association", "place"),
    text("kind"),
    # What it is about, by kind: the batch of the cards.
    whole("about"),
    whole("total"),
    whole("done", default=0),
    text("state", default="running"),
    # Why it failed, as a msgid.
    text("why"),
    whole("made"),
    # When it last came further.
    whole("touched"),
)

long_work_part = table(
    "long_work_part",
    ref("long_work", "long_work", key=True),
    whole("number", key=True),
    # How many of `total` are in it.
    whole("holds"),
    # Sealed with a key made from the token of the sign-in.
    blob("sealed", of=Of.HOUSEHOLD),
    kept=SECRETS,
)
