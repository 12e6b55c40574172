"""The roster is found by typing and sorted; several households are changed at once, each as it would be alone."""

import re

import pytest

from kairanban.community.hiding.actions import hide
from kairanban.community.household_changes.actions import several
from kairanban.community.people.actions.households import households
from kairanban.community.people.queries.people import HouseholdLine
from kairanban.community.places.actions.places import add_place
from kairanban.community.places.rules import PlaceKind
from kairanban.core.errors import Invalid, NotFound, Problem
from kairanban.core.ids import HouseholdId
from kairanban.core.roles import Role
from tests.visiting import Visit, said
from tests.world import SYSTEM, World, serving

pytestmark = pytest.mark.anyio


def roster(world: World) -> str:
    return f"/associations/{world.places['midorigaoka']}/roster"


def named(page: str) -> list[str]:
    """Return the labels of the listed households, in their order."""
    return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', page)


async def lines(world: World) -> dict[HouseholdId, HouseholdLine]:
    async with world.database.read(world.yamada) as tx:
        return {line.id: line for line in await households(tx, world.places["midorigaoka"])}


def ticked(world: World, what: str, *names: str, **more: str) -> dict[str, object]:
    """Return the fields of the list with these households ticked."""
    return {"what": what, "household": [str(world.households[name]) for name in names], **more}


async def test_a_household_is_found_by_any_of_its_words_with_and_without_scripts(world: World) -> None:
    async with Visit(world, "yamada") as chair:
        assert len(named((await chair.get(roster(world))).text)) == 5
        for words, found in (
            ("花子", ["佐藤"]),
            ("1班", ["佐藤", "鈴木", "松本（角）"]),
            ("022111 たなか", []),
            ("田中の住所", ["田中"]),
        ):
            page = await chair.get(f"{roster(world)}?words={words}")
            assert named(page.text) == found, words
        part = await chair.get(f"{roster(world)}?words=高橋", **{"HX-Request-Type": "partial"})
        assert part.text.lstrip().startswith('<div id="found">')
        assert named(part.text) == ["高橋"]
        assert "1件見つかりました" in said(part)
        nothing = said(await chair.get(f"{roster(world)}?words=だれもいない"))
        assert "見つかりませんでした" in nothing
        assert "5世帯" in nothing


async def test_what_is_ticked_stays_in_sight_while_one_looks_for_more(world: World) -> None:
    async with Visit(world, "yamada") as chair:
        path = f"{roster(world)}?words=高橋&chosen={world.households['suzuki']}&chosen=x"
        part = await chair.get(path, **{"HX-Request-Type": "partial"})
        assert named(part.text) == ["鈴木", "高橋"]
        assert part.text.count(" checked") == 1
        sent = {"what": "method", "chosen": [str(world.households[name]) for name in ("suzuki", "takahashi")]}
        assert "2世帯の届け方" in said(await chair.post(f"{roster(world)}/chosen", sent))


async def test_heads_sort_in_one_list_and_say_so(world: World) -> None:
    async with Visit(world, "yamada") as chair:
        up = (await chair.get(f"{roster(world)}?by=method")).text
        down = (await chair.get(f"{roster(world)}?by=method&down=1")).text
    assert 'aria-sort="ascending"' in up
    assert 'aria-sort="descending"' in down
    assert named(up) != named(down)
    assert sorted(named(up)) == sorted(named(down))
    assert up.count("<table") == 1


async def test_who_asked_not_to_be_shown_is_found_and_sorted_by_no_name(world: World) -> None:
    async with world.database.write(world.ito) as tx:
        await hide(tx, world.places["midorigaoka"], world.households["sato"])
    async with Visit(world, "yamada") as chair:
        for words in ("佐藤", "花子", "佐藤の住所"):
            assert named((await chair.get(f"{roster(world)}?words={words}")).text) == []
        assert named((await chair.get(f"{roster(world)}?words=1班の1")).text) == ["1班の1"]
        assert named((await chair.get(f"{roster(world)}?by=name")).text)[-1] == "1班の1"


async def test_a_page_says_how_many_and_which_before_anything_is_done(world: World) -> None:
    async with Visit(world, "yamada") as chair:
        before = await lines(world)
        asked = await chair.post(f"{roster(world)}/chosen", ticked(world, "method", "sato", "tanaka"))
        assert asked.status_code == 200
        for word in ("2世帯の届け方", "佐藤", "田中", "また変えられます"):
            assert word in said(asked), word
        assert "鈴木" not in asked.text
        assert await lines(world) == before
        nobody = await chair.post(f"{roster(world)}/chosen", {"what": "method"})
        assert nobody.status_code == 422
        assert "しるしを付けてください" in said(nobody)


async def test_a_whole_block_is_what_the_list_had_found_of_it(world: World) -> None:
    async with Visit(world, "yamada") as chair:
        whole = await chair.post(f"{roster(world)}/chosen", {"what": "block", "whole": "1班", "words": ""})
        assert "3世帯の班を決める" in said(whole)
        found = await chair.post(
            f"{roster(world)}/chosen", {"what": "block", "whole": "1班", "words": "鈴木"}
        )
        assert "1世帯の班を決める" in said(found)


async def test_the_way_is_written_down_for_several_and_the_others_are_named(world: World) -> None:
    async with world.database.write(world.ito) as tx:
        await hide(tx, world.places["midorigaoka"], world.households["sato"])
    async with Visit(world, "yamada") as chair:
        fields = ticked(world, "method", "sato", "suzuki", "matsumoto", "takahashi", method="both")
        asked = said(await chair.post(f"{roster(world)}/chosen", fields))
        assert "1世帯は、そのままです" in asked
        assert "1班の1" in asked
        done = await chair.post(f"{roster(world)}/chosen/change", fields)
        assert done.status_code == 200
        words = said(done)
        assert "2世帯に書き込みました" in words
        for kept in ("1班の1", "松本（角）"):
            assert kept in words, kept
        now = await lines(world)
        assert {name: now[world.households[name]].method for name in ("sato", "suzuki", "matsumoto", "takahashi")} == {
            "sato": "digital", "suzuki": "both", "matsumoto": "both", "takahashi": "both",
        }  # fmt: skip
        # Only a household itself gives up paper.
        refused = await chair.post(
            f"{roster(world)}/chosen/change",
            ticked(world, "method", "suzuki", method="digital"),
        )
        assert refused.status_code == 422
        again = await chair.post(
            f"{roster(world)}/chosen/change", ticked(world, "method", "suzuki", method="paper")
        )
        assert again.headers["location"] == f"{roster(world)}?done=several&changed=1"
        assert "1世帯に書き込みました" in said(await chair.get(again.headers["location"]))


async def test_several_get_a_block_at_the_end_of_its_route_and_can_go_back(world: World) -> None:
    async with Visit(world, "yamada") as chair:
        given = ticked(world, "block", "sato", "suzuki", block="２班")
        assert (await chair.post(f"{roster(world)}/chosen/change", given)).status_code == 303
        now = await lines(world)
        assert [(line.block, line.route_order) for line in (now[world.households[n]] for n in ("sato", "suzuki"))] == [
            ("2班", 3), ("2班", 4),
        ]  # fmt: skip
        new = ticked(world, "block", "sato", block="9班")
        assert (await chair.post(f"{roster(world)}/chosen/change", new)).status_code == 303
        assert (await lines(world))[world.households["sato"]].block == "9班"
        back = ticked(world, "block", "sato", "suzuki", block="1班")
        assert (await chair.post(f"{roster(world)}/chosen/change", back)).status_code == 303
        assert {line.block for line in (await lines(world)).values()} == {"1班", "2班"}
        empty = await chair.post(f"{roster(world)}/chosen/change", ticked(world, "block", "sato", block=" "))
        assert empty.status_code == 422


async def test_several_move_out_and_can_be_brought_back(world: World) -> None:
    async with Visit(world, "yamada") as chair:
        gone = ticked(world, "departure", "sato", "suzuki")
        assert "30日" in said(await chair.post(f"{roster(world)}/chosen", gone))
        done = await chair.post(f"{roster(world)}/chosen/change", gone)
        assert done.headers["location"].endswith("/departures?done=gone")
        listed = said(await chair.get(done.headers["location"]))
        assert "佐藤" in listed
        assert "鈴木" in listed
        assert len(await lines(world)) == 3
        # Pressed once more, nothing happens to anybody else.
        again = await chair.post(f"{roster(world)}/chosen/change", gone)
        assert "もう名簿にありません" in said(again)
        assert len(await lines(world)) == 3


async def test_cards_go_on_to_the_page_of_cards(world: World) -> None:
    async with Visit(world, "yamada") as chair:
        asked = await chair.post(f"{roster(world)}/chosen", ticked(world, "cards", "sato", "tanaka"))
        assert f'action="/associations/{world.places["midorigaoka"]}/cards"' in asked.text
        made = await chair.post(
            f"/associations/{world.places['midorigaoka']}/cards", ticked(world, "cards", "sato", "tanaka")
        )
        assert made.headers["location"].startswith("/cards/")


async def test_another_association_s_household_and_another_office_change_nothing(world: World) -> None:
    place = world.places["midorigaoka"]
    theirs = [world.households["mori"]]
    async with world.database.write(world.yamada) as tx:
        for changed, refused in (
            await several.depart(tx, place, theirs),
            await several.write_method(tx, place, theirs, "paper"),
            await several.give_block(tx, place, theirs, "1班"),
        ):
            assert changed == 0
            assert [one.why for one in refused] == [several.GONE]
    for role in (Role.DRAFTER, Role.BLOCK_LEADER):
        async with world.database.write(serving(world, role)) as tx:
            for call in (
                several.depart(tx, place, []),
                several.write_method(tx, place, [], "paper"),
                several.give_block(tx, place, [], "1班"),
                several.chosen(tx, place, several.CARDS, [])
                if role is Role.DRAFTER
                else several.chosen(tx, place, several.BLOCK, []),
            ):
                with pytest.raises((Problem, NotFound)):
                    await call


async def test_a_name_that_several_blocks_have_is_not_guessed(world: World) -> None:
    place = world.places["midorigaoka"]
    async with world.database.write(SYSTEM) as tx:
        for name in ("上", "下"):
            settlement = await add_place(tx, PlaceKind.SETTLEMENT, name, place)
            await add_place(tx, PlaceKind.BLOCK, "9班", settlement)
    async with world.database.write(world.yamada) as tx:
        with pytest.raises(Invalid) as refused:
            await several.give_block(tx, place, [world.households["sato"]], "9班")
    assert set(refused.value.fields) == {"block"}
