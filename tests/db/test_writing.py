import asyncio
from contextlib import suppress

import pytest

from kairanban.core.errors import Unavailable
from kairanban.db.engine import Database, open_database
from kairanban.db.transaction import Duplicate
from tests.conftest import SetClock
from tests.db.ledger import ADD, COUNT, SET, TESTER, add, kinds

pytestmark = pytest.mark.anyio


async def test_a_body_without_statements_changes_nothing(database: Database) -> None:
    async with database.write(TESTER):
        pass
    assert await kinds(database) == []


async def test_a_failing_body_rolls_back_only_itself(database: Database) -> None:
    async def write(number: int) -> None:
        async with database.write(TESTER) as tx:
            await tx.value(ADD, at=1, kind=str(number))
            if number % 3 == 0:
                raise ValueError
            await tx.value(ADD, at=1, kind=str(number))

    ends = await asyncio.gather(*(write(number) for number in range(30)), return_exceptions=True)

    assert [isinstance(end, ValueError) for end in ends] == [number % 3 == 0 for number in range(30)]
    landed = [str(number) for number in range(30) if number % 3]
    assert sorted(await kinds(database)) == sorted(landed * 2)


async def test_the_first_and_the_last_of_a_batch_may_fail_too(database: Database) -> None:
    async def write(kind: str) -> None:
        async with database.write(TESTER) as tx:
            await tx.value(ADD, at=1, kind=kind)
            if kind == "bad":
                await tx.run(SET, name="n", value=None)

    order = ["bad", "bad", "a", "bad", "bad", "b", "bad"]
    await asyncio.gather(*(write(kind) for kind in order), return_exceptions=True)

    assert sorted(await kinds(database)) == ["a", "b"]


async def test_an_error_suppressed_by_the_body_is_raised_again(database: Database) -> None:
    async def write() -> None:
        async with database.write(TESTER) as tx:
            await tx.run(SET, name="n", value="1")
            with suppress(Duplicate):
                await tx.run(SET, name="n", value="2")

    with pytest.raises(Duplicate):
        await write()
    async with database.write(TESTER) as tx:
        assert await tx.run(SET, name="n", value="3") == 1


async def test_no_statement_runs_after_an_error(database: Database) -> None:
    async def write() -> None:
        async with database.write(TESTER) as tx:
            await tx.run(SET, name="n", value="1")
            with suppress(Duplicate):
                await tx.run(SET, name="n", value="2")
            await tx.value(ADD, at=1, kind="a")

    with pytest.raises(Duplicate):
        await write()
    assert await kinds(database) == []


async def test_a_cancelled_body_leaves_nothing_behind(database: Database) -> None:
    async def write() -> None:
        async with database.write(TESTER) as tx:
            await tx.value(ADD, at=1, kind="half")
            await asyncio.sleep(60)

    writers = [asyncio.create_task(write()) for _ in range(3)]
    await asyncio.sleep(0.05)
    for writer in writers:
        writer.cancel()
    ends = await asyncio.gather(*writers, return_exceptions=True)

    assert all(isinstance(end, asyncio.CancelledError) for end in ends)
    await add(database, "whole")
    assert await kinds(database) == ["whole"]


async def test_a_body_cancelled_inside_a_statement_leaves_nothing_behind(database: Database) -> None:
    async def write() -> None:
        async with database.write(TESTER) as tx:
            while True:
                await tx.value(ADD, at=1, kind="half")

    for _ in range(20):
        writer = asyncio.create_task(write())
        neighbour = asyncio.create_task(add(database, "whole"))
        await asyncio.sleep(0.003)
        writer.cancel()
        await asyncio.gather(writer, return_exceptions=True)
        await neighbour

    assert await kinds(database) == ["whole"] * 20


async def test_a_body_cancelled_in_the_queue_never_runs(database: Database) -> None:
    holding = asyncio.Event()

    async def hold() -> None:
        async with database.write(TESTER) as tx:
            await tx.value(ADD, at=1, kind="first")
            await holding.wait()

    holder = asyncio.create_task(hold())
    waiters = [asyncio.create_task(add(database, f"{number}")) for number in range(10)]
    await asyncio.sleep(0)
    for number, waiter in enumerate(waiters):
        if number % 2:
            waiter.cancel()
    holding.set()
    await asyncio.gather(holder, *waiters, return_exceptions=True)

    assert sorted(await kinds(database)) == ["0", "2", "4", "6", "8", "first"]


async def test_a_cancellation_at_any_moment_does_not_affect_other_bodies(database: Database) -> None:
    told: list[str] = []

    async def write(kind: str) -> None:
        async with database.write(TESTER) as tx:
            await tx.value(ADD, at=1, kind=kind)
            await tx.value(COUNT)
        told.append(kind)

    for number in range(60):
        tasks = [asyncio.create_task(write(f"{number}-{place}")) for place in range(4)]
        for _ in range(number):
            await asyncio.sleep(0)
        tasks[number % 4].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    landed = await kinds(database)
    assert set(told) <= set(landed)
    assert len(landed) == len(set(landed))
    assert len(told) >= 180


async def test_a_body_over_its_time_limit_is_unavailable_and_the_next_one_commits(database: Database) -> None:
    async def write() -> None:
        async with database.write(TESTER) as tx:
            await tx.value(ADD, at=1, kind="slow")
            await asyncio.sleep(60)

    database.body_seconds = 0.1
    with pytest.raises(Unavailable):
        await write()
    await add(database, "next")
    assert await kinds(database) == ["next"]


async def test_a_timeout_of_the_body_itself_passes_through(database: Database) -> None:
    with pytest.raises(TimeoutError):
        async with database.write(TESTER):
            raise TimeoutError


async def test_a_write_inside_a_write_does_not_hang(database: Database) -> None:
    database.body_seconds = 0.2
    with suppress(Unavailable):
        async with database.write(TESTER):
            await add(database, "inner")

    await add(database, "later")
    assert "later" in await kinds(database)


async def test_five_hundred_concurrent_writes_all_commit(database: Database) -> None:
    await asyncio.gather(*(add(database, str(number)) for number in range(500)))

    assert sorted(await kinds(database), key=int) == [str(number) for number in range(500)]


async def test_concurrent_readers_and_writers_all_finish(database: Database) -> None:
    async def both(number: int) -> None:
        await add(database, str(number))
        async with database.read(TESTER) as tx:
            assert await tx.value(COUNT) >= 1
        await add(database, str(number))

    async with asyncio.timeout(120):
        await asyncio.gather(*(both(number) for number in range(100)))
    assert len(await kinds(database)) == 200


async def test_closing_an_idle_database_returns(database_url: str, clock: SetClock) -> None:
    opened = await open_database(database_url, clock)
    await opened.close()
    again = await open_database(database_url, clock)
    await again.close()


async def test_successes_reported_while_closing_are_stored(database_url: str, clock: SetClock) -> None:
    opened = await open_database(database_url, clock)
    told: list[str] = []

    async def write(kind: str) -> None:
        await add(opened, kind)
        told.append(kind)

    writers = [asyncio.create_task(write(str(number))) for number in range(50)]
    await asyncio.sleep(0.002)
    async with asyncio.timeout(120):
        await opened.close()
        ends = await asyncio.gather(*writers, return_exceptions=True)

    assert {type(end) for end in ends} <= {type(None), Unavailable}
    with pytest.raises(Unavailable):
        await add(opened, "late")
    again = await open_database(database_url, clock)
    assert set(told) == set(await kinds(again))
    await again.close()
