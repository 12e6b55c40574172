"""The household in mourning, which does not get the notice of its own dead."""

from sqlalchemy import bindparam, select

from kairanban.circulation.circulars.queries.audience import CIRCULAR
from kairanban.db.statements import Statement
from kairanban.db.tables.circulars import circular

BEREAVED = Statement(
    circular.update()
    .where(circular.c.id == CIRCULAR, circular.c.published.is_(None))
    .values(bereaved=bindparam("bereaved", type_=circular.c.bereaved.type))
)

WHOSE = Statement(select(circular.c.bereaved).where(circular.c.id == CIRCULAR))
