"""The checklist of an association, with the marks of its present handover."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, func, select

from kairanban.db.statements import NOW, Query, Statement
from kairanban.db.tables.handovers import handover_item, handover_mark
from kairanban.db.tables.people import person


@dataclass(frozen=True, slots=True)
class Item:
    id: int
    kind: str
    words: str
    done: int | None
    by: str


_association = bindparam("association", type_=BigInteger)

ITEMS = Query(
    select(
        handover_item.c.id,
        handover_item.c.kind,
        handover_item.c.words,
        handover_mark.c.done,
        func.coalesce(person.c.name, "").label("by"),
    )
    .select_from(
        handover_item.outerjoin(
            handover_mark,
            and_(
                handover_mark.c.item == handover_item.c.id,
                handover_mark.c.handover == bindparam("handover", type_=BigInteger),
            ),
        ).outerjoin(person, person.c.id == handover_mark.c.person)
    )
    .where(handover_item.c.association == _association, handover_item.c.removed.is_(None))
    .order_by(handover_item.c.sort, handover_item.c.id),
    Item,
)

KINDS = Statement(select(handover_item.c.kind).where(handover_item.c.association == _association))
ADD = Statement(
    handover_item.insert().values(
        {
            name: bindparam(name, type_=handover_item.c[name].type)
            for name in ("association", "kind", "words", "sort")
        }
    )
)
LAST = Statement(
    select(func.coalesce(func.max(handover_item.c.sort), 0)).where(
        handover_item.c.association == _association
    )
)

# Removed or not.
OWN = Statement(
    select(handover_item.c.id).where(
        handover_item.c.association == _association,
        handover_item.c.id == bindparam("item", type_=BigInteger),
    )
)
REMOVE = Statement(
    handover_item.update()
    .where(
        handover_item.c.id == bindparam("item_id"),
        handover_item.c.association == bindparam("of_association"),
        handover_item.c.removed.is_(None),
    )
    .values(removed=NOW)
)

MARKED = Statement(
    select(handover_mark.c.item).where(
        handover_mark.c.handover == bindparam("handover", type_=BigInteger),
        handover_mark.c.item == bindparam("item", type_=BigInteger),
    )
)
MARK = Statement(
    handover_mark.insert().values(
        {
            name: bindparam(name, type_=handover_mark.c[name].type)
            for name in ("handover", "item", "person", "done")
        }
    )
)
UNMARK = Statement(
    handover_mark.delete().where(
        handover_mark.c.handover == bindparam("of_handover"), handover_mark.c.item == bindparam("item_id")
    )
)
