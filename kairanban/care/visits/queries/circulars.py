"""A circular of a household in the actor's care, to read to it or to print for it."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, select

from kairanban.access.scope import entrusted_households
from kairanban.circulation.circulars.queries.audience import CIRCULAR
from kairanban.circulation.circulars.queries.readable import as_written, out
from kairanban.circulation.circulars.rules.kinds import Kind
from kairanban.core.ids import CircularId
from kairanban.db.statements import Query
from kairanban.db.tables.circulars import addressee, circular, edition


@dataclass(frozen=True, slots=True)
class Handed:
    id: CircularId
    edition: int
    kind: str
    category: str
    importance: str
    reply_kind: str
    published: int


# No obituary: the household did not choose who else reads it.
HANDED = Query(
    select(
        circular.c.id,
        circular.c.edition,
        circular.c.kind,
        circular.c.category,
        circular.c.importance,
        circular.c.reply_kind,
        circular.c.published,
    )
    .select_from(circular.join(edition, as_written).join(addressee, addressee.c.circular == circular.c.id))
    .where(
        circular.c.id == CIRCULAR,
        addressee.c.household == bindparam("household", type_=BigInteger),
        addressee.c.household.in_(entrusted_households()),
        circular.c.kind != Kind.OBITUARY.value,
        circular.c.withdrawn.is_(None),
        out(),
    ),
    Handed,
)
