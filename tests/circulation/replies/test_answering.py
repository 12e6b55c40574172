"""Replies of a household: the action, and the page without JavaScript."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from kairanban.circulation.circulars.actions import correcting, publishing
from kairanban.circulation.circulars.rules.kinds import Change
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.circulation.progress.actions import overview as followup
from kairanban.circulation.replies.actions.answers import (
    answer,
    answer_for,
    take_back,
    take_back_for,
)
from kairanban.circulation.replies.actions.recording import current_reply
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.circulation.replies.rules.recording import Taken
from kairanban.core.clock import DAY, HOUR
from kairanban.core.errors import Conflict, Invalid, NotFound
from kairanban.core.ids import CircularId
from kairanban.db.statements import Statement
from kairanban.db.tables.replies import reply
from tests.conftest import SetClock
from tests.visiting import Visit, said
from tests.world import TEXTS, World, circular

pytestmark = pytest.mark.anyio

HISTORY = Statement(select(reply.c.method, reply.c.taken_back).order_by(reply.c.id))


def seen(press: str = "press-1") -> Answer:
    return Answer("acknowledged", press)


async def counts(world: World, id: CircularId) -> tuple[int, int, int]:
    """Return addressed, opened and replied over all blocks."""
    async with world.database.read(world.yamada) as tx:
        found = followup.summed(await followup.blocks(tx, id, world.places["midorigaoka"]))
    return found.addressed, found.opened, found.replied


async def test_a_confirmation_counts_once_however_often_it_is_pressed(world: World) -> None:
    id = await circular(world)
    for press in ("press-1", "press-1", "press-2"):
        async with world.database.write(world.sato) as tx:
            await answer(tx, id, world.households["sato"], seen(press))

    assert await counts(world, id) == (5, 0, 1)


async def test_a_confirmation_can_be_taken_back_and_given_again(world: World) -> None:
    id = await circular(world)
    house = world.households["sato"]
    async with world.database.write(world.sato) as tx:
        await answer(tx, id, house, seen())
    async with world.database.write(world.sato) as tx:
        await take_back(tx, id, house)
        await take_back(tx, id, house)
    assert await counts(world, id) == (5, 0, 0)

    async with world.database.write(world.sato) as tx:
        await answer(tx, id, house, seen("press-2"))
    assert await counts(world, id) == (5, 0, 1)


async def test_nobody_answers_for_another_household(world: World) -> None:
    id = await circular(world)
    with pytest.raises(NotFound):
        async with world.database.write(world.sato) as tx:
            await answer(tx, id, world.households["suzuki"], seen())

    assert await counts(world, id) == (5, 0, 0)


async def test_a_household_it_is_not_for_finds_nothing_to_answer(world: World) -> None:
    id = await circular(world, place="block_1")
    with pytest.raises(NotFound):
        async with world.database.write(world.tanaka) as tx:
            await answer(tx, id, world.households["tanaka"], seen())


async def test_another_answer_takes_the_place_of_the_first(world: World) -> None:
    id = await circular(world, reply_kind="attendance")
    house = world.households["sato"]
    for choice, press in (("attending", "a"), ("absent", "b")):
        async with world.database.write(world.sato) as tx:
            await answer(tx, id, house, Answer(choice, press))

    async with world.database.read(world.sato) as tx:
        found = await current_reply(tx, id, house)
    assert found is not None
    assert found.choice == "absent"
    assert await counts(world, id) == (5, 0, 1)


async def test_an_answer_must_fit_the_question(world: World) -> None:
    id = await circular(world, reply_kind="attendance")
    with pytest.raises(Invalid):
        async with world.database.write(world.sato) as tx:
            await answer(tx, id, world.households["sato"], Answer("number", "a", number=3))


async def test_after_the_last_day_only_a_leader_still_writes_down(world: World, clock: SetClock) -> None:
    id = await circular(world, reply_by=clock.now + DAY)
    clock.advance(2 * DAY)
    with pytest.raises(Conflict):
        async with world.database.write(world.sato) as tx:
            await answer(tx, id, world.households["sato"], seen())

    async with world.database.write(world.abe) as tx:
        await answer_for(tx, id, world.households["suzuki"], seen(), "paper")
    assert await counts(world, id) == (5, 0, 1)


async def test_the_time_on_the_device_is_kept_between_publication_and_now(
    world: World, clock: SetClock
) -> None:
    id = await circular(world)
    published = clock.now
    clock.advance(HOUR)
    async with world.database.write(world.sato) as tx:
        await answer(tx, id, world.households["sato"], Answer("acknowledged", "a", made=published - DAY))

    async with world.database.read(world.sato) as tx:
        found = await current_reply(tx, id, world.households["sato"])
    assert found is not None
    assert (found.made, found.received) == (published, clock.now)


async def test_an_answer_that_waited_does_not_undo_the_one_pressed_after_it(
    world: World, clock: SetClock
) -> None:
    id = await circular(world, reply_kind="attendance")
    clock.advance(HOUR)
    pressed = clock.now
    clock.advance(HOUR)
    for one in (Answer("absent", "later", made=clock.now), Answer("attending", "waited", made=pressed)):
        async with world.database.write(world.sato) as tx:
            await answer(tx, id, world.households["sato"], one)

    async with world.database.read(world.sato) as tx:
        found = await current_reply(tx, id, world.households["sato"])
    assert found is not None
    assert found.choice == "absent"


async def test_a_block_leader_writes_for_her_block_only(world: World) -> None:
    id = await circular(world)
    async with world.database.write(world.abe) as tx:
        await answer_for(tx, id, world.households["suzuki"], seen(), "visit")
    with pytest.raises(NotFound):
        async with world.database.write(world.abe) as tx:
            await answer_for(tx, id, world.households["mori"], seen(), "visit")
    with pytest.raises(NotFound):
        async with world.database.write(world.abe) as tx:
            await answer_for(tx, id, world.households["tanaka"], seen(), "visit")

    assert await counts(world, id) == (5, 0, 1)


async def test_a_typo_leaves_the_replies_and_a_change_asks_again(world: World) -> None:
    id = await circular(world)
    async with world.database.write(world.sato) as tx:
        await answer(tx, id, world.households["sato"], seen())

    async with world.database.write(world.yamada) as tx:
        await correcting.correct(tx, id, Change.TYPO, _titled("公園の大清掃"), "", None, None)
    assert await counts(world, id) == (5, 0, 1)

    async with world.database.write(world.yamada) as tx:
        await correcting.correct(
            tx, id, Change.CHANGE, _titled("公園の大掃除"), "日が変わりました", None, None
        )
    assert await counts(world, id) == (5, 0, 0)

    async with Visit(world, "sato") as browser:
        page = (await browser.get(f"/circulars/{id}")).text
    assert "日が変わりました" in page
    assert "もう一度ご覧のうえ" in page


async def test_the_main_job_without_javascript(world: World) -> None:
    id = await circular(world)
    async with Visit(world, "sato") as browser:
        home = await browser.get("/")
        assert f'href="/circulars/{id}"' in home.text
        assert "確認しました" in (await browser.get(f"/circulars/{id}")).text

        pressed = await browser.post(f"/circulars/{id}/acknowledgement", {"press": "one"})
        assert (pressed.status_code, pressed.headers["location"]) == (303, f"/circulars/{id}")
        after = (await browser.get(f"/circulars/{id}")).text
        assert "確認を受け付けました" in after
        assert "12月1日（火）午前10時" in after
        assert "全部読みました" in said(await browser.get("/"))

        await browser.post(f"/circulars/{id}/reply/removal")
        assert "確認しました" in (await browser.get(f"/circulars/{id}")).text


async def test_an_answer_that_does_not_fit_keeps_what_was_written(world: World) -> None:
    id = await circular(world, reply_kind="text")
    async with Visit(world, "sato") as browser:
        wrong = await browser.post(
            f"/circulars/{id}/answer", {"choice": "words", "words": "あ" * 201, "press": "x"}
        )
        assert wrong.status_code == 422
        assert "あ" * 201 in wrong.text
        right = await browser.post(
            f"/circulars/{id}/answer", {"choice": "words", "words": "行きます", "press": "x"}
        )
        assert right.status_code == 303


async def test_opening_is_noted_once_and_is_not_a_confirmation(world: World) -> None:
    id = await circular(world)
    async with Visit(world, "sato") as browser:
        await browser.get(f"/circulars/{id}")
        await browser.get(f"/circulars/{id}")
    assert await counts(world, id) == (5, 1, 0)


async def test_a_prefetch_opens_nothing(world: World) -> None:
    id = await circular(world)
    async with Visit(world, "sato") as browser:
        await browser.get(f"/circulars/{id}", **{"Sec-Purpose": "prefetch"})
    assert await counts(world, id) == (5, 0, 0)


async def test_a_press_from_another_site_is_refused(world: World) -> None:
    id = await circular(world)
    async with Visit(world, "sato") as browser:
        refused = await browser.post(
            f"/circulars/{id}/acknowledgement", {"press": "x"}, **{"Sec-Fetch-Site": "cross-site"}
        )
    assert refused.status_code == 403
    assert await counts(world, id) == (5, 0, 0)


def _titled(title: str) -> Texts:
    return replace(TEXTS, title=title)


async def test_an_old_page_does_not_confirm_what_has_changed_since(world: World) -> None:
    id = await circular(world)
    async with Visit(world, "sato") as browser:
        await browser.get(f"/circulars/{id}")
        async with world.database.write(world.yamada) as tx:
            await correcting.correct(
                tx, id, Change.CHANGE, _titled("公園の大掃除"), "日が変わりました", None, None
            )
        old = await browser.post(f"/circulars/{id}/acknowledgement", {"press": "x", "edition": "1"})
        assert old.status_code == 422
        assert "開いたあとに内容が変わりました" in old.text
        assert (
            await browser.post(f"/circulars/{id}/acknowledgement", {"press": "y", "edition": "2"})
        ).status_code == 303
    assert await counts(world, id) == (5, 0, 1)


async def test_a_leader_does_not_overwrite_what_the_household_pressed(world: World) -> None:
    id = await circular(world, reply_kind="attendance")
    house = world.households["sato"]
    async with world.database.write(world.sato) as tx:
        await answer(tx, id, house, Answer("attending", "a"))
    async with world.database.write(world.abe) as tx:
        await answer_for(tx, id, house, seen("b"), "paper")
    with pytest.raises(Conflict):
        async with world.database.write(world.abe) as tx:
            await take_back_for(tx, id, house)
    async with world.database.read(world.sato) as tx:
        found = await current_reply(tx, id, house)
    assert found is not None
    assert (found.choice, found.method) == ("attending", "app")


async def test_a_mark_on_a_withdrawn_circular_stays_as_it_was(world: World) -> None:
    id = await circular(world)
    house = world.households["suzuki"]
    async with world.database.write(world.abe) as tx:
        await answer_for(tx, id, house, seen(), "paper")
    async with world.database.write(world.yamada) as tx:
        await publishing.withdraw(tx, id, "まちがい")
    with pytest.raises(Conflict):
        async with world.database.write(world.abe) as tx:
            await take_back_for(tx, id, house)


async def test_its_own_press_takes_the_place_of_the_same_written_down_from_paper(
    world: World, clock: SetClock
) -> None:
    id = await circular(world, reply_by=clock.now + DAY)
    house = world.households["sato"]
    async with world.database.write(world.abe) as tx:
        assert await answer_for(tx, id, house, seen("paper"), "paper") is Taken.RECORDED
    written_down = clock.now
    # The same reply is accepted after the deadline, from a page left open.
    clock.advance(2 * DAY)
    for _twice in range(2):
        async with world.database.write(world.sato) as tx:
            await answer(tx, id, house, seen("own"))
    async with world.database.write(world.abe) as tx:
        assert await answer_for(tx, id, house, seen("paper again"), "paper") is Taken.STOOD

    async with world.database.read(world.yamada) as tx:
        found = await current_reply(tx, id, house)
        assert found is not None
        assert (found.method, found.proxy, found.received) == ("app", None, clock.now)
        line = next(
            one
            for one in await followup.households(tx, id, world.places["midorigaoka"], world.places["block_1"])
            if one.id == house
        )
        assert (line.replied, line.reply_method) == (written_down, "app")
        history = await tx.rows(HISTORY)
    assert [(row[0], row[1] is not None) for row in history] == [("paper", True), ("app", False)]
    assert await counts(world, id) == (5, 0, 1)


async def test_an_old_page_does_not_become_the_households_own_word(world: World) -> None:
    id = await circular(world)
    house = world.households["sato"]
    async with world.database.write(world.yamada) as tx:
        await correcting.correct(
            tx, id, Change.CHANGE, _titled("公園の大掃除"), "日が変わりました", None, None
        )
    async with world.database.write(world.abe) as tx:
        await answer_for(tx, id, house, seen("paper"), "paper")
    async with world.database.write(world.sato) as tx:
        await answer(tx, id, house, replace(seen("own"), edition=1))
    async with world.database.read(world.sato) as tx:
        found = await current_reply(tx, id, house)
    assert found is not None
    assert found.method == "paper"
