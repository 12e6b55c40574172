"""Publication, scheduling, correction, withdrawal, and who can read a circular."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from kairanban.circulation.circulars.actions import attachments, correcting, discarding, drafts, publishing
from kairanban.circulation.circulars.actions.latecomers import address_latecomers
from kairanban.circulation.circulars.queries.audience_choices import Addressed, Chosen
from kairanban.circulation.circulars.rules.kinds import Change, Kind
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.circulation.progress.actions import overview as followup
from kairanban.circulation.replies.actions.answers import answer
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.community.people.actions.households import NewHousehold, add_household, join
from kairanban.confined.documents import Document, PagePicture, TextFrom
from kairanban.confined.file_kinds import Kind as ConfinedKind
from kairanban.core.actor import System
from kairanban.core.clock import DAY, HOUR, MINUTE, Moment, at, day_of
from kairanban.core.errors import Conflict, Invalid, NotFound, Refused
from kairanban.core.ids import CircularId
from kairanban.db.statements import Statement
from kairanban.db.tables.circulars import stored_file
from kairanban.worker import WORKER, one_round
from tests.conftest import SetClock
from tests.visiting import Visit, said
from tests.world import SYSTEM, TEXTS, World, choices, circular, draft

pytestmark = pytest.mark.anyio

_FILES = Statement(select(func.count()).select_from(stored_file))


async def publish(world: World, id: CircularId, by: str = "yamada") -> None:
    async with world.database.write(world.actors[by]) as tx:
        await publishing.publish(tx, id)


async def sees(world: World, who: str, id: CircularId) -> int:
    async with Visit(world, who) as browser:
        return (await browser.get(f"/circulars/{id}")).status_code


async def test_a_circular_goes_to_every_member_household_once(world: World) -> None:
    id = await circular(world)
    await publish(world, id)
    for who in ("sato", "suzuki", "matsumoto", "takahashi", "tanaka"):
        assert await sees(world, who, id) == 200
    assert await sees(world, "mori", id) == 404


async def test_a_block_gets_what_is_for_the_block(world: World) -> None:
    id = await circular(world, place="block_2")
    assert await sees(world, "tanaka", id) == 200
    assert await sees(world, "sato", id) == 404


async def test_a_household_in_two_chosen_places_gets_it_once(world: World) -> None:
    async with world.database.write(SYSTEM) as tx:
        await join(tx, world.households["sato"], world.places["elders"])
    id = await draft(world)
    async with world.database.write(world.yamada) as tx:
        chosen = [Chosen(world.places[name], "", None) for name in ("block_1", "elders")]
        await drafts.choose_audience(tx, id, chosen)
        assert await drafts.count_addressed(tx, id) == Addressed(households=3, paper=2)


async def test_single_households_and_offices_can_be_chosen(world: World) -> None:
    id = await draft(world)
    async with world.database.write(world.yamada) as tx:
        await drafts.choose_audience(tx, id, [Chosen(None, "", world.households["tanaka"])])
        assert (await drafts.count_addressed(tx, id)).households == 1
        with pytest.raises(Invalid):
            await drafts.choose_audience(tx, id, [Chosen(None, "", world.households["mori"])])
        with pytest.raises(Invalid):
            await drafts.choose_audience(tx, id, [])


async def test_those_who_are_not_members_get_the_towns_notices_only(world: World) -> None:
    async with world.database.write(SYSTEM) as tx:
        await add_household(
            tx,
            NewHousehold(world.places["midorigaoka"], "新住民", world.places["block_1"], 9, standing="none"),
        )
    ours, towns = await draft(world), await draft(world, category="municipality")
    async with world.database.read(world.yamada) as tx:
        assert (await drafts.count_addressed(tx, ours)).households == 5
        assert (await drafts.count_addressed(tx, towns)).households == 6


@pytest.mark.parametrize("emptied", ["title", "gist", "body"])
async def test_nothing_goes_out_incomplete(world: World, emptied: str) -> None:
    id = await draft(world, texts=replace(TEXTS, **{emptied: ""}))
    with pytest.raises(Invalid) as missing:
        await publish(world, id)
    assert emptied in missing.value.fields


async def test_whom_to_ask_is_always_there(world: World) -> None:
    id = await draft(world, texts=replace(TEXTS, facts_ask="", facts_phone=""))
    with pytest.raises(Invalid) as missing:
        await publish(world, id)
    assert "facts_ask" in missing.value.fields


async def test_publishing_twice_changes_nothing(world: World) -> None:
    id = await circular(world)
    async with world.database.write(world.sato) as tx:
        await answer(tx, id, world.households["sato"], Answer("acknowledged", "a"))
    await publish(world, id)
    async with Visit(world, "sato") as browser:
        assert "確認を受け付けました" in (await browser.get(f"/circulars/{id}")).text


async def test_a_drafter_writes_and_an_officer_sends(world: World) -> None:
    id = await draft(world, by="kimura")
    with pytest.raises(Refused):
        await publish(world, id, by="kimura")
    await publish(world, id, by="ito")
    assert await sees(world, "sato", id) == 200


async def test_another_associations_officers_find_nothing(world: World) -> None:
    id = await draft(world)
    with pytest.raises(NotFound):
        await publish(world, id, by="ono")
    async with Visit(world, "ono") as browser:
        for page in ("draft", "audience", "proof", "correction", "progress"):
            assert (await browser.get(f"/circulars/{id}/{page}")).status_code == 404


async def test_the_worker_sends_at_the_time_that_was_chosen(world: World, clock: SetClock) -> None:
    id = await draft(world)
    with pytest.raises(Invalid):
        async with world.database.write(world.yamada) as tx:
            await publishing.schedule(tx, id, clock.now)
    async with world.database.write(world.yamada) as tx:
        await publishing.schedule(tx, id, Moment(clock.now + HOUR))
    await one_round(world.database)
    assert await sees(world, "sato", id) == 404
    clock.advance(HOUR)
    await one_round(world.database)
    await one_round(world.database)
    assert await sees(world, "sato", id) == 200


async def test_a_schedule_can_be_given_up(world: World, clock: SetClock) -> None:
    id = await draft(world)
    async with world.database.write(world.yamada) as tx:
        await publishing.schedule(tx, id, Moment(clock.now + HOUR))
        await publishing.unschedule(tx, id)
    clock.advance(2 * HOUR)
    await one_round(world.database)
    assert await sees(world, "sato", id) == 404


async def test_what_was_withdrawn_stays_with_its_reason_and_asks_nothing(world: World) -> None:
    id = await circular(world)
    with pytest.raises(Invalid):
        async with world.database.write(world.yamada) as tx:
            await publishing.withdraw(tx, id, "")
    async with world.database.write(world.yamada) as tx:
        await publishing.withdraw(tx, id, "日にちがまちがっていました")
    async with Visit(world, "sato") as browser:
        page = (await browser.get(f"/circulars/{id}")).text
        assert "日にちがまちがっていました" in page
        assert "確認しました" not in page
        assert "全部読みました" in said(await browser.get("/"))
    with pytest.raises(Conflict):
        async with world.database.write(world.sato) as tx:
            await answer(tx, id, world.households["sato"], Answer("acknowledged", "a"))


async def test_whoever_moves_in_sees_what_still_goes_round_outside_the_count(world: World) -> None:
    id = await circular(world)
    async with world.database.write(SYSTEM) as tx:
        await add_household(tx, NewHousehold(world.places["midorigaoka"], "新井", world.places["block_1"], 9))
    assert await address_latecomers(world.database, System("test")) == 1
    assert await address_latecomers(world.database, System("test")) == 0
    async with Visit(world, "yamada") as browser:
        assert "5世帯のうち0世帯が確認" in (await browser.get(f"/circulars/{id}/progress")).text
        assert (
            "あとから加わった世帯"
            in (await browser.get(f"/circulars/{id}/blocks/{world.places['block_1']}")).text
        )


OBITUARY = Texts(
    title="訃報", gist="佐々木 茂様（2班）が11月30日に永眠されました。", facts_when="12月3日 午後1時"
)


async def obituary(world: World, clock: SetClock, permission: str = "長男の方、電話で") -> CircularId:
    async with world.database.write(world.yamada) as tx:
        id = await drafts.start(tx, world.places["midorigaoka"], Kind.OBITUARY)
        await drafts.save(
            tx,
            id,
            OBITUARY,
            choices(permission=permission, event_at=clock.now + 2 * DAY, reply_by=clock.now + DAY),
        )
    return id


async def test_an_obituary_needs_the_familys_permission(world: World, clock: SetClock) -> None:
    id = await obituary(world, clock, permission="")
    with pytest.raises(Invalid) as missing:
        await publish(world, id)
    assert "permission" in missing.value.fields


async def test_an_obituary_says_taken_note_and_is_gone_seven_days_after_the_funeral(
    world: World, clock: SetClock
) -> None:
    id = await obituary(world, clock)
    await publish(world, id)
    async with Visit(world, "sato") as browser:
        page = (await browser.get(f"/circulars/{id}")).text
        assert "承知しました" in page
        assert "確認しました" not in page
        assert "長男の方" not in page
        await browser.post(f"/circulars/{id}/acknowledgement", {"press": "x"})
        assert "訃報" not in (await browser.get("/circulars")).text
        clock.advance(9 * DAY - 1)
        assert (await browser.get(f"/circulars/{id}")).status_code == 200
        clock.advance(MINUTE)
        assert (await browser.get(f"/circulars/{id}")).status_code == 404


async def test_an_obituary_written_at_night_waits_until_seven(world: World, clock: SetClock) -> None:
    id = await obituary(world, clock)
    clock.now = at(day_of(clock.now + DAY), 2)
    await publish(world, id)
    assert await sees(world, "sato", id) == 404
    clock.now = at(day_of(clock.now), 7)
    async with world.database.write(WORKER) as tx:
        await publishing.publish_due(tx, id)
    assert await sees(world, "sato", id) == 200


async def test_last_years_circular_is_copied_with_its_dates_a_year_later(
    world: World, clock: SetClock
) -> None:
    id = await circular(world, event_at=at(day_of(clock.now + 5 * DAY), 8), place="block_1")
    async with world.database.write(world.yamada) as tx:
        new = await drafts.copy(tx, id)
        work = await drafts.find(tx, new)
        texts = await drafts.texts_of(tx, new, 1)
        assert texts.title == TEXTS.title
        assert work.event_at is not None
        assert day_of(work.event_at).year == 2027
        assert (await drafts.count_addressed(tx, new)).households == 3


async def test_a_draft_can_be_thrown_away_and_what_went_round_cannot(world: World) -> None:
    id, sent = await draft(world), await circular(world)
    async with world.database.write(world.yamada) as tx:
        await discarding.discard(tx, id)
    with pytest.raises(Conflict):
        async with world.database.write(world.yamada) as tx:
            await discarding.discard(tx, sent)


async def test_what_an_officer_scheduled_is_not_a_drafters_to_change(world: World, clock: SetClock) -> None:
    id = await draft(world)
    async with world.database.write(world.yamada) as tx:
        await publishing.schedule(tx, id, Moment(clock.now + HOUR))
    for change in (
        lambda tx: drafts.save(tx, id, TEXTS, choices()),
        lambda tx: drafts.choose_audience(tx, id, [Chosen(world.places["block_1"], "", None)]),
        lambda tx: discarding.discard(tx, id),
    ):
        with pytest.raises(Refused):
            async with world.database.write(world.kimura) as tx:
                await change(tx)
    async with world.database.write(world.ito) as tx:
        await drafts.save(tx, id, TEXTS, choices())


async def test_what_is_incomplete_when_its_time_comes_stays_a_draft_and_says_so(
    world: World, clock: SetClock
) -> None:
    id = await draft(world)
    async with world.database.write(world.yamada) as tx:
        await publishing.schedule(tx, id, Moment(clock.now + HOUR))
        await drafts.save(tx, id, replace(TEXTS, gist=""), choices())
    clock.advance(HOUR)
    await one_round(world.database)
    assert await sees(world, "sato", id) == 404
    async with Visit(world, "yamada") as browser:
        assert "回せませんでした" in (await browser.get("/office")).text


async def test_a_draft_that_went_out_meanwhile_is_corrected_not_saved(world: World) -> None:
    id = await circular(world)
    with pytest.raises(Conflict):
        async with world.database.write(world.yamada) as tx:
            await drafts.save(tx, id, TEXTS, choices())


async def test_a_postponed_funeral_keeps_the_obituary_longer(world: World, clock: SetClock) -> None:
    id = await obituary(world, clock)
    await publish(world, id)
    async with world.database.write(world.yamada) as tx:
        later = clock.now + 7 * DAY
        await correcting.correct(tx, id, Change.CHANGE, OBITUARY, "日が変わりました", clock.now + DAY, later)
    clock.advance(9 * DAY)
    async with Visit(world, "sato") as browser:
        page = (await browser.get(f"/circulars/{id}")).text
    assert "訃報" in page
    assert "までに教えてください" not in page
    clock.advance(5 * DAY)
    assert await sees(world, "sato", id) == 404


async def test_a_gone_obituary_is_gone_for_officers_too(world: World, clock: SetClock) -> None:
    id = await obituary(world, clock)
    await publish(world, id)
    with pytest.raises(Conflict):
        async with world.database.write(world.yamada) as tx:
            await drafts.copy(tx, id)
    # The chair signs in again after ten days.
    clock.advance(10 * DAY)
    async with world.database.write(world.yamada) as tx:
        for find in (drafts.find, followup.find):
            with pytest.raises(NotFound):
                await find(tx, id)
        assert await followup.of_issuer(tx, world.places["midorigaoka"]) == []


async def test_an_urgent_circular_asks_once_more_who_sends_it(world: World, clock: SetClock) -> None:
    id = await draft(world, importance="urgent")
    clock.advance(11 * MINUTE)
    async with Visit(world, "yamada") as browser:
        asked = await browser.post(f"/circulars/{id}/publication")
        assert asked.headers["location"].startswith("/step-up")
    plain = await draft(world)
    async with Visit(world, "yamada") as browser:
        assert "progress" in (await browser.post(f"/circulars/{plain}/publication")).headers["location"]


async def test_removing_a_draft_takes_its_pictures_along(world: World) -> None:
    id = await draft(world)
    picture = PagePicture("image/webp", 1, 1, b"RIFF")
    paper = Document(ConfinedKind.PDF, (picture,), picture, "", True, TextFrom.NOWHERE, None)
    async with world.database.write(world.yamada) as tx:
        await attachments.add(tx, id, "紙.pdf", paper)
        assert await tx.value(_FILES) == 1
        await discarding.remove(tx, id)
        assert await tx.value(_FILES) == 0


async def test_paper_households_get_a_slip_that_says_what_changed(world: World) -> None:
    id = await circular(world)
    async with Visit(world, "yamada") as chair, Visit(world, "sato") as resident:
        assert (await chair.get(f"/circulars/{id}/slip")).status_code == 404
        async with world.database.write(world.yamada) as tx:
            await correcting.correct(
                tx, id, Change.CHANGE, replace(TEXTS, facts_when="12月13日"), "13日に変わりました", None, None
            )
        slip = (await chair.get(f"/circulars/{id}/slip")).text
        assert "13日に変わりました" in slip
        assert "12月13日" in slip
        assert "訂正票（3枚）" in said(await chair.get(f"/circulars/{id}/progress"))
        assert (await resident.get(f"/circulars/{id}/slip")).status_code == 404


async def test_a_correction_asks_for_no_day_that_has_passed(world: World, clock: SetClock) -> None:
    id = await circular(world, reply_by=clock() + DAY)
    new = replace(TEXTS, facts_when="12月13日")
    async with world.database.write(world.yamada) as tx:
        for change, reply_by, event_at, wrong in (
            (Change.CHANGE, clock() - DAY, None, "reply_by"),
            (Change.TYPO, clock() - DAY, None, "reply_by"),
            (Change.TYPO, clock() + DAY, clock() - DAY, "event_at"),
        ):
            with pytest.raises(Invalid) as refused:
                await correcting.correct(tx, id, change, new, "日", reply_by, event_at)
            assert wrong in refused.value.fields
    clock.advance(2 * DAY)
    async with world.database.write(world.yamada) as tx:
        # A typo asks nobody again, so the deadline may have passed.
        await correcting.correct(tx, id, Change.TYPO, new, "", clock() - DAY, None)


async def test_what_was_on_yesterday_is_not_announced(world: World, clock: SetClock) -> None:
    with pytest.raises(Invalid):
        await circular(world, event_at=clock() - DAY)
    await circular(world, event_at=clock())
