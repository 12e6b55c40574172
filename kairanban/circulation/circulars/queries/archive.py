"""Conditions of an archive search, for circulars already in the actor's scope."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, and_, bindparam, case, false, func, or_, select, true

from kairanban.access.scope import places_for
from kairanban.circulation.circulars.queries.issued import GROUP_NAME, is_issued_within, issued_at
from kairanban.circulation.circulars.queries.readable import as_written, out
from kairanban.circulation.circulars.rules.archive_search import WORDS_MOST
from kairanban.circulation.circulars.rules.kinds import CATEGORIES, Kind
from kairanban.core.ids import CircularId
from kairanban.core.tasks import Task
from kairanban.db.statements import Query, Statement
from kairanban.db.tables.circulars import circular, edition
from kairanban.db.tables.columns import Line
from kairanban.db.text_search import holds


@dataclass(frozen=True, slots=True)
class Kept:
    """A circular in the archive's list."""

    id: CircularId
    category: str
    importance: str
    published: int
    withdrawn: int | None
    title: str
    gist: str
    group: str
    """Name of the group that issued it; empty for the association's own."""

    @property
    def category_name(self) -> str:
        return CATEGORIES[self.category]


_category = bindparam("category", type_=Line)
_original = edition.alias("original")

# Readers of another language also find the original Japanese words.
_as_written = (
    select(_original.c.search)
    .where(
        _original.c.circular == circular.c.id,
        _original.c.number == circular.c.edition,
        _original.c.language == "ja",
    )
    .scalar_subquery()
)


def kept() -> Any:
    """Condition for circulars in the archive: published, no obituaries."""
    return and_(out(), circular.c.kind == Kind.ORDINARY.value)


def sought() -> Any:
    """Condition for year, category and every word; empty ones do not restrict."""
    every = and_(
        circular.c.published >= bindparam("since", type_=BigInteger),
        circular.c.published < bindparam("until", type_=BigInteger),
        or_(_category == "", circular.c.category == _category),
        *(_with_word(bindparam(f"word_{number}", type_=Line)) for number in range(WORDS_MOST)),
    )
    # One condition: with several, SQLite expects next to no rows, and reads and sorts the whole archive for
    # twenty of them (180 ms instead of 2 with 30,000 circulars).
    return case((every, true()), else_=false())


def _with_word(word: Any) -> Any:
    return or_(
        word == "",
        holds(edition.c.search, word),
        and_(edition.c.language != "ja", holds(_as_written, word)),
    )


_of_association = and_(
    is_issued_within(),
    issued_at().in_(places_for(Task.DRAFT)),
    kept(),
)

OF_ASSOCIATION = Query(
    select(
        circular.c.id,
        circular.c.category,
        circular.c.importance,
        circular.c.published,
        circular.c.withdrawn,
        edition.c.title,
        edition.c.gist,
        GROUP_NAME.label("group"),
    )
    .select_from(circular.join(edition, as_written))
    .where(_of_association, circular.c.id < bindparam("before", type_=BigInteger), sought())
    .order_by(circular.c.id.desc())
    .limit(bindparam("most", type_=BigInteger)),
    Kept,
)

FIRST_OF_ASSOCIATION = Statement(select(func.min(circular.c.published)).where(_of_association))
