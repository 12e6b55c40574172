"""Replies of households, and the circulars they reply to."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, case, func, or_, select

from kairanban.access.hidden import trusted_here
from kairanban.access.scope import own_households
from kairanban.circulation.circulars.queries.attribution import ATTRIBUTION
from kairanban.circulation.circulars.queries.audience import CIRCULAR
from kairanban.circulation.circulars.queries.issued import issued_at
from kairanban.circulation.circulars.queries.readable import out
from kairanban.circulation.circulars.rules.article import Article
from kairanban.circulation.replies.rules.recording import Asked, CurrentReply
from kairanban.core.ids import CircularId, HouseholdId, ResidentId
from kairanban.db.statements import ACTOR_SESSION, NOW, Query, Statement, inserting
from kairanban.db.tables.circulars import addressee, circular, edition
from kairanban.db.tables.columns import Line
from kairanban.db.tables.notify import notice_address
from kairanban.db.tables.people import household, person, resident
from kairanban.db.tables.places import place
from kairanban.db.tables.replies import reply


@dataclass(frozen=True, slots=True)
class Circular:
    """A circular's state for a household; its texts are in the article."""

    id: CircularId
    reply_kind: str
    reply_by: int | None
    event_at: int | None
    withdrawn: int | None
    withdrawn_why: str
    edition: int
    asked_edition: int
    change: str
    change_note: str
    changed: int
    household: HouseholdId
    opened: int | None
    replied: int | None
    counted: int | None
    """When the replies were counted; what this household replied is no longer kept."""


@dataclass(frozen=True, slots=True)
class Adult:
    """An adult who can be chosen as the one who presses."""

    id: ResidentId
    name: str


@dataclass(frozen=True, slots=True)
class Read:
    """A circular as one household reads it."""

    circular: Circular
    article: Article


HOUSEHOLD = bindparam("household", type_=BigInteger)

# The reader's language if a reviewed version exists, else plain Japanese, else the original.
_version = edition.alias("version")
_in_language = case(
    (bindparam("language", type_=Line) == "ja", "ja"),
    else_=func.coalesce(
        select(_version.c.language)
        .where(
            _version.c.circular == circular.c.id,
            _version.c.number == circular.c.edition,
            or_(_version.c.language == bindparam("language", type_=Line), _version.c.language == "ja-easy"),
            _version.c.reviewed.is_not(None),
        )
        .order_by(case((_version.c.language == "ja-easy", 1), else_=0))
        .limit(1)
        .scalar_subquery(),
        "ja",
    ),
)
PRESENT = and_(
    edition.c.circular == circular.c.id,
    edition.c.number == circular.c.edition,
    edition.c.language == _in_language,
)

# A household's valid reply: not taken back, and to the edition that asks.
counting = and_(
    reply.c.circular == addressee.c.circular,
    reply.c.household == addressee.c.household,
    reply.c.taken_back.is_(None),
    reply.c.edition >= circular.c.asked_edition,
)

# The columns of an article, in the order of its fields.
ARTICLE = (
    circular.c.kind,
    circular.c.category,
    circular.c.importance,
    circular.c.published,
    *ATTRIBUTION,
    edition.c.title,
    edition.c.gist,
    edition.c.facts_when,
    edition.c.facts_where,
    edition.c.facts_bring,
    edition.c.facts_ask,
    edition.c.facts_phone,
    edition.c.body,
    edition.c.language,
    edition.c.furigana,
)

# Locks the addressee, so that replies of two devices, and a correction, run one after the other.
HOLD = Statement(
    select(addressee.c.household)
    .where(addressee.c.circular == CIRCULAR, addressee.c.household == HOUSEHOLD)
    .with_for_update()
)

# Values needed to check a reply.
ASKED = Query(
    select(
        circular.c.association,
        issued_at().label("place"),
        circular.c.reply_kind,
        circular.c.reply_by,
        circular.c.published,
        circular.c.withdrawn,
        circular.c.edition,
        circular.c.asked_edition,
        addressee.c.replied,
        addressee.c.block,
        circular.c.counted,
    )
    .select_from(
        addressee.join(circular, circular.c.id == addressee.c.circular).join(
            household, household.c.id == addressee.c.household
        )
    )
    .where(addressee.c.circular == CIRCULAR, addressee.c.household == HOUSEHOLD, out()),
    Asked,
)

CURRENT = Query(
    select(
        reply.c.id,
        reply.c.choice,
        reply.c.number,
        reply.c.words,
        reply.c.method,
        reply.c.edition,
        reply.c.made,
        reply.c.received,
        reply.c.client_id,
        func.coalesce(resident.c.name, func.nullif(reply.c.signed, "")).label("resident"),
        person.c.name.label("proxy"),
        reply.c.language,
    )
    .select_from(
        reply.outerjoin(resident, resident.c.id == reply.c.resident).outerjoin(
            person, person.c.id == reply.c.proxy
        )
    )
    .where(reply.c.circular == CIRCULAR, reply.c.household == HOUSEHOLD, reply.c.taken_back.is_(None)),
    CurrentReply,
)

# The adults of a household, on a device that it trusts with their names.
ADULTS = Query(
    select(resident.c.id, resident.c.name)
    .where(
        resident.c.household == HOUSEHOLD,
        resident.c.until.is_(None),
        resident.c.child == 0,
        trusted_here(resident.c.household),
    )
    .order_by(resident.c.representative.desc(), resident.c.id),
    Adult,
)

# Tells whether this device is notified.
TOLD_HERE = Statement(
    select(notice_address.c.id).where(
        notice_address.c.session == ACTOR_SESSION, notice_address.c.ended.is_(None)
    )
)

BY_CLIENT_ID = Statement(
    select(reply.c.id).where(
        reply.c.circular == CIRCULAR,
        reply.c.household == HOUSEHOLD,
        reply.c.client_id == bindparam("client_id"),
    )
)

INSERT = inserting(
    reply,
    "circular", "household", "resident", "edition", "language", "choice", "number", "words",
    "method", "signed", "proxy", "client_id", "made", "received",
)  # fmt: skip

TAKE_BACK = Statement(
    reply.update()
    .where(reply.c.circular == CIRCULAR, reply.c.household == HOUSEHOLD, reply.c.taken_back.is_(None))
    .values(taken_back=NOW)
)

# The state for the household first, then the columns of the article.
CIRCULAR_PAGE = Query(
    select(
        circular.c.id,
        circular.c.reply_kind,
        circular.c.reply_by,
        circular.c.event_at,
        circular.c.withdrawn,
        circular.c.withdrawn_why,
        circular.c.edition,
        circular.c.asked_edition,
        edition.c.kind.label("change"),
        edition.c.note.label("change_note"),
        edition.c.made.label("changed"),
        addressee.c.household,
        addressee.c.opened,
        addressee.c.replied,
        circular.c.counted,
        *ARTICLE,
    )
    .select_from(
        addressee.join(circular, circular.c.id == addressee.c.circular)
        .join(edition, PRESENT)
        .join(place, place.c.id == circular.c.association)
    )
    .where(addressee.c.circular == CIRCULAR, addressee.c.household.in_(own_households()), out())
    .order_by(addressee.c.household),
    Read,
)
