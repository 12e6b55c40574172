"""What goes back to an association: its circulars, and who answered."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, or_, select

from kairanban.circulation.circulars.queries.readable import as_written
from kairanban.circulation.progress.queries.overview import LINE, Circular
from kairanban.db.statements import Query
from kairanban.db.tables.circulars import (
    addressee,
    attachment,
    attachment_page,
    circular,
    edition,
    stored_file,
)
from kairanban.db.tables.people import household
from kairanban.db.tables.places import place
from kairanban.db.tables.replies import reply


@dataclass(frozen=True, slots=True)
class Answered:
    """One household's line of one circular; empty where it did not answer, or the answers were counted and deleted."""

    circular: int
    title: str
    block: str | None
    label: str
    hidden: int
    replied: int | None
    choice: str | None
    number: int | None
    words: str | None
    method: str | None


@dataclass(frozen=True, slots=True)
class PagePicture:
    attachment: int
    number: int
    media_type: str
    data: bytes


_association = bindparam("association", type_=BigInteger)

# Also withdrawn ones; drafts are in the tables.
CIRCULARS = Query(
    select(*LINE)
    .select_from(circular.join(edition, as_written))
    .where(circular.c.association == _association, circular.c.published.is_not(None))
    .order_by(circular.c.published, circular.c.id),
    Circular,
)

# Without the scope of readers: everything goes back.
PICTURES = Query(
    select(
        attachment_page.c.attachment, attachment_page.c.number, stored_file.c.media_type, stored_file.c.data
    )
    .select_from(
        attachment.join(attachment_page, attachment_page.c.attachment == attachment.c.id).join(
            stored_file, stored_file.c.name == attachment_page.c.file
        )
    )
    .where(attachment.c.circular == bindparam("circular", type_=BigInteger)),
    PagePicture,
)

_standing = and_(
    reply.c.circular == addressee.c.circular,
    reply.c.household == addressee.c.household,
    reply.c.taken_back.is_(None),
)
ANSWERS = Query(
    select(
        addressee.c.circular,
        edition.c.title,
        place.c.name.label("block"),
        household.c.label,
        household.c.hidden,
        addressee.c.replied,
        reply.c.choice,
        reply.c.number,
        reply.c.words,
        reply.c.method,
    )
    .select_from(
        addressee.join(circular, circular.c.id == addressee.c.circular)
        .join(edition, as_written)
        .join(household, household.c.id == addressee.c.household)
        .outerjoin(place, place.c.id == addressee.c.block)
        .outerjoin(reply, _standing)
    )
    .where(
        circular.c.association == _association,
        or_(circular.c.published.is_not(None), circular.c.withdrawn.is_not(None)),
    )
    .order_by(circular.c.published, addressee.c.circular, addressee.c.household),
    Answered,
)
