"""The newest moment the ledger knows of."""

from sqlalchemy import select

from kairanban.db.statements import Statement
from kairanban.db.tables.ledger import journal

NEWEST = Statement(select(journal.c.at).order_by(journal.c.id.desc()).limit(1))
