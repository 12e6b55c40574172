"""Entry of a returned sheet: all or nothing, never over a household's own reply."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from kairanban.circulation.circulars.actions import correcting, publishing
from kairanban.circulation.circulars.rules.kinds import Change
from kairanban.circulation.replies.actions.answers import answer, take_back_for
from kairanban.circulation.replies.actions.recording import current_reply
from kairanban.circulation.replies.rules.answers import PEOPLE_MOST, PEOPLE_OUTSIDE, Answer
from kairanban.circulation.replies.rules.recording import CurrentReply
from kairanban.circulation.route_sheets.actions import positions
from kairanban.circulation.route_sheets.actions.entering import Entered, Ticked, enter
from kairanban.core.errors import Conflict, Invalid, NotFound
from kairanban.core.ids import CircularId
from kairanban.db.statements import Statement
from kairanban.db.tables.replies import reply
from tests.visiting import Visit, said
from tests.world import SYSTEM, TEXTS, World, circular

pytestmark = pytest.mark.anyio

_REPLIES = Statement(select(func.count()).select_from(reply))


async def put_in(
    world: World, id: CircularId, *ticked: Ticked, who: str = "abe", press: str = "p", edition: int = 1
) -> Entered:
    async with world.database.write(world.actors[who]) as tx:
        return await enter(tx, id, world.places["block_1"], ticked, press, edition)


async def stands(world: World, id: CircularId, household: str) -> CurrentReply | None:
    async with world.database.read(SYSTEM) as tx:
        return await current_reply(tx, id, world.households[household])


async def replies(world: World) -> int:
    async with world.database.read(SYSTEM) as tx:
        found: int = await tx.value(_REPLIES)
    return found


async def test_ticks_answers_and_names_are_written_down_in_one_save(world: World) -> None:
    id = await circular(world, reply_kind="attendance")
    suzuki, matsumoto = world.households["suzuki"], world.households["matsumoto"]
    entered = await put_in(world, id, Ticked(suzuki, signed="よし子"), Ticked(matsumoto, "attending"))
    assert entered == Entered(2, ())
    first, second = await stands(world, id, "suzuki"), await stands(world, id, "matsumoto")
    assert first is not None
    assert second is not None
    assert (first.choice, first.method, first.resident, first.proxy) == (
        "acknowledged",
        "paper",
        "よし子",
        "阿部 和子",
    )
    assert (second.choice, second.resident) == ("attending", None)


async def test_the_same_press_twice_is_one_entry(world: World) -> None:
    id = await circular(world)
    tick = Ticked(world.households["suzuki"])
    assert await put_in(world, id, tick) == await put_in(world, id, tick)
    assert await replies(world) == 1
    # After an undo the same form does not record it again.
    async with world.database.write(world.abe) as tx:
        await take_back_for(tx, id, tick.household)
    await put_in(world, id, tick)
    assert await stands(world, id, "suzuki") is None


async def test_what_a_household_answered_itself_meanwhile_stays_and_is_told(world: World) -> None:
    id = await circular(world, reply_kind="attendance")
    house = world.households["matsumoto"]
    async with world.database.write(world.matsumoto) as tx:
        await answer(tx, id, house, Answer("absent", "own"))
    entered = await put_in(world, id, Ticked(world.households["suzuki"]), Ticked(house, "attending"))
    assert entered == Entered(1, (house,))
    found = await stands(world, id, "matsumoto")
    assert found is not None
    assert (found.choice, found.method) == ("absent", "app")


async def test_one_wrong_line_and_nothing_is_written(world: World) -> None:
    id = await circular(world)
    good, bad = Ticked(world.households["suzuki"]), Ticked(world.households["matsumoto"], "attending")
    with pytest.raises(Invalid):
        await put_in(world, id, good, bad)
    for elsewhere in ("tanaka", "mori"):
        with pytest.raises(NotFound):
            await put_in(world, id, good, Ticked(world.households[elsewhere]))
    with pytest.raises(Invalid):
        await put_in(world, id)
    assert await replies(world) == 0
    assert (await put_in(world, id, good)).written == 1


async def test_an_officer_enters_the_sheet_of_a_leader_who_has_no_device(world: World) -> None:
    id = await circular(world)
    await put_in(world, id, Ticked(world.households["suzuki"]), who="ito")
    found = await stands(world, id, "suzuki")
    assert found is not None
    assert found.proxy == "伊藤 隆"
    for who in ("ono", "kimura", "hayashi"):
        with pytest.raises(NotFound):
            await put_in(world, id, Ticked(world.households["matsumoto"]), who=who)


async def test_a_sheet_that_is_entered_has_come_back(world: World) -> None:
    id = await circular(world)
    block = world.places["block_1"]
    async with world.database.write(world.abe) as tx:
        await positions.move(tx, id, block, world.households["matsumoto"])
    await put_in(world, id, Ticked(world.households["suzuki"]), who="ito")
    async with world.database.read(world.abe) as tx:
        assert await positions.positions(tx, block) == {}


async def test_ticks_from_before_a_change_do_not_count_for_what_is_new(world: World) -> None:
    id = await circular(world)
    tick = Ticked(world.households["suzuki"])
    await put_in(world, id, tick)
    async with world.database.write(world.yamada) as tx:
        changed = replace(TEXTS, title="河原の清掃")
        await correcting.correct(tx, id, Change.CHANGE, changed, "場所が変わりました", None, None)
    with pytest.raises(Invalid):
        await put_in(world, id, tick, press="again", edition=1)
    async with Visit(world, "abe") as browser:
        path = f"/circulars/{id}/blocks/{world.places['block_1']}/sheet/entry"
        form = {"press": "x", "edition": "1", "of": str(tick.household), f"ticked{tick.household}": "1"}
        answer = await browser.post(path, form)
        assert answer.status_code == 422
        # Earlier ticks are not offered again.
        assert f'name="ticked{tick.household}"' in answer.text
        assert "checked" not in answer.text
    await put_in(world, id, tick, press="new", edition=2)
    found = await stands(world, id, "suzuki")
    assert found is not None
    assert found.edition == 2


async def test_what_was_withdrawn_is_not_entered(world: World) -> None:
    id = await circular(world)
    async with world.database.write(world.yamada) as tx:
        await publishing.withdraw(tx, id, "まちがいでした")
    with pytest.raises(Conflict):
        await put_in(world, id, Ticked(world.households["suzuki"]))


async def test_the_form_says_what_was_entered_and_keeps_what_was_typed(world: World) -> None:
    id = await circular(world, reply_kind="number")
    suzuki, matsumoto = world.households["suzuki"], world.households["matsumoto"]
    path = f"/circulars/{id}/blocks/{world.places['block_1']}/sheet/entry"
    form: dict[str, object] = {
        "press": "one", "edition": "1", "of": [str(suzuki), str(matsumoto)],
        f"ticked{suzuki}": "1", f"number{matsumoto}": "さん", f"signed{suzuki}": "よし子",
    }  # fmt: skip
    async with Visit(world, "abe") as browser:
        answer = await browser.post(path, form)
        assert answer.status_code == 422
        for kept in ('value="さん"', 'value="よし子"', "checked"):
            assert kept in answer.text
        assert await replies(world) == 0

        answer = await browser.post(path, {**form, f"number{matsumoto}": "３"})
        assert answer.headers["location"] == f"{path}?written=2"
        page = said(await browser.get(answer.headers["location"]))
        assert "2世帯" in page
        empty = await browser.post(path, {"press": "two", "edition": "1", "of": str(suzuki)})
        assert empty.status_code == 422
    found = await stands(world, id, "matsumoto")
    assert found is not None
    assert (found.choice, found.number) == ("number", 3)


async def test_every_box_can_be_ticked_and_nothing_that_was_typed_is_lost(world: World) -> None:
    id = await circular(world, reply_kind="number")
    suzuki, matsumoto = world.households["suzuki"], world.households["matsumoto"]
    path = f"/circulars/{id}/blocks/{world.places['block_1']}/sheet/entry"
    async with Visit(world, "abe") as browser:
        assert (await browser.get(path)).text.count("checked") == 0
        form: dict[str, object] = {
            "press": "one", "edition": "1", "of": [str(suzuki), str(matsumoto)], "all": "1",
            f"number{matsumoto}": "さん", f"signed{suzuki}": "よし子",
        }  # fmt: skip
        answer = await browser.post(path, form)
        assert answer.status_code == 200
        assert answer.text.count("checked") == 2
        for kept in ('value="さん"', 'value="よし子"', 'value="one"'):
            assert kept in answer.text
        assert await replies(world) == 0


async def test_every_box_of_a_sheet_from_before_a_change_is_not_ticked(world: World) -> None:
    id = await circular(world)
    async with world.database.write(world.yamada) as tx:
        changed = replace(TEXTS, title="河原の清掃")
        await correcting.correct(tx, id, Change.CHANGE, changed, "場所が変わりました", None, None)
    path = f"/circulars/{id}/blocks/{world.places['block_1']}/sheet/entry"
    async with Visit(world, "abe") as browser:
        answer = await browser.post(path, {"edition": "1", "of": world.households["suzuki"], "all": "1"})
    assert answer.status_code == 422
    assert "開いたあとに内容が変わりました" in said(answer)
    assert "checked" not in answer.text


@pytest.mark.parametrize("number", ["31", "-1", "さん"])
async def test_a_number_of_people_that_cannot_be_is_told_the_largest(world: World, number: str) -> None:
    id = await circular(world, reply_kind="number")
    path = f"/circulars/{id}/blocks/{world.places['block_1']}/sheet/entry"
    suzuki = world.households["suzuki"]
    async with Visit(world, "abe") as browser:
        form = {"edition": "1", "of": suzuki, f"number{suzuki}": number}
        assert "0から30までの数字" in said(await browser.post(path, form))
    assert str(PEOPLE_MOST) in PEOPLE_OUTSIDE
