"""Circulars while they are written, for their authors."""

from dataclasses import dataclass

from sqlalchemy import bindparam, or_, select

from kairanban.circulation.circulars.queries.audience import CIRCULAR
from kairanban.circulation.circulars.queries.issued import GROUP_NAME, is_issued_here, is_written, issued_at
from kairanban.circulation.circulars.queries.readable import asked_by, not_gone
from kairanban.circulation.circulars.rules.archive_search import COLUMNS
from kairanban.circulation.circulars.rules.drafts import Work
from kairanban.circulation.circulars.rules.texts import TEXT_FIELDS, Texts
from kairanban.core.ids import CircularId, PersonId
from kairanban.db.statements import NOW, Query, Statement, inserting
from kairanban.db.tables.circulars import circular, edition
from kairanban.db.tables.people import person
from kairanban.db.tables.places import place


@dataclass(frozen=True, slots=True)
class Note:
    """The note shown first: of the newest edition, or why it was withdrawn."""

    note: str
    made: int
    why: str
    withdrawn: int | None


@dataclass(frozen=True, slots=True)
class Draft:
    id: CircularId
    title: str | None
    state: str
    kind: str
    changed: int
    scheduled_for: int | None


@dataclass(frozen=True, slots=True)
class Hand:
    """Who changed a circular last, and when; no name where that is not known any more."""

    person: PersonId | None
    name: str | None
    at: int


WORK = (
    circular.c.id,
    circular.c.association,
    issued_at().label("place"),
    place.c.name.label("association_name"),
    GROUP_NAME.label("group"),
    circular.c.state,
    circular.c.kind,
    circular.c.category,
    circular.c.importance,
    circular.c.reply_kind,
    circular.c.reply_by,
    circular.c.event_at,
    circular.c.permission,
    circular.c.yearly,
    circular.c.for_all,
    circular.c.changed,
    circular.c.scheduled_for,
    circular.c.published,
    circular.c.withdrawn,
    circular.c.edition,
    circular.c.asked_edition,
    circular.c.issuer,
    circular.c.own_note,
    circular.c.counted,
    circular.c.event_until,
)

WRITTEN = (
    select(*WORK)
    .select_from(circular.join(place, place.c.id == circular.c.association))
    .where(circular.c.id == CIRCULAR, not_gone())
)

ONE = Query(
    WRITTEN.where(
        circular.c.discarded.is_(None),
        or_(is_written(), asked_by()),
    ),
    Work,
)

# For the worker, without scope.
ANY = Query(WRITTEN, Work)

# Publication updates the same row, so concurrent calls run one after the other.
HOLD_DRAFT = Statement(
    select(circular.c.id)
    .where(
        circular.c.id == CIRCULAR,
        circular.c.published.is_(None),
        circular.c.discarded.is_(None),
        or_(circular.c.state == "draft", circular.c.state == "scheduled"),
    )
    .with_for_update()
)

START = inserting(
    circular, "association", "place", "made_by", "made", "changed", "kind", "category", "copied_from"
)

# Tells whether the association has published before.
FIRST_EDITION = Statement(
    edition.insert().values(
        circular=CIRCULAR,
        number=1,
        language="ja",
        kind="first",
        made=NOW,
        made_by=bindparam("made_by", type_=edition.c.made_by.type),
    )
)

SETTINGS = (
    "category", "importance", "reply_kind", "reply_by", "event_at", "event_until", "permission", "yearly", "for_all",
)  # fmt: skip
SAVE = Statement(
    circular.update()
    .where(circular.c.id == CIRCULAR)
    .values(
        changed=NOW,
        changed_by=bindparam("changed_by", type_=circular.c.changed_by.type),
        **{name: bindparam(name, type_=circular.c[name].type) for name in SETTINGS},
    )
)

LAST_HAND = Query(
    select(circular.c.changed_by.label("person"), person.c.name, circular.c.changed.label("at"))
    .select_from(circular.outerjoin(person, person.c.id == circular.c.changed_by))
    .where(circular.c.id == CIRCULAR),
    Hand,
)

LAST_CORRECTION = Query(
    select(edition.c.made_by.label("person"), person.c.name, edition.c.made.label("at"))
    .select_from(
        circular.join(
            edition, (edition.c.circular == circular.c.id) & (edition.c.number == circular.c.edition)
        ).outerjoin(person, person.c.id == edition.c.made_by)
    )
    .where(circular.c.id == CIRCULAR, edition.c.language == "ja"),
    Hand,
)

# Marks a draft as another issuer's, for every household.
CARRY = Statement(
    circular.update()
    .where(circular.c.id == CIRCULAR)
    .values(issuer=bindparam("of_issuer", type_=circular.c.issuer.type), for_all=1)
)
SAY = Statement(
    circular.update()
    .where(circular.c.id == CIRCULAR, circular.c.published.is_(None))
    .values(own_note=bindparam("note", type_=circular.c.own_note.type))
)

SAVE_TEXTS = Statement(
    edition.update()
    .where(
        edition.c.circular == CIRCULAR,
        edition.c.number == bindparam("edition_number"),
        edition.c.language == "ja",
    )
    .values({name: bindparam(name, type_=edition.c[name].type) for name in COLUMNS})
)

NEW_EDITION = Statement(
    edition.insert().values(
        circular=CIRCULAR,
        language="ja",
        made=NOW,
        **{
            name: bindparam(name, type_=edition.c[name].type)
            for name in ("number", "kind", "note", "made_by", *COLUMNS)
        },
    )
)

TEXTS = Query(
    select(*(edition.c[name] for name in TEXT_FIELDS)).where(
        edition.c.circular == CIRCULAR, edition.c.number == bindparam("number"), edition.c.language == "ja"
    ),
    Texts,
)

NOTE = Query(
    select(edition.c.note, edition.c.made, circular.c.withdrawn_why.label("why"), circular.c.withdrawn)
    .select_from(
        circular.join(
            edition, (edition.c.circular == circular.c.id) & (edition.c.number == circular.c.edition)
        )
    )
    .where(circular.c.id == CIRCULAR, edition.c.language == "ja"),
    Note,
)


MINE = Query(
    select(
        circular.c.id,
        edition.c.title,
        circular.c.state,
        circular.c.kind,
        circular.c.changed,
        circular.c.scheduled_for,
    )
    .select_from(
        circular.outerjoin(
            edition,
            (edition.c.circular == circular.c.id)
            & (edition.c.number == circular.c.edition)
            & (edition.c.language == "ja"),
        )
    )
    .where(
        is_issued_here(),
        circular.c.published.is_(None),
        circular.c.withdrawn.is_(None),
        circular.c.discarded.is_(None),
        # A page opened and left unchanged is no draft yet.
        or_(edition.c.title != "", circular.c.changed != circular.c.made),
    )
    .order_by(circular.c.changed.desc()),
    Draft,
)
