"""Long work shows how far it is, goes on while nobody looks, and is found again by the sign-in that began it."""

import asyncio
import re
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from kairanban.app import _stop
from kairanban.community.long_work.actions import following
from kairanban.community.long_work.actions.going_on import go_on
from kairanban.community.long_work.rules import FAILED, LASTS, STALLED_AFTER, LongWork, Part, State
from kairanban.community.signin.actions import sessions
from kairanban.community.signin.actions.retention import forget_old_secrets
from kairanban.community.signin.pages import printing
from kairanban.confined.errors import BUSY, MissingPart, Unreadable
from kairanban.confined.printing import NO_FONT
from kairanban.core.errors import NotFound, Problem
from kairanban.core.roles import Role
from kairanban.db.statements import Statement
from kairanban.db.tables.long_work import long_work_part
from kairanban.i18n.translate import translate
from tests.conftest import SetClock
from tests.visiting import Visit, said
from tests.world import HOUSEHOLDS, SYSTEM, World, serving

pytestmark = pytest.mark.anyio

PDF = b"%PDF-1.7 cards"
_SEALED = Statement(select(long_work_part.c.sealed))


async def begin(world: World, total: int = 3, batch: int = 7) -> int:
    async with world.database.write(world.yamada) as tx:
        return await following.begin(tx, "cards", world.places["midorigaoka"], batch, total)


async def of(*parts: tuple[int, bytes] | Exception) -> AsyncIterator[tuple[int, bytes]]:
    for part in parts:
        if isinstance(part, Exception):
            raise part
        yield part


async def seen(world: World, id: int) -> tuple[LongWork, list[Part], State]:
    async with world.database.read(world.yamada) as tx:
        work = await following.find(tx, id)
        return work, await following.parts(tx, work), work.at(tx.now)


async def test_each_part_can_be_fetched_as_soon_as_it_is_there(world: World) -> None:
    id, token, waits = await begin(world), world.tokens["yamada"], asyncio.Event()
    stored = asyncio.Event()

    async def slowly() -> AsyncIterator[tuple[int, bytes]]:
        yield 2, PDF
        stored.set()
        await waits.wait()
        yield 1, PDF + b" 2"

    task = asyncio.create_task(go_on(world.database, id, token, slowly()))
    await stored.wait()
    async with Visit(world, "yamada") as chair:
        page = await chair.get(f"/long-work/{id}")
        assert "3件のうち2件" in said(page)
        assert "離れても大丈夫" in said(page)
        part = await chair.get(f"/long-work/{id}/parts/1")
        assert part.content == PDF
        assert part.headers["content-type"] == "application/pdf"
        assert (await chair.get(f"/long-work/{id}/parts/2")).status_code == 404
        # Polled with the version that is shown, nothing is sent again.
        version = re.search(r"version=([\w-]+)", page.text)
        assert version is not None
        polled = f"/long-work/{id}?version={version[1]}"
        assert (await chair.get(polled, **{"HX-Request-Type": "partial"})).status_code == 204
        assert "カードを作っています" in said(await chair.get("/office"))
        waits.set()
        await task
        done = await chair.get(polled, **{"HX-Request-Type": "partial"})
        assert done.text.lstrip().startswith('<div id="long-work">')
        assert "全部できました" in said(done)
        assert "data-hx-get" not in done.text
        assert "1～2枚目" in said(done)
        assert "3～3枚目" in said(done)
        assert 'href="/cards/7"' in done.text
        assert "カードを印刷できます" in said(await chair.get("/office"))


async def test_many_cards_are_printed_in_parts_and_few_as_before(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[str] = []

    async def print_pdf(html: str, *, in_parts: bool) -> bytes:
        printed.append(html)
        return PDF

    monkeypatch.setattr("kairanban.community.signin.actions.card_files.print_pdf", print_pdf)
    monkeypatch.setattr("kairanban.community.signin.actions.card_files.CARDS_A_PART", 2)
    monkeypatch.setattr(printing, "CARDS_A_PART", 2)
    cards = f"/associations/{world.places['midorigaoka']}/cards"
    async with Visit(world, "yamada") as chair:
        few = await chair.post(
            cards, {"household": [str(world.households[one]) for one in ("sato", "suzuki")]}
        )
        assert few.headers["location"].startswith("/cards/")
        many = await chair.post(cards, {"household": [str(world.households[one]) for one in HOUSEHOLDS]})
        assert many.headers["location"].startswith("/long-work/")
        await asyncio.gather(*chair.app.state.context.works)
        page = await chair.get(many.headers["location"])
        assert "全部できました" in said(page)
        assert page.text.count("/parts/") == 3
        batch = re.search(r'href="(/cards/\d+)"', page.text)
        assert batch is not None
        assert many.headers["location"] in (await chair.get(batch[1])).text
    # In route order, each household once, with the code of its new card.
    assert [html.count('<article class="card') for html in printed] == [2, 2, 1]
    assert [label for html in printed for label in re.findall(r'class="name"><p>([^<]+)<small', html)] == [
        label for _, _, label, _, _ in HOUSEHOLDS.values()
    ]


@pytest.mark.parametrize(
    ("problem", "reason"),
    [(MissingPart(NO_FONT), NO_FONT), (Unreadable(BUSY), FAILED), (ValueError("佐藤 花子"), FAILED)],
)
async def test_what_fails_says_so_and_keeps_what_is_there(
    world: World, problem: Exception, reason: str
) -> None:
    id = await begin(world)
    await go_on(world.database, id, world.tokens["yamada"], of((2, PDF), problem))
    async with Visit(world, "yamada") as chair:
        page = await chair.get(f"/long-work/{id}")
        assert "佐藤" not in page.text
        assert translate("ja", reason) in said(page)
        assert f'href="/associations/{world.places["midorigaoka"]}/cards"' in page.text
        assert 'role="status"' in page.text
        assert "data-hx-get" not in page.text
        assert (await chair.get(f"/long-work/{id}/parts/1")).content == PDF


async def test_work_of_a_server_that_was_stopped_says_so(world: World, clock: SetClock) -> None:
    id, never = await begin(world), asyncio.Event()

    async def for_ever() -> AsyncIterator[tuple[int, bytes]]:
        await never.wait()
        yield 1, PDF

    async with Visit(world, "yamada") as chair:
        works = chair.app.state.context.works
        works.add(asyncio.create_task(go_on(world.database, id, world.tokens["yamada"], for_ever())))
        await asyncio.sleep(0)
        await _stop(chair.app.state.context)
        assert all(one.cancelled() for one in works)
        clock.advance(STALLED_AFTER)
        assert (await seen(world, id))[2] is State.RUNNING
        clock.advance(1)
        assert "サーバーが止まりました" in said(await chair.get(f"/long-work/{id}"))


async def test_only_the_sign_in_that_began_it_sees_it_and_only_for_half_an_hour(
    world: World, clock: SetClock
) -> None:
    id = await begin(world)
    await go_on(world.database, id, world.tokens["yamada"], of((3, PDF)))
    async with world.database.read(SYSTEM) as tx:
        (sealed,) = await tx.column(_SEALED)
        assert b"PDF" not in sealed
    async with world.database.write(SYSTEM) as tx:
        world.tokens["elsewhere"] = await sessions.sign_in(tx, world.people["yamada"])
    paths = (f"/long-work/{id}", f"/long-work/{id}/parts/1")
    for who in ("elsewhere", "ito", "ono", "sato"):
        async with Visit(world, who) as other:
            for path in paths:
                assert (await other.get(path)).status_code == 404, (who, path)
            assert "/long-work/" not in (await other.get("/office")).text
    async with world.database.read(world.yamada) as tx:
        with pytest.raises(NotFound):
            await following.result(tx, id, 1, "another token")
    async with Visit(world, "yamada") as chair:
        clock.advance(LASTS - 1)
        assert (await chair.get(paths[1])).status_code == 200
        clock.advance(1)
        for path in paths:
            assert (await chair.get(path)).status_code == 404
    async with world.database.write(SYSTEM) as tx:
        await forget_old_secrets(tx)
        assert await tx.column(_SEALED) == []


async def test_only_who_prints_cards_begins_it(world: World) -> None:
    for role in (Role.DRAFTER, Role.WELFARE_COMMISSIONER):
        async with world.database.write(serving(world, role)) as tx:
            with pytest.raises(Problem):
                await following.begin(tx, "cards", world.places["midorigaoka"], 1, 1)
