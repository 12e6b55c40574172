"""On a tablet that several adults share, one tap says who presses; without it, it is the household."""

import re

import pytest

from kairanban.circulation.replies.actions.answers import answer, who_may_press
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.community.hiding.actions import hide
from kairanban.community.people.actions.households import add_resident, died
from kairanban.community.signin.actions import devices
from kairanban.core.ids import CircularId, ResidentId
from kairanban.db.tables.replies import reply
from tests.accountability.retention.ages import everything
from tests.visiting import Visit, said
from tests.world import SYSTEM, World, circular

pytestmark = pytest.mark.anyio


async def settle(world: World, name: str, *, child: bool = False) -> ResidentId:
    async with world.database.write(SYSTEM) as tx:
        return await add_resident(tx, world.households["sato"], name, child=child)


async def pressed_by(world: World) -> list[int | None]:
    return [row["resident"] for row in await everything(world.database, reply) if not row["taken_back"]]


def names(page: str) -> list[str]:
    return re.findall(r'name="who" value="(\d*)"', page)


async def test_one_tap_says_who_presses(world: World) -> None:
    ken, id = await settle(world, "佐藤 健"), await circular(world)
    await settle(world, "佐藤 みく", child=True)
    async with Visit(world, "sato") as tablet:
        page = await tablet.get(f"/circulars/{id}")
        assert names(page.text) == ["", str(world.residents["sato"]), str(ken)], "a child is not asked"
        assert re.search(r'name="who" value="" checked', page.text), "without a tap it is the household"
        await tablet.post(f"/circulars/{id}/acknowledgement", {"who": ken, "press": "a"})
        answered = said(await tablet.get(f"/circulars/{id}"))
        assert "佐藤 健" in answered
        assert names(answered) == []
    assert await pressed_by(world) == [ken]


@pytest.mark.parametrize("kind", ["attendance", "number", "text"])
async def test_every_kind_of_answer_asks(world: World, kind: str) -> None:
    await settle(world, "佐藤 健")
    id = await circular(world, reply_kind=kind)
    async with Visit(world, "sato") as tablet:
        assert str(world.residents["sato"]) in names((await tablet.get(f"/circulars/{id}")).text)


async def test_without_a_choice_it_is_the_household(world: World) -> None:
    id = await circular(world)
    async with Visit(world, "sato") as tablet:
        assert names((await tablet.get(f"/circulars/{id}")).text) == [], "one adult has nobody to choose from"
        await tablet.post(f"/circulars/{id}/acknowledgement", {"who": "", "press": "a"})
    assert await pressed_by(world) == [None]


async def test_nobody_of_another_household_is_named(world: World) -> None:
    ken, id = await settle(world, "佐藤 健"), await circular(world)
    miku = await settle(world, "佐藤 みく", child=True)
    async with world.database.write(world.ito) as tx:
        await died(tx, world.places["midorigaoka"], world.households["sato"], ken)
    async with Visit(world, "sato") as tablet:
        for number, who in enumerate((world.residents["suzuki"], ken, miku, 999, "x")):
            await tablet.post(f"/circulars/{id}/acknowledgement", {"who": who, "press": str(number)})
            await tablet.post(f"/circulars/{id}/reply/removal")
        await tablet.post(f"/circulars/{id}/acknowledgement", {"who": ken, "press": "last"})
    assert await pressed_by(world) == [None]


async def test_a_device_that_names_its_user_asks_nothing(world: World) -> None:
    ken, id = await settle(world, "佐藤 健"), await circular(world)
    async with world.database.write(world.sato) as tx:
        await devices.name_resident(tx, world.households["sato"], ken)
    async with Visit(world, "sato") as phone:
        assert names((await phone.get(f"/circulars/{id}")).text) == []
        await phone.post(f"/circulars/{id}/acknowledgement", {"who": world.residents["sato"], "press": "a"})
    assert await pressed_by(world) == [ken]


async def test_what_was_tapped_is_kept_when_the_answer_is_refused(world: World) -> None:
    ken = await settle(world, "佐藤 健")
    id = await circular(world, reply_kind="text")
    async with Visit(world, "sato") as tablet:
        refused = await tablet.post(
            f"/circulars/{id}/answer", {"choice": "words", "words": "", "who": ken, "press": "a"}
        )
        assert refused.status_code == 422
        assert re.search(rf'name="who" value="{ken}" checked', refused.text)


async def test_a_device_the_hidden_household_does_not_trust_sees_no_names(world: World) -> None:
    ken, id = await settle(world, "佐藤 健"), await circular(world)
    async with world.database.write(world.yamada) as tx:
        await hide(tx, world.places["midorigaoka"], world.households["sato"])
    async with Visit(world, "sato") as old:
        assert names((await old.get(f"/circulars/{id}")).text) == []
    await _press(world, id, ken)
    assert await pressed_by(world) == [None]


async def _press(world: World, id: CircularId, who: ResidentId) -> None:
    async with world.database.write(world.sato) as tx:
        assert await who_may_press(tx, world.households["sato"]) == []
        await answer(tx, id, world.households["sato"], Answer("acknowledged", "a"), who)
