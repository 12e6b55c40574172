"""Text is tidied where it is stored, wherever it comes from: a form, a file, a command."""

from typing import Any

import pytest
from sqlalchemy import String, Text, bindparam, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.types import NullType

from kairanban.community.places.actions.places import rename_place
from kairanban.db.statements import Statement
from kairanban.db.tables.circulars import edition
from kairanban.db.tables.columns import Line, Paragraphs, metadata
from kairanban.db.tables.places import place
from tests.db.test_every_statement import statements
from tests.world import World, draft

pytestmark = pytest.mark.anyio

_NAME = Statement(select(place.c.name).where(place.c.id == bindparam("id")))
_BODY = Statement(select(edition.c.body).where(edition.c.circular == bindparam("circular")))
_WRITE = Statement(
    edition.update().where(edition.c.circular == bindparam("of")).values(body=bindparam("written"))
)


async def test_a_name_is_stored_as_one_line_and_a_body_as_paragraphs(world: World) -> None:
    block, circular = world.places["block_1"], await draft(world)
    async with world.database.write(world.yamada) as tx:
        await rename_place(tx, world.places["midorigaoka"], block, "1\r\n班\u202e\x00")
        assert await tx.value(_NAME, id=block) == "1 班"
        await tx.run(_WRITE, of=circular, written="一\r\n\r\n二\x00")
        assert await tx.value(_BODY, circular=circular) == "一\n\n二"


def test_every_text_column_is_one_line_or_paragraphs() -> None:
    texts = [
        (table.name, column.name, type(column.type))
        for table in metadata.tables.values()
        for column in table.columns
        if column.type.python_type is str
    ]
    assert len(texts) > 50
    assert {kind for _, _, kind in texts} == {Line, Paragraphs}
    assert ("edition", "body", Paragraphs) in texts
    assert ("place", "name", Line) in texts


def test_no_change_stores_text_of_another_type() -> None:
    loose = []
    for name, statement in statements():
        written: Any = statement._clause
        clause = written(sqlite.insert) if callable(written) else written
        if not isinstance(clause, UpdateBase):
            continue
        found = clause.compile(dialect=sqlite.dialect()).binds.values()
        loose += [
            f"{name} {bind.key}"
            for bind in found
            if bind.required and type(bind.type) in (Text, String, NullType)
        ]
    assert loose == []
