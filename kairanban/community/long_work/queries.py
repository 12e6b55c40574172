"""Work that takes minutes, and its parts."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, select

from kairanban.community.long_work.rules import LongWork
from kairanban.db.statements import ACTOR_SESSION, NOW, Query, Statement, inserting
from kairanban.db.tables.long_work import long_work, long_work_part


@dataclass(frozen=True, slots=True)
class Held:
    number: int
    holds: int


_ID = bindparam("work", type_=BigInteger)
_WITHIN = bindparam("within", type_=BigInteger)
_MINE = (
    long_work.c.session == ACTOR_SESSION,
    long_work.c.made > NOW - _WITHIN,
)
_line = select(
    long_work.c.id, long_work.c.association, long_work.c.kind, long_work.c.about, long_work.c.total,
    long_work.c.done, long_work.c.state, long_work.c.why, long_work.c.made, long_work.c.touched,
)  # fmt: skip

BEGIN = inserting(long_work, "session", "association", "kind", "about", "total", "made", "touched")
ONE = Query(_line.where(long_work.c.id == _ID, *_MINE), LongWork)
ABOUT = Query(
    _line.where(
        long_work.c.kind == bindparam("of_kind"),
        long_work.c.about == bindparam("of_what", type_=BigInteger),
        *_MINE,
    ),
    LongWork,
)
MINE = Query(_line.where(*_MINE).order_by(long_work.c.made.desc()), LongWork)

PARTS = Query(
    select(long_work_part.c.number, long_work_part.c.holds)
    .where(long_work_part.c.long_work == _ID)
    .order_by(long_work_part.c.number),
    Held,
)
SEALED = Statement(
    select(long_work_part.c.sealed).where(
        long_work_part.c.long_work == _ID, long_work_part.c.number == bindparam("number", type_=BigInteger)
    )
)
ADD_PART = Statement(
    long_work_part.insert().values(
        long_work=_ID,
        number=bindparam("number"),
        holds=bindparam("holds"),
        sealed=bindparam("sealed"),
    )
)
ADVANCE = Statement(
    long_work.update()
    .where(long_work.c.id == _ID)
    .values(done=long_work.c.done + bindparam("by", type_=BigInteger), touched=NOW)
)
END = Statement(
    long_work.update()
    .where(long_work.c.id == _ID)
    .values(state=bindparam("new_state"), why=bindparam("because"), touched=NOW)
)
FORGET = Statement(long_work.delete().where(long_work.c.made <= NOW - _WITHIN))
