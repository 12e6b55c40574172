"""Buildings: what hangs on their notice boards, the posters that ask to join, and who asked."""

from sqlalchemy import Index

from kairanban.db.tables.columns import Of, blob, key, ref, table, text, whole

# A posting counts while its edition is not older than the one asked about, as a reply does.
posting = table(
    "posting",
    key(),
    ref("circular", "circular"),
    ref("building", "place", index=True),
    whole("edition"),
    ref("posted_by", "person", of=Of.PERSON, null=True),
    whole("posted"),
    whole("taken_back", null=True),
)

Index("uq_posting_standing", posting.c.circular, posting.c.building, posting.c.edition, unique=True,
      sqlite_where=posting.c.taken_back.is_(None), postgresql_where=posting.c.taken_back.is_(None))  # fmt: skip

# One poster a building is in use; making another, or taking it down, ends it.
poster = table(
    "poster",
    key(),
    ref("building", "place", index=True),
    blob("token_hash"),
    whole("made"),
    ref("made_by", "person", of=Of.PERSON, null=True),
    whole("ended", null=True),
    # For half an hour the session that made it can print it: sealed with that session's own token.
    ref("session", "session", null=True),
    blob("sealed", null=True),
)

Index("uq_poster_token", poster.c.token_hash, unique=True)

joining_request = table(
    "joining_request",
    key(),
    ref("poster", "poster"),
    # The device that waits holds the token; it has no session yet.
    blob("token_hash", of=Of.HOUSEHOLD),
    # Pressing twice is asking once.
    text("client_id", default=None),
    text("room", of=Of.HOUSEHOLD),
    text("label", of=Of.HOUSEHOLD),
    text("language", of=Of.HOUSEHOLD, default="ja"),
    text("kind", of=Of.HOUSEHOLD),
    text("digits"),
    whole("asked"),
    whole("decided", null=True),
    ref("decided_by", "person", of=Of.PERSON, null=True),
    # Set where the answer was yes.
    ref("household", "household", of=Of.HOUSEHOLD, null=True),
)

Index("uq_joining_request_token", joining_request.c.token_hash, unique=True)
Index("uq_joining_request_client", joining_request.c.poster, joining_request.c.client_id, unique=True)
