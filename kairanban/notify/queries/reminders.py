"""Circulars due for a reminder, and the record that it was sent."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, exists, or_, select

from kairanban.circulation.circulars.queries.asking import asked_made
from kairanban.core.clock import Moment
from kairanban.db.statements import NOW, Query, Statement
from kairanban.db.tables.circulars import addressee, circular
from kairanban.db.tables.notify import reminder


@dataclass(frozen=True, slots=True)
class Asking:
    """A circular that asks for something; `made` is when the edition that asks was written."""

    circular: int
    association: int
    kind: str
    importance: str
    reply_by: int | None
    published: int
    edition: int
    made: int | None

    @property
    def asked(self) -> Moment:
        """When households were asked: at publication, or when a change asked them again."""
        return Moment(max(self.published, self.made or 0))


# What asks for something, goes round, and was not reminded of in the edition that asks.
CANDIDATES = Query(
    select(
        circular.c.id.label("circular"),
        circular.c.association,
        circular.c.kind,
        circular.c.importance,
        circular.c.reply_by,
        circular.c.published,
        circular.c.asked_edition.label("edition"),
        asked_made().label("made"),
    )
    .where(
        circular.c.state == "published",
        circular.c.published > NOW - bindparam("within", type_=BigInteger),
        or_(circular.c.importance != "ordinary", circular.c.reply_by.is_not(None)),
        or_(circular.c.reply_by.is_(None), circular.c.reply_by > NOW),
        ~exists(
            select(1).where(
                reminder.c.circular == circular.c.id, reminder.c.edition == circular.c.asked_edition
            )
        ),
        exists(select(1).where(addressee.c.circular == circular.c.id, addressee.c.waiting == 1)),
    )
    .order_by(circular.c.id),
    Asking,
)

REMIND = Statement(
    lambda insert: (
        insert(reminder)
        .values(
            circular=bindparam("circular", type_=BigInteger),
            edition=bindparam("edition", type_=BigInteger),
            at=NOW,
        )
        .on_conflict_do_nothing()
    )
)
