"""One circular as the holder of a link in a mail reads it."""

from sqlalchemy import BigInteger, bindparam, select

from kairanban.circulars.audience import CIRCULAR
from kairanban.circulars.queries.readable import out
from kairanban.circulars.queries.voice import VOICE
from kairanban.db.statements import Statement
from kairanban.db.tables.circulars import addressee, circular, edition
from kairanban.db.tables.places import place
from kairanban.replies.queries import PRESENT

TOLD = Statement(
    select(
        circular.c.reply_kind,
        circular.c.reply_by,
        circular.c.withdrawn,
        circular.c.edition,
        addressee.c.replied,
        circular.c.kind,
        circular.c.category,
        circular.c.importance,
        circular.c.published,
        *VOICE,
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
    .select_from(
        addressee.join(circular, circular.c.id == addressee.c.circular)
        .join(edition, PRESENT)
        .join(place, place.c.id == circular.c.association)
    )
    .where(
        addressee.c.circular == CIRCULAR,
        addressee.c.household == bindparam("household", type_=BigInteger),
        out(),
    )
)
