"""A circular as shown to the holder of a link in mail."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, select

from kairanban.circulation.circulars.queries.audience import CIRCULAR
from kairanban.circulation.circulars.queries.readable import out
from kairanban.circulation.circulars.rules.article import Article
from kairanban.circulation.replies.queries.answers import ARTICLE, PRESENT
from kairanban.db.statements import Query
from kairanban.db.tables.circulars import addressee, circular, edition
from kairanban.db.tables.places import place


@dataclass(frozen=True, slots=True)
class LinkedCircular:
    """A circular's texts, and its state for the household."""

    reply_kind: str
    reply_by: int | None
    withdrawn: int | None
    edition: int
    replied: int | None
    counted: int | None
    article: Article


TOLD = Query(
    select(
        circular.c.reply_kind,
        circular.c.reply_by,
        circular.c.withdrawn,
        circular.c.edition,
        addressee.c.replied,
        circular.c.counted,
        *ARTICLE,
    )
    .select_from(
        addressee.join(circular, circular.c.id == addressee.c.circular)
        .join(edition, PRESENT)
        .join(place, place.c.id == circular.c.association)
    )
    .where(
        addressee.c.circular == CIRCULAR,
        addressee.c.household == bindparam("household", type_=BigInteger),
        out(),
    ),
    LinkedCircular,
)
