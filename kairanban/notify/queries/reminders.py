"""Circulars due for a reminder, and the record that it was sent."""

from sqlalchemy import BigInteger, bindparam, exists, func, or_, select

from kairanban.db.statements import NOW, Statement
from kairanban.db.tables.circulars import addressee, circular, edition
from kairanban.db.tables.notify import reminder

_asked = (
    select(func.max(edition.c.made))
    .where(
        edition.c.circular == circular.c.id,
        edition.c.number == circular.c.asked_edition,
        edition.c.language == "ja",
    )
    .scalar_subquery()
)

# Published circulars that ask for a reply, without a reminder for the asking edition.
CANDIDATES = Statement(
    select(
        circular.c.id,
        circular.c.association,
        circular.c.kind,
        circular.c.importance,
        circular.c.reply_by,
        circular.c.published,
        circular.c.asked_edition,
        _asked,
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
    .order_by(circular.c.id)
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
