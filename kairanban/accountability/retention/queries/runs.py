"""What the retention job did: one line per term and run, counts only."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, select

from kairanban.db.statements import Query, Statement
from kairanban.db.tables.columns import Line
from kairanban.db.tables.figures import retention_run
from kairanban.db.tables.ledger import setting


@dataclass(frozen=True, slots=True)
class Run:
    at: int
    term: str
    number: int


RECORD = Statement(
    retention_run.insert().values(
        at=bindparam("begun", type_=BigInteger),
        term=bindparam("term", type_=Line),
        number=bindparam("number", type_=BigInteger),
    )
)
LATEST = Query(
    select(retention_run.c.at, retention_run.c.term, retention_run.c.number)
    .order_by(retention_run.c.id.desc())
    .limit(bindparam("most", type_=BigInteger)),
    Run,
)
FORGET = Statement(retention_run.delete().where(retention_run.c.at < bindparam("since", type_=BigInteger)))

# Held by each slice until it commits: two workers never count the same rows, and none goes on without trust.
HOLD = Statement(select(setting.c.value).where(setting.c.name == bindparam("watch")).with_for_update())
