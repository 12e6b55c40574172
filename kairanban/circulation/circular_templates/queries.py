"""Patterns of an association's own."""

from sqlalchemy import bindparam, select

from kairanban.db.statements import Statement, inserting
from kairanban.db.tables.circular_templates import own_pattern

_COLUMNS = (
    own_pattern.c.id,
    own_pattern.c.association,
    own_pattern.c.name,
    own_pattern.c.category,
    own_pattern.c.reply_kind,
    own_pattern.c.importance,
    own_pattern.c.texts,
)

ALL = Statement(
    select(*_COLUMNS)
    .where(own_pattern.c.association == bindparam("association"))
    .order_by(own_pattern.c.name, own_pattern.c.id)
)

ONE = Statement(
    select(*_COLUMNS).where(
        own_pattern.c.id == bindparam("pattern"), own_pattern.c.association == bindparam("association")
    )
)

ADD = inserting(
    own_pattern,
    "association", "name", "category", "reply_kind", "importance", "texts", "made", "made_by",
)  # fmt: skip

CHANGE = Statement(
    own_pattern.update()
    .where(own_pattern.c.id == bindparam("pattern"), own_pattern.c.association == bindparam("of_association"))
    .values(name=bindparam("new_name"), texts=bindparam("new_texts"))
)

REMOVE = Statement(
    own_pattern.delete().where(
        own_pattern.c.id == bindparam("pattern"), own_pattern.c.association == bindparam("of_association")
    )
)
