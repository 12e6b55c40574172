"""Notices on the boards of buildings, and those to put up."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, func, or_, select

from kairanban.access.scope import places_for
from kairanban.access.terms import in_term
from kairanban.circulation.circulars.queries.audience import CIRCULAR, for_board_of
from kairanban.circulation.circulars.queries.readable import as_written, out
from kairanban.circulation.progress.rules import board_state
from kairanban.core.ids import CircularId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db.statements import NOW, Query, Statement
from kairanban.db.tables.buildings import posting
from kairanban.db.tables.circulars import circular, edition
from kairanban.db.tables.people import appointment, person
from kairanban.db.tables.places import place


@dataclass(frozen=True, slots=True)
class Notice:
    """A circular as a building's contact sees it; `posted` is the time of the valid posting."""

    id: CircularId
    title: str
    importance: str
    category: str
    kind: str
    edition: int
    published: int
    withdrawn: int | None
    reply_by: int | None
    posted: int | None
    posted_by: str | None
    posted_before: int | None

    @property
    def state(self) -> str:
        return board_state(self.withdrawn, self.posted, self.posted_before)


@dataclass(frozen=True, slots=True)
class Board:
    """The board of a building, for people who follow a circular."""

    id: PlaceId
    name: str
    contact: str | None
    posted: int | None
    posted_by: str | None
    posted_before: int | None


_of_this = and_(
    posting.c.circular == circular.c.id, posting.c.building == place.c.id, posting.c.taken_back.is_(None)
)

# The valid posting, and one of an earlier edition.
_newest = (
    select(func.max(posting.c.id))
    .where(_of_this, posting.c.edition >= circular.c.asked_edition)
    .correlate(circular, place)
    .scalar_subquery()
)
_before = (
    select(func.max(posting.c.posted)).where(_of_this).correlate(circular, place).scalar_subquery()
)  # fmt: skip

_standing = posting.alias("standing")
_who = person.alias("who")

_notice = (
    circular.c.id,
    edition.c.title,
    circular.c.importance,
    circular.c.category,
    circular.c.kind,
    circular.c.edition,
    circular.c.published,
    circular.c.withdrawn,
    circular.c.reply_by,
    _standing.c.posted,
    _who.c.name.label("posted_by"),
    _before.label("posted_before"),
)

_on_board = (
    select(*_notice)
    .select_from(
        place.join(circular, circular.c.association == place.c.association)
        .join(edition, as_written)
        .outerjoin(_standing, _standing.c.id == _newest)
        .outerjoin(_who, _who.c.id == _standing.c.posted_by)
    )
    .where(
        place.c.id == bindparam("building"),
        place.c.kind == "building",
        place.c.id.in_(places_for(Task.POST_NOTICE)),
        out(),
        for_board_of(place.c.id),
    )
)

# Circulars that go round, and recent postings.
ON_BOARD = Query(
    _on_board.where(
        circular.c.published > NOW - bindparam("within", type_=BigInteger),
        or_(
            _before.is_not(None),
            and_(
                circular.c.withdrawn.is_(None),
                or_(circular.c.reply_by.is_(None), circular.c.reply_by >= NOW),
            ),
        ),
    ).order_by(circular.c.published.desc(), circular.c.id.desc()),
    Notice,
)

ONE_NOTICE = Query(_on_board.where(circular.c.id == CIRCULAR), Notice)

POST = Statement(
    lambda insert: (
        insert(posting)
        .values(
            {
                name: bindparam(name, type_=posting.c[name].type)
                for name in ("circular", "building", "edition", "posted_by", "posted")
            }
        )
        .on_conflict_do_nothing()
    )
)

TAKE_BACK = Statement(
    posting.update()
    .where(
        posting.c.circular == bindparam("of_circular"),
        posting.c.building == bindparam("of_building"),
        posting.c.taken_back.is_(None),
    )
    .values(taken_back=NOW)
)

_contact = (
    select(func.max(person.c.name))
    .select_from(appointment.join(person, person.c.id == appointment.c.person))
    .where(
        appointment.c.place == place.c.id,
        appointment.c.role == "building_contact",
        in_term(appointment),
    )
    .correlate(place)
    .scalar_subquery()
)

# All boards of a circular. The caller has asked for permission.
BOARDS = Query(
    select(
        place.c.id,
        place.c.name,
        _contact.label("contact"),
        _standing.c.posted,
        _who.c.name.label("posted_by"),
        _before.label("posted_before"),
    )
    .select_from(
        place.join(circular, circular.c.association == place.c.association)
        .outerjoin(_standing, _standing.c.id == _newest)
        .outerjoin(_who, _who.c.id == _standing.c.posted_by)
    )
    .where(
        circular.c.id == CIRCULAR,
        place.c.kind == "building",
        place.c.ended.is_(None),
        for_board_of(place.c.id),
    )
    .order_by(place.c.sort, place.c.id),
    Board,
)
