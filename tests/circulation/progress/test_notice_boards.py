"""Notice boards: what to put up, what was put up by whom, and what the contact must not see."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from kairanban.circulation.circulars.actions import correcting, drafts, publishing
from kairanban.circulation.circulars.queries.audience_choices import Chosen
from kairanban.circulation.circulars.rules.kinds import Change, Kind
from kairanban.circulation.replies.actions.answers import answer_for
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.community.people.actions.groups import set_members
from kairanban.core.clock import DAY
from kairanban.core.errors import NotFound, Refused
from kairanban.core.ids import CircularId
from kairanban.db.statements import Statement
from kairanban.db.tables.ledger import journal
from tests.community.buildings.living import move_in, office, plain
from tests.conftest import SetClock
from tests.visiting import Visit
from tests.world import TEXTS, World, circular, draft

pytestmark = pytest.mark.anyio

KINDS = Statement(select(journal.c.kind, journal.c.person).order_by(journal.c.id))


def at(world: World, circular: CircularId) -> str:
    return f"/buildings/{world.places['maison']}/circulars/{circular}"


async def sent_to(world: World, *chosen: Chosen) -> CircularId:
    id = await draft(world)
    async with world.database.write(world.yamada) as tx:
        await drafts.choose_audience(tx, id, list(chosen))
        await publishing.publish(tx, id)
    return id


async def correct(world: World, id: CircularId, change: Change) -> None:
    async with world.database.write(world.yamada) as tx:
        await correcting.correct(
            tx, id, change, replace(TEXTS, title="公園の大清掃"), "直しました", None, None
        )


async def progress(world: World, id: CircularId, who: str = "yamada") -> str:
    async with Visit(world, who) as browser:
        return plain((await browser.get(f"/circulars/{id}/progress")).text)


async def test_what_goes_to_all_is_to_be_put_up_and_once_said_it_hangs(world: World, clock: SetClock) -> None:
    id = await circular(world)
    assert "公園の清掃" in await office(world)
    assert "まだ掲示されていません" in await progress(world, id)
    async with Visit(world, "nakajima") as contact:
        assert "公園の清掃" in (await contact.get(f"{at(world, id)}/paper")).text
        pressed = await contact.post(f"{at(world, id)}/posting")
        assert pressed.status_code == 303
        thanks = plain((await contact.get(pressed.headers["location"])).text)
        assert thanks.index("公園の清掃") < thanks.index("掲示板") < thanks.index("全部掲示してあります")
    mine = plain(await office(world))
    assert "12月1日（火）午前10時 掲示しました（中島 恵さん）" in mine
    assert "全部掲示してあります" in mine
    assert "掲示しました 12月1日（火）（中島 恵さん）" in await progress(world, id)


async def test_pressing_twice_is_putting_up_once_and_it_can_be_taken_back(
    world: World, clock: SetClock
) -> None:
    id = await circular(world)
    async with Visit(world, "nakajima") as contact:
        for _ in range(2):
            assert (await contact.post(f"{at(world, id)}/posting")).status_code == 303
            clock.advance(DAY)
        assert "掲示しました 12月1日" in await progress(world, id)
        for _ in range(2):
            assert (await contact.post(f"{at(world, id)}/posting/removal")).status_code == 303
    assert "まだ掲示されていません" in await progress(world, id)
    async with world.database.read(world.yamada) as tx:
        kinds = [row for row in await tx.rows(KINDS) if row[0].startswith("notice_")]
    assert kinds == [
        ("notice_posted", world.people["nakajima"]),
        ("notice_taken_down", world.people["nakajima"]),
    ]


async def test_a_change_asks_for_a_new_sheet_and_a_typo_does_not(world: World) -> None:
    typo, change = await circular(world), await circular(world)
    async with Visit(world, "nakajima") as contact:
        for id in (typo, change):
            await contact.post(f"{at(world, id)}/posting")
        await correct(world, typo, Change.TYPO)
        await correct(world, change, Change.CHANGE)
        mine = plain(await office(world))
        assert mine.count("新しい紙を掲示してください") == 1
        assert "掲示しました" in await progress(world, typo)
        assert "変更後のものは、まだ掲示されていません" in await progress(world, change)
        await contact.post(f"{at(world, change)}/posting")
    assert "掲示板：掲示しました" in await progress(world, change)


async def test_what_was_withdrawn_comes_off_the_board(world: World) -> None:
    hung, never = await circular(world), await circular(world)
    async with Visit(world, "nakajima") as contact:
        await contact.post(f"{at(world, hung)}/posting")
        async with world.database.write(world.yamada) as tx:
            await publishing.withdraw(tx, hung, "まちがい")
            await publishing.withdraw(tx, never, "まちがい")
        mine = await office(world)
        assert mine.count("掲示板からはずしてください") == 1
        assert (await contact.post(f"{at(world, never)}/posting")).status_code == 409
        assert (await contact.post(f"{at(world, hung)}/posting/removal")).status_code == 303
    assert "掲示板からはずしてください" not in await office(world)


async def test_a_board_hangs_what_goes_to_its_people_by_a_place_and_nothing_meant_for_chosen_ones(
    world: World,
) -> None:
    home = await move_in(world, "203号室", "平田 浩二")
    async with world.database.write(world.yamada) as tx:
        await set_members(tx, world.places["midorigaoka"], world.places["elders"], {home})
    shown = [
        await sent_to(world, Chosen(world.places["maison"], "", None)),
        await sent_to(world, Chosen(world.places["elders"], "", None)),
    ]
    hidden = [
        await sent_to(world, Chosen(world.places["block_1"], "", None)),
        await sent_to(world, Chosen(None, "", home)),
        await sent_to(world, Chosen(world.places["block_1"], "", None), Chosen(None, "", home)),
    ]
    async with Visit(world, "nakajima") as contact:
        for id in shown:
            assert (await contact.get(f"{at(world, id)}/paper")).status_code == 200
        for id in hidden:
            assert (await contact.get(f"{at(world, id)}/paper")).status_code == 404
            assert (await contact.post(f"{at(world, id)}/posting")).status_code == 404
    assert "掲示板：" not in await progress(world, hidden[1])


async def test_an_obituary_does_not_hang_where_anybody_passes(world: World, clock: SetClock) -> None:
    async with world.database.write(world.yamada) as tx:
        id = await drafts.start(tx, world.places["midorigaoka"], Kind.OBITUARY)
        work = await drafts.find(tx, id)
        await publishing._send(tx, work)
    async with Visit(world, "nakajima") as contact:
        assert (await contact.get(f"{at(world, id)}/paper")).status_code == 404
    assert "掲示板：" not in await progress(world, id)


async def test_the_contact_never_sees_who_lives_there_or_what_they_answered(world: World) -> None:
    home = await move_in(world, "203号室", "平田 浩二")
    id = await circular(world, reply_kind="attendance")
    async with Visit(world, "yamada") as chair:
        assert "203号室" in (await chair.get(f"/circulars/{id}/blocks/{world.places['maison']}")).text
    async with Visit(world, "nakajima") as contact:
        for path in ("progress", f"blocks/{world.places['maison']}", "paper"):
            assert (await contact.get(f"/circulars/{id}/{path}")).status_code == 404
        association = world.places["midorigaoka"]
        for path in ("roster", "cards", "places", "people", f"buildings/{world.places['maison']}", "joining"):
            assert (await contact.get(f"/associations/{association}/{path}")).status_code == 404
        page = (await contact.get("/office")).text
    assert "平田" not in page
    assert "203号室" not in page
    with pytest.raises((Refused, NotFound)):
        async with world.database.write(world.nakajima) as tx:
            await answer_for(tx, id, home, Answer("attending", "x"), "paper")


async def test_only_the_contact_of_the_building_says_that_it_hangs(world: World) -> None:
    id = await circular(world)
    for who, status in (("yamada", 404), ("abe", 404), ("sato", 404), ("ono", 404), (None, 401)):
        async with Visit(world, who) as browser:
            assert (await browser.post(f"{at(world, id)}/posting")).status_code == status, who
    assert "まだ掲示されていません" in await progress(world, id)


async def test_what_ended_is_no_longer_asked_to_be_put_up(world: World, clock: SetClock) -> None:
    await circular(world, reply_by=clock.now + 2 * DAY)
    assert "公園の清掃" in await office(world)
    clock.advance(2 * DAY + 1)
    assert "公園の清掃" not in await office(world)
    await circular(world)
    assert "公園の清掃" in await office(world)
