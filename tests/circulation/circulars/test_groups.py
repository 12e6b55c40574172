"""Circulars of groups: written by the group's officers, for the group's households."""

from dataclasses import replace

import pytest
from sqlalchemy import bindparam, select

from kairanban.circulation.circular_templates.actions import keep
from kairanban.circulation.circulars.actions import (
    archive,
    correcting,
    drafts,
    latecomers,
    publishing,
    readings,
    yearly,
)
from kairanban.circulation.circulars.queries.audience_choices import Chosen
from kairanban.circulation.circulars.rules.archive_search import NEVER, Sought
from kairanban.circulation.circulars.rules.kinds import Change, Kind
from kairanban.circulation.progress.actions import overview
from kairanban.circulation.replies.actions.answers import answer, answer_for
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.community.people.actions.groups import set_members
from kairanban.core.clock import DAY, HOUR, Moment
from kairanban.core.errors import Conflict, Invalid, NotFound, Refused
from kairanban.core.ids import CircularId
from kairanban.core.roles import Role
from kairanban.db.statements import Statement
from kairanban.db.tables.circulars import addressee, circular
from tests.conftest import SetClock
from tests.groups import MEMBERS, group_circular, group_draft, groups, serve, signed_in
from tests.world import SYSTEM, TEXTS, World, draft
from tests.world import circular as published

pytestmark = pytest.mark.anyio

_ADDRESSED = Statement(
    select(addressee.c.household)
    .where(addressee.c.circular == bindparam("of_circular"))
    .order_by(addressee.c.household)
)
_OF = Statement(select(circular.c.association).where(circular.c.id == bindparam("of_circular")))


@pytest.fixture
async def town(world: World) -> World:
    await groups(world)
    return world


async def addressed(world: World, id: CircularId) -> list[int]:
    async with world.database.read(SYSTEM) as tx:
        return await tx.column(_ADDRESSED, of_circular=id)


async def test_it_goes_once_to_each_household_of_the_group(town: World) -> None:
    id = await group_circular(town)
    assert await addressed(town, id) == sorted(town.households[name] for name in MEMBERS)
    async with town.database.read(SYSTEM) as tx:
        assert await tx.value(_OF, of_circular=id) == town.places["midorigaoka"]


async def test_it_goes_to_single_households_of_the_group_and_to_nobody_outside(town: World) -> None:
    one = await group_circular(town, to=(town.households["sato"],))
    assert await addressed(town, one) == [town.households["sato"]]
    id = await group_draft(town)
    outside = [
        Chosen(town.places["midorigaoka"], "", None),
        Chosen(town.places["block_1"], "", None),
        Chosen(town.places["children"], "", None),
        Chosen(None, "officer", None),
        Chosen(None, "", town.households["tanaka"]),
    ]
    for chosen in outside:
        with pytest.raises(Invalid):
            async with town.database.write(town.endo) as tx:
                await drafts.choose_audience(tx, id, [chosen])


async def test_a_household_that_left_the_group_before_it_went_out_does_not_get_it(town: World) -> None:
    id = await group_draft(town, to=(town.households["sato"], town.households["suzuki"]))
    async with town.database.write(town.yamada) as tx:
        staying = {town.households[name] for name in MEMBERS} - {town.households["sato"]}
        await set_members(tx, town.places["midorigaoka"], town.places["elders"], staying)
    async with town.database.write(town.endo) as tx:
        await publishing.publish(tx, id)
    assert await addressed(town, id) == [town.households["suzuki"]]


async def test_who_joins_the_group_later_is_a_latecomer(town: World) -> None:
    id = await group_circular(town)
    assert await latecomers.address_latecomers(town.database, SYSTEM) == 0
    async with town.database.write(town.yamada) as tx:
        members = {town.households[name] for name in (*MEMBERS, "tanaka")}
        await set_members(tx, town.places["midorigaoka"], town.places["elders"], members)
    assert await latecomers.address_latecomers(town.database, SYSTEM) == 1
    async with town.database.read(town.endo) as tx:
        assert await overview.latecomers(tx, id) == 1


async def test_a_group_has_no_obituary_nothing_urgent_and_nothing_from_the_town(town: World) -> None:
    with pytest.raises(Conflict):
        async with town.database.write(town.endo) as tx:
            await drafts.start(tx, town.places["elders"], Kind.OBITUARY)
    with pytest.raises(Refused):
        async with town.database.write(town.endo) as tx:
            await drafts.start(tx, town.places["elders"], Kind.REQUEST)
    for category in ("municipality", "obituary"):
        id = await group_draft(town, category=category, importance="urgent")
        async with town.database.read(town.endo) as tx:
            work = await drafts.find(tx, id)
        assert (work.category, work.importance, work.kind) == ("notice", "important", "ordinary")
    ours = await draft(town, importance="urgent", category="municipality")
    async with town.database.read(town.yamada) as tx:
        assert (await drafts.find(tx, ours)).importance == "urgent"


async def test_drafts_of_a_group_are_the_groups_alone(town: World) -> None:
    theirs = await group_draft(town)
    for who in ("yamada", "ito", "kimura", "goto", "abe", "sato", "shimizu"):
        with pytest.raises(NotFound):
            async with town.database.read(town.actors[who]) as tx:
                await drafts.find(tx, theirs)
    ours = await draft(town)
    out = await published(town)
    other = await group_draft(town, "goto", "children")
    for one in (ours, out, other):
        async with town.database.read(town.endo) as tx:
            for find in (drafts.find, overview.find):
                with pytest.raises(NotFound):
                    await find(tx, one)


async def test_what_a_group_sent_is_seen_corrected_and_withdrawn_by_the_association_too(town: World) -> None:
    id = await group_circular(town)
    async with town.database.read(town.yamada) as tx:
        lines = await overview.of_issuer(tx, town.places["midorigaoka"])
        assert [(one.circular.id, one.circular.group) for one in lines] == [(id, "老人会")]
        kept = await archive.of_place(tx, town.places["midorigaoka"], Sought(), NEVER, 5)
        assert [(one.id, one.group) for one in kept] == [(id, "老人会")]
        assert (await overview.find(tx, id)).place == town.places["elders"]
    async with town.database.write(town.ito) as tx:
        await correcting.correct(tx, id, Change.TYPO, replace(TEXTS, gist="直しました"), "", None, None)
        for step in (drafts.copy, keep):
            with pytest.raises(Refused):
                await step(tx, id)
        with pytest.raises(Refused):
            await yearly.comes_back(tx, id, True)
        await publishing.withdraw(tx, id, "日を間違えました")


async def test_the_groups_list_and_archive_hold_its_own_only(town: World) -> None:
    mine, theirs = await group_circular(town), await group_circular(town, "goto", "children")
    ours = await published(town)
    async with town.database.read(town.endo) as tx:
        lines = await overview.of_issuer(tx, town.places["elders"])
        assert [one.circular.id for one in lines] == [mine]
        kept = await archive.of_place(tx, town.places["elders"], Sought(), NEVER, 5)
        assert [one.id for one in kept] == [mine]
        for place in ("midorigaoka", "children"):
            with pytest.raises((NotFound, Refused)):
                await archive.of_place(tx, town.places[place], Sought(), NEVER, 5)
    async with town.database.read(town.yamada) as tx:
        lines = await overview.of_issuer(tx, town.places["midorigaoka"])
    assert {one.circular.id for one in lines} == {mine, theirs, ours}


async def test_an_officer_of_the_association_does_not_write_in_the_groups_name(town: World) -> None:
    for who in ("yamada", "kimura"):
        with pytest.raises(Refused):
            async with town.database.write(town.actors[who]) as tx:
                await drafts.start(tx, town.places["elders"])
    for place in ("midorigaoka", "children", "block_1"):
        with pytest.raises((NotFound, Refused)):
            async with town.database.write(town.endo) as tx:
                await drafts.start(tx, town.places[place])


async def test_replies_are_recorded_for_the_groups_own_circulars_only(town: World) -> None:
    mine, ours = await group_circular(town), await published(town)
    async with town.database.write(town.sato) as tx:
        await answer(tx, mine, town.households["sato"], Answer("acknowledged", "a"))
    async with town.database.write(town.endo) as tx:
        await answer_for(tx, mine, town.households["suzuki"], Answer("acknowledged", "b"), "visit")
        with pytest.raises((NotFound, Refused)):
            await answer_for(tx, ours, town.households["suzuki"], Answer("acknowledged", "c"), "visit")
    async with town.database.read(town.endo) as tx:
        assert overview.summed(await overview.blocks(tx, mine, town.places["elders"])).replied == 2
        houses = [
            one
            for block in ("block_1", "block_2")
            for one in await overview.households(tx, mine, town.places["elders"], town.places[block])
        ]
    assert {one.id for one in houses} == {town.households[name] for name in MEMBERS}
    assert {one.phone for one in houses} == {""}


async def test_next_years_draft_and_a_copy_are_the_groups(town: World) -> None:
    id = await group_circular(town, event_at=None)
    async with town.database.write(town.endo) as tx:
        copied = await drafts.copy(tx, id)
        await yearly.comes_back(tx, id, True)
    async with town.database.write(SYSTEM) as tx:
        prepared = await yearly.prepare(tx, id)
    assert prepared is not None
    async with town.database.read(town.endo) as tx:
        for one in (copied, prepared):
            work = await drafts.find(tx, one)
            assert (work.place, work.association) == (town.places["elders"], town.places["midorigaoka"])


async def test_readings_of_a_group_do_not_change_the_associations(town: World) -> None:
    mine, ours = await group_circular(town), await published(town)
    async with town.database.write(town.yamada) as tx:
        await readings.correct(tx, ours, {"公園": "おおぞの"})
    async with town.database.write(town.endo) as tx:
        assert (await readings.known_readings(tx, mine))["公園"] == "おおぞの"
        await readings.correct(tx, mine, {"公園": "こうえん"})
        assert (await readings.known_readings(tx, mine))["公園"] == "こうえん"
    async with town.database.read(town.yamada) as tx:
        assert (await readings.known_readings(tx, ours))["公園"] == "おおぞの"


async def test_scheduled_and_unscheduled_like_any_other(town: World, clock: SetClock) -> None:
    id = await group_draft(town)
    async with town.database.write(town.endo) as tx:
        await publishing.schedule(tx, id, Moment(tx.now + HOUR))
        await publishing.unschedule(tx, id)
        await publishing.schedule(tx, id, Moment(tx.now + HOUR))
    clock.advance(2 * HOUR)
    async with town.database.write(SYSTEM) as tx:
        await publishing.publish_due(tx, id)
    assert len(await addressed(town, id)) == len(MEMBERS)


async def test_a_drafter_of_a_group_writes_and_an_officer_sends(town: World) -> None:
    await serve(town, "hara", "原 幸子", Role.DRAFTER, "elders")
    await serve(town, "mori_k", "森 健", Role.OFFICER, "elders")
    id = await group_draft(town, "hara")
    for step in (publishing.publish, overview.find):
        with pytest.raises((NotFound, Refused)):
            async with town.database.write(town.hara) as tx:
                await step(tx, id)
    with pytest.raises(Refused):
        async with town.database.write(town.hara) as tx:
            await drafts.choose_audience(tx, id, [Chosen(None, "", town.households["sato"])])
    async with town.database.write(town.mori_k) as tx:
        await publishing.publish(tx, id)


async def test_nothing_before_the_term_but_looking_and_nothing_after_it(town: World, clock: SetClock) -> None:
    id = await group_circular(town)
    begins = Moment(town.endo.stepped_up_at + 10 * DAY)  # type: ignore[operator]
    await serve(town, "next", "次 代表", Role.CHAIR, "elders", starts=begins)
    looking = await signed_in(town, "next")
    assert [held.role for held in looking.appointments] == [Role.SUCCESSOR]
    async with town.database.write(looking) as tx:
        assert (await overview.find(tx, id)).circular.id == id
        with pytest.raises((NotFound, Refused)):
            await drafts.start(tx, town.places["elders"])
        with pytest.raises((NotFound, Refused)):
            await publishing.withdraw(tx, id, "いいえ")
        with pytest.raises((NotFound, Refused)):
            await answer_for(tx, id, town.households["suzuki"], Answer("acknowledged", "b"), "visit")
    clock.advance(10 * DAY)
    assert (await signed_in(town, "endo")).appointments == ()
    serving = await signed_in(town, "next")
    async with town.database.write(serving) as tx:
        await drafts.start(tx, town.places["elders"])
        await publishing.withdraw(tx, id, "間違い")
    async with town.database.read(town.endo) as tx:
        for find in (drafts.find, overview.find):
            with pytest.raises(NotFound):
                await find(tx, id)
