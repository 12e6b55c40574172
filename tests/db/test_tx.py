import pytest
from sqlalchemy import bindparam, select

from kairanban.core.actor import Actor, Visitor
from kairanban.core.errors import NotFound
from kairanban.core.ids import PersonId, SessionId
from kairanban.db.engine import Database
from kairanban.db.statements import Statement
from kairanban.db.tables.ledger import journal
from kairanban.db.transaction import Duplicate, Violation
from tests.db.ledger import (
    ADD,
    COUNT,
    LINE,
    LINES,
    LOOK,
    RENAME,
    SET,
    STANDING,
    TESTER,
    Line,
    Standing,
    add,
    kinds,
)

pytestmark = pytest.mark.anyio


async def test_rows_are_returned_as_the_given_dataclass(database: Database) -> None:
    first, second = await add(database, "ゴミ"), await add(database, "祭り")

    async with database.read(TESTER) as tx:
        assert await tx.all(LINES) == [Line(first, "ゴミ"), Line(second, "祭り")]
        assert await tx.first(LINE, wanted="祭り") == Line(second, "祭り")
        assert await tx.one(LINE, wanted="ゴミ") == Line(first, "ゴミ")
        assert await tx.rows(LINES) == [(first, "ゴミ"), (second, "祭り")]
        assert await tx.value(COUNT) == 2


@pytest.mark.parametrize("kind", ["it's 100% :now ? \\ %s", "", "髙橋"])
async def test_a_constant_is_the_same_text_on_both_engines(database: Database, kind: str) -> None:
    """SQLite has constants in the SQL itself."""
    first = await add(database, kind)
    same = Statement(select(journal.c.id).where(journal.c.kind == kind, journal.c.id == bindparam("id")))
    async with database.read(TESTER) as tx:
        assert await tx.column(same, id=first) == [first]
        with pytest.raises(TypeError, match="misses"):
            await tx.column(same)


async def test_a_missing_row_is_none_or_not_found(database: Database) -> None:
    async with database.read(TESTER) as tx:
        assert await tx.first(LINE, wanted="x") is None
        assert await tx.all(LINE, wanted="x") == []
        with pytest.raises(NotFound):
            await tx.one(LINE, wanted="x")


async def test_a_single_value_is_asked_of_one_column_only(database: Database) -> None:
    first = await add(database, "ゴミ")
    ids, none = Statement(select(journal.c.id)), Statement(select(journal.c.id).where(journal.c.kind == "x"))
    async with database.read(TESTER) as tx:
        assert await tx.column(ids) == [await tx.value(ids)] == [first]
        assert await tx.value(none) is None
        for several in (LINES, Statement(select(journal.c.id, journal.c.kind))):
            with pytest.raises(TypeError):
                await tx.value(several)
            with pytest.raises(TypeError):
                await tx.column(several)


async def test_a_change_returns_the_number_of_rows(database: Database) -> None:
    async with database.write(TESTER) as tx:
        await tx.each(ADD, [{"at": 1, "kind": "a"}, {"at": 2, "kind": "a"}, {"at": 3, "kind": "b"}])
        await tx.each(ADD, [])
        assert await tx.run(RENAME, old="a", new="c") == 2
        assert await tx.run(RENAME, old="a", new="d") == 0

    assert await kinds(database) == ["c", "c", "b"]


async def test_statements_run_together_return_results_in_order(database: Database) -> None:
    async with database.write(TESTER) as tx:
        added, counted, renamed, lines = await tx.together(
            (ADD, {"at": 1, "kind": "a"}), (COUNT, {}), (RENAME, {"old": "a", "new": "b"}), (LINES, {})
        )

    assert counted.rows == [(1,)]
    assert renamed.changed == 1
    assert lines.rows == [(added.rows[0][0], "b")]


async def test_statements_of_one_round_trip_fail_together(database: Database) -> None:
    with pytest.raises(Duplicate):
        async with database.write(TESTER) as tx:
            await tx.together(
                (ADD, {"at": 1, "kind": "a"}),
                (SET, {"name": "n", "value": "1"}),
                (SET, {"name": "n", "value": "2"}),
                (ADD, {"at": 1, "kind": "b"}),
            )

    assert await kinds(database) == []


async def test_a_missing_value_is_an_error(database: Database) -> None:
    async with database.read(TESTER) as tx:
        with pytest.raises(TypeError, match="wanted"):
            await tx.first(LINE)
        # Nothing was sent, so the transaction continues.
        assert await tx.first(LINE, wanted="x") is None


async def test_the_actor_and_the_time_are_always_bound(database: Database) -> None:
    actor = Actor(SessionId(7), person=PersonId(3))
    async with database.read(actor) as tx:
        assert tx.actor is actor
        assert await tx.one(STANDING) == Standing(PersonId(3), SessionId(7), database.clock())
    async with database.write(Visitor()) as tx:
        assert await tx.one(STANDING) == Standing(None, None, database.clock())


async def test_no_call_can_override_actor_or_time(database: Database) -> None:
    async with database.read(Actor(SessionId(7), person=PersonId(3))) as tx:
        found = await tx.one(STANDING, actor_person=1, now=5)

    assert found == Standing(PersonId(3), SessionId(7), database.clock())


async def test_a_second_row_with_the_same_key_is_a_duplicate(database: Database) -> None:
    async with database.write(TESTER) as tx:
        await tx.run(SET, name="n", value="1")
    with pytest.raises(Duplicate):
        async with database.write(TESTER) as tx:
            await tx.run(SET, name="n", value="2")


async def test_a_reference_to_a_missing_row_is_a_violation(database: Database) -> None:
    nobody = {"viewer": 12345, "purpose": "", "place": 1, "household": 0, "day": 1, "at": 1}
    with pytest.raises(Violation) as caught:
        async with database.write(TESTER) as tx:
            await tx.run(LOOK, **nobody)

    assert not isinstance(caught.value, Duplicate)


async def test_a_transaction_that_has_ended_cannot_be_used(database: Database) -> None:
    async with database.write(TESTER) as written:
        await written.value(COUNT)
    async with database.read(TESTER) as read:
        await read.value(COUNT)

    for ended in (written, read):
        with pytest.raises(RuntimeError, match="ended"):
            await ended.value(COUNT)
