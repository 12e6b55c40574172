"""Circulars, their editions, attachments, audience, addressees and counts."""

from sqlalchemy import Index

from kairanban.db.tables.columns import Of, blob, key, prose, ref, table, text, whole
from kairanban.db.tables.terms import CIRCULARS, REPLIES

circular = table(
    "circular",
    key(),
    ref("association", "place"),
    # The group of the association in whose name it is written; NULL: the association's, or the municipality's, own.
    ref("place", "place", null=True),
    text("state", default="draft"),
    text("kind", default="ordinary"),
    text("category", default="notice"),
    text("importance", default="ordinary"),
    text("reply_kind", default="acknowledge"),
    whole("reply_by", null=True),
    whole("event_at", null=True),
    # The end where it is known; of a day without hours its last millisecond, with the day's first one as beginning.
    whole("event_until", null=True),
    # 訃報: hidden from then on, seven days after the funeral.
    whole("gone_at", null=True),
    # 訃報: the family member who permitted it, and when that was recorded.
    text("permission", of=Of.PERSON),
    ref("made_by", "person", of=Of.PERSON, null=True),
    whole("made"),
    whole("changed"),
    # 訃報: the house in mourning, which does not get it.
    ref("bereaved", "household", of=Of.HOUSEHOLD, null=True),
    # Who saved the draft last, for another who writes at the same time.
    ref("changed_by", "person", of=Of.PERSON, null=True),
    whole("scheduled_for", null=True),
    # A draft that was thrown away; it can be taken back for a month.
    whole("discarded", null=True),
    ref("published_by", "person", of=Of.PERSON, null=True),
    whole("published", null=True),
    whole("withdrawn", null=True),
    prose("withdrawn_why"),
    whole("edition", default=1),
    # A reply counts while its edition is not older than this.
    whole("asked_edition", default=1),
    ref("copied_from", "circular", null=True),
    # Flag: eleven months after the event or publication, a draft for next year is prepared.
    whole("yearly", default=0),
    # A municipality's notices are for all households, members or not.
    whole("for_all", default=0),
    # The author if it is not the association, and the association's own note above the text.
    text("issuer"),
    prose("own_note"),
    # When the answers were counted (circular_figure), so that no more are taken, and when the last was deleted.
    whole("counted", null=True),
    whole("emptied", null=True),
    kept=CIRCULARS,
)

Index("ix_circular_association", circular.c.association, circular.c.state, circular.c.published)
Index("ix_circular_place", circular.c.place, sqlite_where=circular.c.place.is_not(None),
      postgresql_where=circular.c.place.is_not(None))  # fmt: skip
Index("ix_circular_scheduled", circular.c.scheduled_for, sqlite_where=circular.c.state == "scheduled",
      postgresql_where=circular.c.state == "scheduled")  # fmt: skip
Index("ix_circular_discarded", circular.c.discarded, sqlite_where=circular.c.discarded.is_not(None),
      postgresql_where=circular.c.discarded.is_not(None))  # fmt: skip

edition = table(
    "edition",
    ref("circular", "circular", key=True),
    whole("number", key=True),
    text("language", key=True),
    # first, typo or change
    text("kind", default="first"),
    text("title"),
    text("gist"),
    text("facts_when"),
    text("facts_where"),
    text("facts_bring"),
    text("facts_ask"),
    text("facts_phone"),
    prose("body"),
    # What changed, in the author's words.
    prose("note"),
    whole("made"),
    ref("made_by", "person", of=Of.PERSON, null=True),
    # A translation is published once a person who knows the language has reviewed it.
    text("reviewed_by", of=Of.PERSON),
    whole("reviewed", null=True),
    # Furigana by field: {"title": [[0, 2, "こうえん"]]}; NULL until looked up.
    prose("furigana", null=True),
    # All texts in the form that the archive searches: full-width letters and both kana normalised.
    prose("search"),
    # Of a survey, as `circulation/surveys/rules/questions.py` writes them.
    prose("questions"),
    kept=CIRCULARS,
)

Index("ix_edition_furigana", edition.c.circular, sqlite_where=edition.c.furigana.is_(None),
      postgresql_where=edition.c.furigana.is_(None))  # fmt: skip

# Readings of an association's own words: 上杉 is かみすぎ.
own_reading = table(
    "own_reading",
    ref("association", "place", key=True),
    text("written", key=True),
    text("reading", default=None),
)

# The chosen audience: one row per place, role or household.
audience = table(
    "audience",
    key(),
    ref("circular", "circular", index=True),
    ref("place", "place", null=True),
    text("role"),
    ref("household", "household", of=Of.HOUSEHOLD, null=True),
    kept=CIRCULARS,
)

# One row per household, made at publication: the frozen denominator. Latecomers are outside it.
addressee = table(
    "addressee",
    ref("circular", "circular", key=True),
    ref("household", "household", key=True, of=Of.HOUSEHOLD),
    ref("block", "place", null=True),
    whole("late", default=0),
    whole("paper", default=0),
    whole("waiting", default=1),
    whole("opened", of=Of.HOUSEHOLD, kept=REPLIES, null=True),
    whole("replied", of=Of.HOUSEHOLD, kept=REPLIES, null=True),
    kept=CIRCULARS,
)

Index("ix_addressee_household", addressee.c.household, addressee.c.circular)
Index("ix_addressee_waiting", addressee.c.household, addressee.c.circular,
      sqlite_where=addressee.c.waiting == 1, postgresql_where=addressee.c.waiting == 1)  # fmt: skip

# Counts by block, changed in the same transaction as the rows they count.
tally = table(
    "tally",
    ref("circular", "circular", key=True),
    # 0 for households without a block.
    whole("block", key=True),
    whole("addressed", default=0),
    whole("opened", default=0),
    whole("replied", default=0),
    whole("paper", default=0),
)

attachment = table(
    "attachment",
    key(),
    ref("circular", "circular", index=True),
    text("kind", default=None),
    text("name"),
    whole("scanned", default=0),
    prose("text"),
    # Found as the file was read, in its child; JSON of `confined.facts`.
    text("facts"),
    # How its words were read, and of which pages that is said, as `confined.sheets.Reading` and "2, 3".
    text("reading"),
    text("about"),
    # Flag: belongs to a correction that is not sent yet; only its author sees it.
    whole("pending", default=0),
    whole("made"),
)

attachment_page = table(
    "attachment_page",
    ref("attachment", "attachment", key=True),
    whole("number", key=True),
    text("file", default=None),
    text("media_type", default=None),
    whole("width"),
    whole("height"),
)

# A circular passed on from a municipal request shares its files.
Index("ix_attachment_page_file", attachment_page.c.file)

# Files by random name, kept in the database so that one backup contains everything.
stored_file = table(
    "stored_file",
    key(),
    text("name", default=None),
    text("media_type", default=None),
    blob("data"),
)

Index("uq_stored_file_name", stored_file.c.name, unique=True)
