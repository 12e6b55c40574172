"""Small statements on small tables, for tests of the database layer."""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from kairanban.core.actor import System
from kairanban.core.ids import PersonId, SessionId
from kairanban.db.engine import Database
from kairanban.db.statements import ACTOR_PERSON, ACTOR_SESSION, NOW, Query, Statement, inserting
from kairanban.db.tables.ledger import journal, look, setting

TESTER = System("test")


@dataclass(frozen=True, slots=True)
class Line:
    id: int
    kind: str


@dataclass(frozen=True, slots=True)
class Standing:
    person: PersonId | None
    session: SessionId | None
    now: int


ADD = inserting(journal, "at", "kind")
LINES = Query(select(journal.c.id, journal.c.kind).order_by(journal.c.id), Line)
LINE = Query(select(journal.c.id, journal.c.kind).where(journal.c.kind == bindparam("wanted")), Line)
COUNT = Statement(select(func.count()).select_from(journal))
RENAME = Statement(journal.update().values(kind=bindparam("new")).where(journal.c.kind == bindparam("old")))
STANDING = Query(
    select(ACTOR_PERSON.label("person"), ACTOR_SESSION.label("session"), NOW.label("now")), Standing
)
SET = Statement(setting.insert().values(name=bindparam("name"), value=bindparam("value")))
LOOK = Statement(
    look.insert().values({column.name: bindparam(column.name, type_=column.type) for column in look.columns})
)


async def add(database: Database, kind: str) -> int:
    """Insert a row in a transaction of its own."""
    async with database.write(TESTER) as tx:
        number: int = await tx.value(ADD, at=tx.now, kind=kind)
    return number


async def kinds(database: Database) -> list[str]:
    async with database.read(TESTER) as tx:
        return [line.kind for line in await tx.all(LINES)]
