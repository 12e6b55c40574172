"""Events of a household; funerals are not among them."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, select

from kairanban.circulation.circulars.queries.archive import kept
from kairanban.circulation.replies.queries.answers import HOUSEHOLD, PRESENT
from kairanban.core.ids import CircularId
from kairanban.db.statements import Query, Statement
from kairanban.db.tables.circulars import addressee, circular, edition
from kairanban.i18n.dates import is_whole_day
from kairanban.i18n.languages import LANGUAGES


@dataclass(frozen=True, slots=True)
class Event:
    """The event of a circular; withdrawn ones stay, marked, because people may have noted the day."""

    circular: CircularId
    at: int
    until: int | None
    published: int
    withdrawn: int | None
    edition: int
    made: int
    title: str
    gist: str
    where: str
    language: str
    furigana: str | None

    @property
    def tag(self) -> str:
        """Value of the `lang` attribute."""
        return LANGUAGES[self.language].tag

    @property
    def whole_day(self) -> bool:
        return is_whole_day(self.at, self.until)

    @property
    def sequence(self) -> int:
        """SEQUENCE of the event: one more for each edition and for the withdrawal."""
        return self.edition - 1 + (self.withdrawn is not None)

    @property
    def changed(self) -> int:
        return max(self.made, self.published, self.withdrawn or 0)


_FROM = bindparam("since", type_=BigInteger)

EVENTS = Query(
    select(
        circular.c.id.label("circular"),
        circular.c.event_at.label("at"),
        circular.c.event_until.label("until"),
        circular.c.published,
        circular.c.withdrawn,
        circular.c.edition,
        edition.c.made,
        edition.c.title,
        edition.c.gist,
        edition.c.facts_where.label("where"),
        edition.c.language,
        edition.c.furigana,
    )
    .select_from(addressee.join(circular, circular.c.id == addressee.c.circular).join(edition, PRESENT))
    .where(addressee.c.household == HOUSEHOLD, kept(), circular.c.event_at >= _FROM)
    .order_by(circular.c.event_at, circular.c.id)
    .limit(bindparam("most", type_=BigInteger)),
    Event,
)

# The first page only checks the last 100 circulars, so that it stays fast over the years.
_lately = (
    select(addressee.c.circular)
    .where(addressee.c.household == HOUSEHOLD)
    .order_by(addressee.c.circular.desc())
    .limit(100)
    .subquery()
)
COMING = Statement(
    select(circular.c.id)
    .select_from(_lately.join(circular, circular.c.id == _lately.c.circular))
    .where(kept(), circular.c.event_at >= _FROM)
    .limit(1)
)
