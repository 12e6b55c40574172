"""The building contact: chosen by the chair, invited, replaced."""

import re

import pytest
from sqlalchemy import bindparam, select

from kairanban.community.hiding.actions import hide
from kairanban.db.statements import Statement
from kairanban.db.tables.people import appointment, resident
from tests.community.buildings.living import move_in, plain
from tests.visiting import Visit
from tests.world import World

pytestmark = pytest.mark.anyio

PERSON_OF = Statement(select(resident.c.person).where(resident.c.household == bindparam("home")))
SERVING = Statement(
    select(appointment.c.person).where(appointment.c.role == "building_contact", appointment.c.ends.is_(None))
)


def at(world: World, building: str = "maison") -> str:
    return f"/associations/{world.places['midorigaoka']}/buildings/{world.places[building]}"


async def serving(world: World) -> list[int]:
    async with world.database.read(world.yamada) as tx:
        return await tx.column(SERVING)


async def test_somebody_who_lives_there_is_chosen_and_takes_over(world: World) -> None:
    home = await move_in(world, "203号室", "平田 浩二")
    async with Visit(world, "yamada") as chair:
        page = (await chair.get(at(world))).text
        assert "中島 恵" in page
        key = re.search(rf'value="({home}\.\d+)">平田 浩二', page)
        assert key is not None
        for _ in range(2):
            chosen = await chair.post(f"{at(world)}/contact", {"who": key[1]})
            assert chosen.status_code == 303
        assert "平田 浩二" in plain((await chair.get(at(world))).text)
    async with world.database.read(world.yamada) as tx:
        person = await tx.value(PERSON_OF, home=home)
    assert await serving(world) == [person]
    async with Visit(world, "nakajima") as before:
        assert "掲示板" not in (await before.get("/office")).text


async def test_a_name_typed_in_gets_a_one_use_invitation_and_then_sees_the_board(world: World) -> None:
    async with Visit(world, "yamada") as chair, Visit(world) as new:
        chosen = await chair.post(f"{at(world)}/contact", {"name": "管理人 大野"})
        assert chosen.headers["location"] == f"{at(world)}?done=contact"
        page = (await chair.get(at(world))).text
        path = re.search(r'action="(/associations/\d+/people/\d+/invitation)"', page)
        assert path is not None
        address = re.search(r"/i/[\w-]+", (await chair.post(path[1])).text)
        assert address is not None
        await new.get(address[0])
        password = {"sign_in_name": "ono-san", "password": "natsu no umi 7", "again": "natsu no umi 7"}
        assert (await new.post("/invitation/password", password)).status_code == 303
        assert "メゾン緑の掲示板" in (await new.get("/office")).text


async def test_nobody_chosen_is_asked_for_and_only_the_chair_chooses(world: World) -> None:
    async with Visit(world, "yamada") as chair, Visit(world, "ito") as officer:
        assert (await chair.post(f"{at(world)}/contact")).status_code == 422
        assert (await chair.post(f"{at(world, 'block_1')}/contact", {"name": "大野"})).status_code == 404
        assert (await officer.post(f"{at(world)}/contact", {"name": "大野"})).status_code == 404
        assert "担当は会長が決めます" in (await officer.get(at(world))).text
    assert await serving(world) == [world.people["nakajima"]]


async def test_a_hidden_household_is_not_offered_by_name(world: World) -> None:
    home = await move_in(world, "203号室", "平田 浩二")
    await move_in(world, "リン")
    async with world.database.write(world.yamada) as tx:
        await hide(tx, world.places["midorigaoka"], home)
    async with Visit(world, "yamada") as chair:
        page = (await chair.get(at(world))).text
    assert "リン" in page
    assert "平田" not in page
    assert "203号室" not in page
