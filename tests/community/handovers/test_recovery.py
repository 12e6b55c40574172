"""Nobody holds the keys: both sides agree, everybody is told, and 48 hours pass."""

from dataclasses import replace

import pytest

from kairanban.community.announcements.actions import unread
from kairanban.community.handovers.actions import recovery
from kairanban.community.handovers.rules import RECOVERY_GOES_ROUND, RECOVERY_LASTS, RECOVERY_WAITS
from kairanban.community.people.actions.offices import officers
from kairanban.core.actor import Actor
from kairanban.core.errors import Conflict, Invalid, NotFound, Refused, StepUpNeeded
from kairanban.core.ids import PersonId
from kairanban.db.tx import Tx
from tests.conftest import SetClock
from tests.permits import assert_refused
from tests.records import journalled
from tests.visiting import Visit, said
from tests.world import SYSTEM, World, circular

pytestmark = pytest.mark.anyio


def present(actor: Actor, clock: SetClock) -> Actor:
    """Return the actor, who has just proven herself."""
    return replace(actor, stepped_up_at=clock.now)


async def asked(world: World, by: Actor, person: str = "", name: str = "新井 光") -> None:
    who = world.people[person] if person else None
    async with world.database.write(by) as tx:
        await recovery.ask(tx, world.places["midorigaoka"], who, "" if who else name)


async def agreed(world: World, by: Actor) -> None:
    async with world.database.write(by) as tx:
        await recovery.agree(tx, world.places["midorigaoka"])


@pytest.mark.parametrize("first", ["ito", "shimizu"])
async def test_both_sides_agree_everybody_is_told_and_two_days_pass(
    world: World, clock: SetClock, first: str
) -> None:
    place = world.places["midorigaoka"]
    second = {"ito": "shimizu", "shimizu": "ito"}[first]
    await asked(world, world.actors[first])
    with pytest.raises(Conflict):
        await agreed(world, world.actors[first])
    async with world.database.write(world.ito) as tx:
        with pytest.raises(Conflict):
            await recovery.finish(tx, place)
    for _ in range(2):
        await agreed(world, world.actors[second])
    async with world.database.read(world.sato) as tx:
        told = await unread(tx, world.households["sato"])
    assert [(one.kind, one.name) for one in told] == [("recovery", "伊藤 隆")]
    async with Visit(world, "yamada") as chair:
        assert f"/associations/{place}/recovery" in (await chair.get("/office")).text
    clock.advance(RECOVERY_WAITS - 1)
    async with world.database.write(present(world.ito, clock)) as tx:
        with pytest.raises(Conflict):
            await recovery.finish(tx, place)
    clock.advance(1)
    async with world.database.write(world.ito) as tx:
        with pytest.raises(StepUpNeeded):
            await recovery.finish(tx, place)
    async with world.database.write(present(world.ito, clock)) as tx:
        name, token = await recovery.finish(tx, place)
        assert (name, bool(token)) == ("新井 光", True)
        chairs = {one.name: one.ends for one in await officers(tx, place) if one.role == "chair"}
        assert chairs == {"新井 光": None}
        with pytest.raises(NotFound):
            await recovery.finish(tx, place)
    kinds = ("recovery_asked", "recovery_agreed", "recovery_finished")
    assert [entry.kind for entry in await journalled(world, *kinds)] == list(kinds)


async def test_the_chair_who_lost_her_key_gets_a_new_one_and_stays_chair(
    world: World, clock: SetClock
) -> None:
    place = world.places["midorigaoka"]
    await asked(world, world.ito, "yamada")
    await agreed(world, world.shimizu)
    clock.advance(RECOVERY_WAITS)
    async with world.database.write(present(world.shimizu, clock)) as tx:
        assert (await recovery.finish(tx, place))[0] == "山田 美代子"
    async with world.database.read(SYSTEM) as tx:
        assert [one.person for one in await officers(tx, place) if one.role == "chair"] == [
            world.people["yamada"]
        ]


async def test_whoever_serves_there_stops_it(world: World, clock: SetClock) -> None:
    place = world.places["midorigaoka"]
    await asked(world, world.ito)
    await agreed(world, world.shimizu)
    async with world.database.write(world.yamada) as tx:
        for _ in range(2):
            await recovery.stop(tx, place)
    clock.advance(RECOVERY_WAITS)
    async with world.database.write(present(world.ito, clock)) as tx:
        with pytest.raises(NotFound):
            await recovery.finish(tx, place)
    assert len(await journalled(world, "recovery_stopped")) == 1
    # Asked again, and forgotten after 30 days, counted from the agreement.
    await asked(world, present(world.ito, clock))
    clock.advance(RECOVERY_LASTS)
    with pytest.raises(NotFound):
        await agreed(world, present(world.shimizu, clock))


async def test_what_cannot_be_asked(world: World) -> None:
    place = world.places["midorigaoka"]
    async with world.database.write(world.ito) as tx:
        with pytest.raises(Invalid):
            await recovery.ask(tx, place, None, "")
        for stranger in (world.people["ono"], world.people["abe"], PersonId(9999)):
            with pytest.raises(NotFound):
                await recovery.ask(tx, place, stranger, "")
        await recovery.ask(tx, place, None, "新井 光")
        with pytest.raises(Conflict):
            await recovery.ask(tx, place, None, "新井 光")


async def test_households_on_paper_are_counted_and_get_a_notice(world: World, clock: SetClock) -> None:
    """鈴木 takes paper; 田中 took both and gave the tablet back; a household that is gone is not counted."""
    place = world.places["midorigaoka"]
    base = f"/associations/{place}/recovery"
    async with Visit(world, "tanaka") as tablet:
        await tablet.post("/away", {"go": "leave"})
    await asked(world, world.ito)
    async with Visit(world, "ito") as officer:
        # Nothing is told before both have agreed.
        assert (await officer.get(f"{base}/notice")).status_code == 404
        await agreed(world, world.shimizu)
        page = said(await officer.get(base))
        assert "画面がないか紙で受け取るお宅が2世帯あります" in page
        assert f'href="{base}/notice"' in page
        # Two letter boxes, one building, one board of the association.
        assert "お知らせを印刷する（4部）" in page
        paper = said(await officer.get(f"{base}/notice"))
        for word in ("伊藤 隆さん", "022-000-0001", "12月3日", "1班", "2班", "建物の掲示板"):
            assert word in paper, word
        # It hangs where everybody passes: no household is named.
        assert "鈴木" not in paper
        assert (await officer.get(f"{base}/notice.pdf")).content.startswith(b"%PDF")


async def test_the_town_sees_no_small_number(world: World) -> None:
    place = world.places["midorigaoka"]
    await asked(world, world.ito)
    await agreed(world, world.shimizu)
    async with Visit(world, "shimizu") as town:
        page = said(await town.get(f"/associations/{place}/recovery"))
        paper = said(await town.get(f"/associations/{place}/recovery/notice"))
    assert "5世帯より少ない" in page
    assert "お知らせを印刷する（7部）" in page
    assert "1班" not in paper
    assert "またはそれ以下" in paper


async def test_the_notice_goes_round_behind_route_sheets_for_two_weeks(world: World, clock: SetClock) -> None:
    place, block = world.places["midorigaoka"], world.places["block_1"]
    id = await circular(world)
    sheet, every = f"/circulars/{id}/blocks/{block}/sheet/paper", f"/circulars/{id}/sheets"
    sentence = "新しい鍵を用意していて"
    await asked(world, world.ito)
    async with Visit(world, "abe") as leader:
        assert sentence not in said(await leader.get(sheet))
        await agreed(world, world.shimizu)
        assert said(await leader.get(sheet)).count(sentence) == 1
    async with Visit(world, "ito") as officer:
        # One behind each block's sheet.
        page = said(await officer.get(every))
        assert page.count(sentence) == page.count('class="sheet"') == 2
    clock.advance(RECOVERY_WAITS)
    async with world.database.write(present(world.ito, clock)) as tx:
        await recovery.finish(tx, place)
    async with Visit(world, "abe") as leader:
        assert sentence in said(await leader.get(sheet))
        clock.advance(RECOVERY_GOES_ROUND - RECOVERY_WAITS)
        assert sentence not in said(await leader.get(sheet))


async def test_what_was_stopped_goes_round_no_more(world: World) -> None:
    block = world.places["block_1"]
    id = await circular(world)
    await asked(world, world.ito)
    await agreed(world, world.shimizu)
    async with world.database.write(world.ito) as tx:
        await recovery.stop(tx, world.places["midorigaoka"])
    async with Visit(world, "abe") as leader:
        page = await leader.get(f"/circulars/{id}/blocks/{block}/sheet/paper")
        assert "新しい鍵を用意していて" not in said(page)


async def test_an_officer_without_a_key_agrees_before_the_towns_officer(world: World) -> None:
    place = world.places["midorigaoka"]
    base = f"/associations/{place}/recovery"
    await asked(world, world.shimizu, "yamada")
    async with Visit(world, "shimizu") as town:
        assert (await town.post(f"{base}/presence", {})).status_code == 422
        # The key is hers: somebody else vouches.
        own = await town.post(f"{base}/presence", {"officer": str(world.people["yamada"])})
        assert (own.status_code, "別の方に来てもらってください" in said(own)) == (422, True)
        for stranger in ("abe", "ono"):
            answer = await town.post(f"{base}/presence", {"officer": str(world.people[stranger])})
            assert answer.status_code == 404
        for _ in range(2):
            answer = await town.post(f"{base}/presence", {"officer": str(world.people["ito"])})
            assert answer.status_code == 303
        page, paper = said(await town.get(base)), said(await town.get(f"{base}/notice"))
    assert "ご本人が来て同意" in page
    assert "伊藤 隆さんが市町村の職員（または運用者）のところへ来て" in paper
    async with world.database.read(world.sato) as tx:
        told = await unread(tx, world.households["sato"])
    assert [(one.kind, one.name) for one in told] == [("recovery_present", "伊藤 隆")]
    assert len(await journalled(world, "recovery_agreed")) == 1


async def test_no_officer_vouches_for_another_and_nobody_before_the_town_agreed(world: World) -> None:
    place, who = world.places["midorigaoka"], world.people["yamada"]
    for actor in (world.ito, world.shimizu):
        async with world.database.write(actor) as tx:
            with pytest.raises(NotFound):
                await recovery.agree_in_person(tx, place, who)
    await asked(world, world.ito)
    async with world.database.write(world.ito) as tx:
        with pytest.raises(NotFound):
            await recovery.agree_in_person(tx, place, who)
    # The officer who asked has agreed already, with her own key: the town agrees for itself, or nothing is said to be agreed.
    async with world.database.write(world.shimizu) as tx:
        with pytest.raises(Conflict):
            await recovery.agree_in_person(tx, place, who)
    assert await journalled(world, "recovery_agreed") == []


async def test_where_nobody_else_serves_the_chair_herself_comes(world: World) -> None:
    place, chair = world.places["kaminosawa"], world.people["ono"]
    async with world.database.write(world.shimizu) as tx:
        await recovery.ask(tx, place, chair, "")
        await recovery.agree_in_person(tx, place, chair)
        found, _ = await recovery.under_way(tx, place)
    assert found is not None
    assert (found.officer_name, found.present) == ("小野 勝", 1)


async def ask_once(tx: Tx, world: World) -> None:
    await recovery.ask(tx, world.places["midorigaoka"], None, "新井 光")


async def look(tx: Tx, world: World) -> None:
    await recovery.under_way(tx, world.places["midorigaoka"])


async def test_nobody_else_takes_part(world: World) -> None:
    for step in (ask_once, look):
        await assert_refused(
            world, step, (world.kimura, Refused), (world.abe, NotFound), (world.ono, NotFound), (world.hayashi, NotFound),
        )  # fmt: skip


async def test_the_operator_takes_the_towns_place(world: World, clock: SetClock) -> None:
    place = world.places["midorigaoka"]
    await asked(world, world.ito)
    async with world.database.write(SYSTEM) as tx:
        await recovery.agree(tx, place)
    clock.advance(RECOVERY_WAITS)
    async with world.database.write(SYSTEM) as tx:
        assert (await recovery.finish(tx, place))[0] == "新井 光"
