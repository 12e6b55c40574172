"""安否確認 in the gallery: a block with a real check and a drill, and an ended drill of the association."""

from dataclasses import replace
from typing import Any

from kairanban.care.safety.actions import answers, help_calls, household_view, starting, town_checks
from kairanban.care.safety.actions.answers import Given
from kairanban.care.safety.rules import Kind, Source, State, Word
from kairanban.community.people.actions.households import add_resident
from kairanban.community.places.actions.places import add_place
from kairanban.community.places.rules import PlaceKind
from tests.browser.scene import Scene
from tests.world import SYSTEM, World, checked, settle, town_checked

HOUSES = {"ueno": ("上野", "上野 トミ"), "hara": ("原", "原 一郎"), "mita": ("三田", "三田 春子")}


async def prepare(world: World) -> dict[str, int]:
    """Return the checks by name."""
    midorigaoka = world.places["midorigaoka"]
    ended = await checked(world, "drill")
    await _say(world, ended, "tanaka", State.SAFE)
    for house, state, source in (
        ("suzuki", State.SAFE, Source.SIGN),
        ("matsumoto", State.UNKNOWN, Source.WALK),
    ):
        given = Given(
            state, source, f"walk.{house}", words="雨戸が閉まっていました" if house == "matsumoto" else ""
        )
        async with world.database.write(world.abe) as tx:
            await answers.tick(tx, ended, world.households[house], given)
    async with world.database.write(world.yamada) as tx:
        await starting.end(tx, ended, midorigaoka, midorigaoka)
        world.places["block_3"] = await add_place(tx, PlaceKind.BLOCK, "3班", midorigaoka, sort=3)
    for number, (name, (label, who)) in enumerate(HOUSES.items(), 1):
        await settle(world, name, "midorigaoka", "block_3", number, label, who, "digital")
    async with world.database.write(SYSTEM) as tx:
        await add_resident(tx, world.households["mita"], "三田 大輔")
    async with world.database.write(world.yamada) as tx:
        real = await starting.start(
            tx, world.places["block_3"], Kind.REAL, "午前9時40分ごろ、震度5強の地震がありました。"
        )
        drill = await starting.start(tx, world.places["block_3"], Kind.DRILL, "")
    await _say(world, real, "ueno", State.HELP)
    await _say(world, drill, "ueno", State.HELP)
    await _say(world, drill, "hara", State.HELP)
    await _say(world, drill, "mita", State.HELP)
    await _say(
        world, real, "mita", State.SAFE, source=Source.FAMILY, about="三田 大輔", words="避難所にいます"
    )
    await _say(world, real, "mita", State.SAFE)
    async with world.database.write(world.hara) as tx:
        await household_view.give_word(tx, drill, world.households["hara"], Word.DRILL)
    async with world.database.write(world.mita) as tx:
        await household_view.take_back(tx, drill, world.households["mita"])
    async with world.database.write(world.yamada) as tx:
        calls = [one for one in await help_calls.open_calls(tx) if one.check == real]
        await help_calls.seen(tx, calls)
        await help_calls.take(tx, calls[0].id)
    town = await town_checked(world, "drill", "防災の日の訓練です。")
    async with world.database.read(world.shimizu) as tx:
        check = (await town_checks.board(tx, town)).lines[0].check
    # Reported at a door: the visitor says whether it is practice.
    async with world.database.write(world.yamada) as tx:
        given = Given(State.HELP, Source.WALK, "walk.suzuki.help")
        await answers.tick(tx, check, world.households["suzuki"], given)
    return {"ended": ended, "real": real, "drill": drill, "town": town}


async def _say(world: World, check: int, who: str, state: State, **more: Any) -> None:
    given = replace(Given(state, Source.OWN, f"{who}.{more}.{state}"), **more)
    async with world.database.write(world.actors[who]) as tx:
        await answers.answer(tx, check, world.households[who], given)


def scenes(world: World, ids: dict[str, int]) -> list[Scene]:
    real, drill, ended = (f"/safety/{ids[name]}" for name in ("real", "drill", "ended"))
    block, place = world.places["block_3"], world.places["midorigaoka"]
    return [
        Scene("home_checks", "/", "hara"),
        Scene("home_helping", "/", "ueno"),
        Scene("safety", real, "hara"),
        Scene("safety_answered", real, "mita"),
        Scene("safety_drill", drill, "mita"),
        Scene("safety_ended", ended, "sato"),
        Scene("safety_not_asked", real, "sato", status=404),
        Scene("safety_family", f"{real}/family", "mita"),
        Scene("safety_help_taken", f"{real}/help", "ueno"),
        Scene("safety_help_drill", f"{drill}/help", "ueno"),
        Scene("safety_help_practice", f"{drill}/help", "hara"),
        Scene("safety_help_closed", f"{drill}/help", "mita"),
        Scene("safety_board", f"{real}/board?done=started", "yamada"),
        Scene("safety_board_drill", f"{drill}/board", "ito"),
        Scene("safety_board_ended", f"{ended}/board", "abe"),
        Scene("safety_board_town", f"{ended}/board", "shimizu"),
        Scene("safety_town", f"/safety/towns/{ids['town']}?done=started", "shimizu"),
        Scene("safety_town_start", f"/safety/places/{world.places['town']}?kind=drill", "shimizu"),
        Scene("safety_checks_town", "/safety", "shimizu"),
        Scene("safety_round", f"{real}/blocks/{block}", "yamada"),
        Scene("safety_round_help_first", f"{drill}/blocks/{block}?order=help", "yamada"),
        Scene("safety_round_ended", f"{ended}/blocks/{world.places['block_1']}", "abe"),
        Scene("safety_helping", "/safety/help", "yamada"),
        Scene("safety_helping_none", "/safety/help", "ono"),
        Scene("safety_be_told", "/office/notices", "abe"),
        Scene("safety_checks", "/safety", "yamada"),
        Scene("safety_checks_none", "/safety", "ono"),
        Scene("safety_start", f"/safety/places/{place}", "yamada"),
        Scene("safety_start_real", f"/safety/places/{place}?kind=real", "yamada"),
        Scene("safety_start_drill", f"/safety/places/{place}?kind=drill", "abe", status=404),
        Scene("safety_start_block", f"/safety/places/{world.places['block_1']}?kind=drill", "abe"),
        Scene("safety_start_town", f"/safety/places/{world.places['town']}", "shimizu"),
    ]
