"""「電話をください」: callbacks, visible only to people who answer them."""

import pytest
from sqlalchemy import func, select

from kairanban.care.callbacks import actions
from kairanban.community.hiding.actions import hide
from kairanban.core.clock import DAY, HOUR
from kairanban.core.errors import Invalid, NotFound, Refused
from kairanban.db.statements import Statement
from kairanban.db.tables.callbacks import call
from tests.conftest import SetClock
from tests.forgetting import forget_past
from tests.visiting import Visit, said
from tests.world import World

pytestmark = pytest.mark.anyio


async def ask(world: World, who: str = "sato") -> None:
    async with world.database.write(world.actors[who]) as tx:
        await actions.ask(tx, world.households[who])


async def labels(world: World, who: str) -> list[str]:
    async with world.database.read(world.actors[who]) as tx:
        return [one.label for one in await actions.to_ring(tx)]


async def test_one_press_reaches_the_block_leader_and_after_a_day_the_officers(
    world: World, clock: SetClock
) -> None:
    await ask(world)
    assert await labels(world, "abe") == ["佐藤"]
    assert await labels(world, "yamada") == []
    clock.advance(DAY - 1)
    assert await labels(world, "yamada") == []
    clock.advance(1)
    for who in ("abe", "yamada", "ito"):
        assert await labels(world, who) == ["佐藤"]
    for who in ("kimura", "ono", "hayashi", "shimizu", "okada", "nakajima"):
        assert await labels(world, who) == []


async def test_where_nobody_is_near_the_officers_hear_of_it_at_once(world: World) -> None:
    await ask(world, "takahashi")
    assert await labels(world, "yamada") == ["高橋"]
    assert await labels(world, "abe") == []


async def test_a_supporter_sees_who_asked_in_her_settlement(world: World) -> None:
    await ask(world, "mori")
    assert await labels(world, "hayashi") == ["上の家"]
    assert await labels(world, "ono") == []
    async with world.database.write(world.hayashi) as tx:
        await actions.rung(tx, (await actions.to_ring(tx))[0].id)
    assert await labels(world, "hayashi") == []


async def test_asking_twice_is_asking_once_and_only_that_device_sees_it(world: World) -> None:
    await ask(world)
    await ask(world)
    assert await labels(world, "abe") == ["佐藤"]
    async with world.database.read(world.suzuki) as tx:
        assert await actions.mine(tx) == []
    async with world.database.read(world.sato) as tx:
        (mine,) = await actions.mine(tx)
    assert (mine.near, mine.phone, mine.closed) == (("阿部 和子",), "022-111-0000", None)


async def test_another_household_cannot_be_asked_for(world: World) -> None:
    with pytest.raises(Refused):
        async with world.database.write(world.sato) as tx:
            await actions.ask(tx, world.households["suzuki"])


async def test_who_does_not_ring_there_closes_nothing(world: World) -> None:
    await ask(world)
    async with world.database.read(world.abe) as tx:
        call = (await actions.to_ring(tx))[0].id
    for who in ("hayashi", "yamada", "ono"):
        with pytest.raises(NotFound):
            async with world.database.write(world.actors[who]) as tx:
                await actions.rung(tx, call)
    assert await labels(world, "abe") == ["佐藤"]


async def test_a_number_of_ones_own_is_rung_instead(world: World) -> None:
    await ask(world)
    async with world.database.write(world.sato) as tx:
        await actions.other_number(tx, world.households["sato"], "090-1234-5678")
    with pytest.raises(Invalid):
        async with world.database.write(world.sato) as tx:
            await actions.other_number(tx, world.households["sato"], "0909")
    async with world.database.read(world.abe) as tx:
        assert (await actions.to_ring(tx))[0].phone == "090-1234-5678"


async def test_the_pages_from_the_button_to_the_call(world: World, clock: SetClock) -> None:
    async with Visit(world, "sato") as home, Visit(world, "abe") as leader:
        assert 'action="/call"' in (await home.get("/")).text
        assert (await home.post("/call")).headers["location"] == "/call"
        page = said(await home.get("/call"))
        assert "電話のお願いを受け付けました" in page
        assert "阿部 和子さんからお電話します" in page

        assert "お電話を待っているお宅が1軒あります" in said(await leader.get("/office"))
        listed = await leader.get("/calls")
        assert "tel:0221110000" in listed.text
        call = listed.text.split('action="/calls/')[1].split("/")[0]
        clock.advance(HOUR)
        await leader.post(f"/calls/{call}/attempt")
        assert "つながりませんでした" in said(await home.get("/call"))
        await leader.post(f"/calls/{call}/closing")
        assert "お電話しました" in said(await home.get("/call"))
        assert "いま、お電話を待っている方はいません" in said(await leader.get("/calls"))


async def test_a_wish_can_be_taken_back_and_a_wrong_number_is_not_lost(world: World) -> None:
    home_number = {"home": world.households["sato"]}
    async with Visit(world, "sato") as home:
        await home.post("/call", home_number)
        wrong = await home.post("/call/number", {**home_number, "phone": "12ab"})
        assert wrong.status_code == 422
        assert 'value="12ab"' in wrong.text
        await home.post("/call/removal", home_number)
        assert "電話のお願いを取り消しました" in said(await home.get("/call"))
    assert await labels(world, "abe") == []


async def test_a_household_that_asked_not_to_be_shown_stays_a_number(world: World) -> None:
    async with world.database.write(world.yamada) as tx:
        await hide(tx, world.places["midorigaoka"], world.households["sato"])
    await ask(world)
    async with Visit(world, "abe") as leader:
        page = said(await leader.get("/calls"))
    assert "1班の1" in page
    assert "佐藤" not in page.replace("佐藤 花子", "")


async def test_calls_are_forgotten_after_ninety_days(world: World, clock: SetClock) -> None:
    await ask(world)
    async with world.database.write(world.sato) as tx:
        await actions.take_back(tx, world.households["sato"])
    clock.advance(91 * DAY)
    await forget_past(world)
    async with world.database.read(world.sato) as tx:
        assert await actions.mine(tx) == []
        assert await tx.value(Statement(select(func.count()).select_from(call))) == 0
