"""What a household can put into its calendar. Funerals are in none."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, select

from kairanban.circulation.circulars.queries.archive import kept
from kairanban.circulation.replies.queries.answers import HOUSEHOLD, PRESENT
from kairanban.core.ids import CircularId
from kairanban.db.statements import Query, Statement
from kairanban.db.tables.circulars import addressee, circular, edition
from kairanban.i18n.languages import LANGUAGES


@dataclass(frozen=True, slots=True)
class Event:
    """What a circular invites to. Withdrawn ones stay, and say so: somebody may have noted the day."""

    circular: CircularId
    at: int
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
        """What `lang` says of the texts."""
        return LANGUAGES[self.language].tag

    @property
    def sequence(self) -> int:
        """Grows with every edition, and once more when it is withdrawn."""
        return self.edition - 1 + (self.withdrawn is not None)

    @property
    def changed(self) -> int:
        return max(self.made, self.published, self.withdrawn or 0)


_FROM = bindparam("since", type_=BigInteger)

EVENTS = Query(
    select(
        circular.c.id.label("circular"),
        circular.c.event_at.label("at"),
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

# The first page asks only whether there is any, among what came lately: that stays quick whatever the years bring.
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
