"""What a household can put into its calendar. Funerals are in none."""

from sqlalchemy import BigInteger, bindparam, select

from kairanban.circulation.circulars.queries.archive import kept
from kairanban.circulation.replies.queries.answers import HOUSEHOLD, PRESENT
from kairanban.db.statements import Statement
from kairanban.db.tables.circulars import addressee, circular, edition

_FROM = bindparam("since", type_=BigInteger)

EVENTS = Statement(
    select(
        circular.c.id,
        circular.c.event_at,
        circular.c.published,
        circular.c.withdrawn,
        circular.c.edition,
        edition.c.made,
        edition.c.title,
        edition.c.gist,
        edition.c.facts_where,
        edition.c.language,
        edition.c.furigana,
    )
    .select_from(addressee.join(circular, circular.c.id == addressee.c.circular).join(edition, PRESENT))
    .where(addressee.c.household == HOUSEHOLD, kept(), circular.c.event_at >= _FROM)
    .order_by(circular.c.event_at, circular.c.id)
    .limit(bindparam("most", type_=BigInteger))
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
