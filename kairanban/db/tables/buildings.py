"""Buildings: postings on notice boards, the posters that invite to join, and requests to join."""

from sqlalchemy import Index

from kairanban.db.tables.columns import Of, blob, key, ref, table, text, whole
from kairanban.db.tables.terms import CIRCULARS, PEOPLE, REQUESTS

# As a reply, a posting counts while its edition is not older than the circular's asked_edition.
posting = table(
    "posting",
    key(),
    ref("circular", "circular"),
    ref("building", "place", index=True),
    whole("edition"),
    ref("posted_by", "person", of=Of.PERSON, null=True),
    whole("posted"),
    whole("taken_back", null=True),
    kept=CIRCULARS,
)

Index("uq_posting_standing", posting.c.circular, posting.c.building, posting.c.edition, unique=True,
      sqlite_where=posting.c.taken_back.is_(None), postgresql_where=posting.c.taken_back.is_(None))  # fmt: skip

# One poster per building is valid; making another, or taking it down, ends it.
poster = table(
    "poster",
    key(),
    ref("building", "place", index=True),
    blob("token_hash"),
    whole("made"),
    ref("made_by", "person", of=Of.PERSON, kept=PEOPLE, null=True),
    whole("ended", null=True),
    # For half an hour the session that made it can print it again: sealed with that session's token.
    ref("session", "session", null=True),
    blob("sealed", null=True),
    kept=REQUESTS,
)

Index("uq_poster_token", poster.c.token_hash, unique=True)

joining_request = table(
    "joining_request",
    key(),
    ref("poster", "poster"),
    # The waiting device holds the token; it has no session yet.
    blob("token_hash", of=Of.HOUSEHOLD),
    # The form's id: sending it twice makes one request.
    text("client_id", default=None),
    text("room", of=Of.HOUSEHOLD),
    text("label", of=Of.HOUSEHOLD),
    text("language", of=Of.HOUSEHOLD, default="ja"),
    text("kind", of=Of.HOUSEHOLD),
    text("digits"),
    whole("asked"),
    whole("decided", null=True),
    ref("decided_by", "person", of=Of.PERSON, null=True),
    # Set if the request was accepted.
    ref("household", "household", of=Of.HOUSEHOLD, null=True),
    kept=REQUESTS,
)

Index("uq_joining_request_token", joining_request.c.token_hash, unique=True)
Index("uq_joining_request_client", joining_request.c.poster, joining_request.c.client_id, unique=True)
