"""Rounds and paper name only households in scope, with the words of the sighting that counts."""

import asyncio

import pytest

from kairanban.care.safety.actions import boards, starting
from kairanban.care.safety.queries import starting as queries
from kairanban.community.consents import actions as consents
from kairanban.community.hiding.actions import hide
from kairanban.community.places.actions.places import add_place
from kairanban.community.places.rules import PlaceKind
from kairanban.core.clock import MINUTE
from kairanban.core.purposes import Purpose
from tests.care.safety.test_pages import words_of
from tests.conftest import SetClock
from tests.visiting import Visit, said
from tests.world import SYSTEM, World, checked, settle

pytestmark = pytest.mark.anyio

PHONE = "022-111-0000"


async def test_of_a_hidden_household_nobody_is_named_on_the_round(world: World) -> None:
    async with world.database.write(world.yamada) as tx:
        await hide(tx, world.places["midorigaoka"], world.households["suzuki"])
    check = await checked(world, "real")
    for who, about in (("suzuki", "鈴木 茂"), ("sato", "佐藤 花子")):
        async with Visit(world, who) as home:
            told = {"about": about, "state": "safe", "words": f"{about}は避難所に", "press": "a"}
            await home.post(f"/safety/{check}/family", told)
    async with Visit(world, "abe") as leader:
        page = said(await leader.get(f"/safety/{check}/blocks/{world.places['block_1']}"))
    assert "1班の2" in page
    assert "鈴木" not in page
    assert "「佐藤 花子」だけ" in page
    assert "佐藤 花子は避難所に" in page
    assert "refused-note" in page


async def test_a_leader_sees_a_number_by_consent_or_while_it_is_real(world: World) -> None:
    block = world.places["block_1"]
    drill = await checked(world, "drill", by="abe", place="block_1")

    async def seen(who: str, check: int) -> tuple[bool, bool]:
        async with Visit(world, who) as visit:
            page = said(await visit.get(f"/safety/{check}/blocks/{block}"))
            sheets = words_of((await visit.get(f"/safety/places/{block}/sheets.pdf")).content)
        return PHONE in page, PHONE in "".join(sheets)

    assert await seen("yamada", drill) == (True, True)
    assert await seen("abe", drill) == (False, False)
    real = await checked(world, "real", by="abe", place="block_1")
    assert await seen("abe", real) == (True, True)
    async with world.database.write(world.abe) as tx:
        await starting.end(tx, real, world.places["midorigaoka"], block)
    assert await seen("abe", real) == (False, False)
    async with world.database.write(world.sato) as tx:
        await consents.give(tx, world.households["sato"], world.residents["sato"], Purpose.PHONE_TO_LEADER)
    assert await seen("abe", drill) == (True, True)


async def test_a_block_of_the_same_name_in_another_building_is_not_listed(world: World) -> None:
    async with world.database.write(SYSTEM) as tx:
        world.places["twin"] = await add_place(tx, PlaceKind.BLOCK, "1班", world.places["maison"], sort=9)
    await settle(world, "kudo", "midorigaoka", "twin", 1, "工藤", "工藤 一", "digital")
    check = await checked(world, "real")
    for who, listed in (("abe", False), ("yamada", True)):
        async with Visit(world, who) as visit:
            text = "".join(words_of((await visit.get(f"/safety/{check}/list.pdf")).content))
        assert "佐藤" in text
        assert ("工藤" in text) is listed


async def test_words_shown_are_those_of_the_sighting_that_counts(world: World, clock: SetClock) -> None:
    check = await checked(world, "real")
    early = clock.now + MINUTE
    clock.advance(30 * MINUTE)
    base = f"/safety/{check}/blocks/{world.places['block_1']}/households/{world.households['sato']}"
    async with Visit(world, "sato") as home, Visit(world, "abe") as leader:
        await home.post(
            f"/safety/{check}/family", {"about": "*", "state": "safe", "press": "a", "words": "全員無事"}
        )
        await leader.post(
            f"{base}/sighting", {"seen": "nobody", "press": "p", "made": str(early), "words": "返事なし"}
        )
        async with world.database.read(world.abe) as tx:
            _board, _block, houses = await boards.round_of(tx, check, world.places["block_1"])
        assert (houses[0].source, houses[0].words, houses[0].by) == ("family", "全員無事", None)
        clock.advance(MINUTE)
        await leader.post(f"{base}/sighting", {"seen": "safe", "press": "q", "words": "庭にいました"})
        async with world.database.read(world.abe) as tx:
            _board, _block, houses = await boards.round_of(tx, check, world.places["block_1"])
        assert (houses[0].words, houses[0].by) == ("庭にいました", "阿部 和子")


async def test_two_officers_who_start_at_once_start_one_check(world: World) -> None:
    place = world.places["midorigaoka"]
    async with Visit(world, "yamada") as chair, Visit(world, "ito") as officer:
        answers = await asyncio.gather(
            *[
                one.post(f"/safety/places/{place}/checks", {"kind": "real"})
                for one in (chair, officer, chair, officer)
            ]
        )
    assert {one.status_code for one in answers} == {303}
    assert len({one.headers["location"] for one in answers}) == 1


async def test_what_was_started_meanwhile_is_not_started_again(world: World) -> None:
    check = await checked(world, "real")
    async with world.database.write(world.yamada) as tx:
        place = world.places["midorigaoka"]
        again = await tx.value(
            queries.START,
            association=place,
            place=place,
            town_check=None,
            kind="real",
            words="",
            started=tx.now,
            started_by=None,
        )
        assert again is None
        assert await tx.value(queries.OPEN, place=place, kind="real") == check
