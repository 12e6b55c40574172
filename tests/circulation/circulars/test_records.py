"""What circulars leave in the journal and in the access log."""

from dataclasses import replace

import pytest
from sqlalchemy import bindparam

from kairanban.circulation.circulars.actions import (
    attachments,
    correcting,
    discarding,
    drafts,
    publishing,
    readings,
    versions,
    yearly,
)
from kairanban.circulation.circulars.rules.kinds import Change
from kairanban.confined.documents import Document, PagePicture, TextFrom
from kairanban.confined.file_kinds import Kind
from kairanban.core.actor import System
from kairanban.core.clock import DAY, HOUR, MINUTE, Moment
from kairanban.db.statements import Statement
from kairanban.db.tables.people import household
from tests.conftest import SetClock
from tests.records import Access, Entry, accesses, journalled
from tests.visiting import Visit
from tests.world import TEXTS, World, choices, circular, draft

pytestmark = pytest.mark.anyio

PICTURE = PagePicture("image/webp", 1, 1, b"RIFF")
PAPER = Document(Kind.PDF, (PICTURE,), PICTURE, "", True, TextFrom.NOWHERE, None)

SPEAKS = Statement(household.update().where(household.c.id == bindparam("of")).values(language="en"))


async def test_every_step_of_a_draft_is_in_the_journal(world: World, clock: SetClock) -> None:
    id, yamada, association = await draft(world), world.people["yamada"], world.places["midorigaoka"]
    async with world.database.write(world.yamada) as tx:
        paper = await attachments.add(tx, id, "紙.pdf", PAPER)
        await versions.save(tx, id, "en", TEXTS, "")
        await publishing.schedule(tx, id, Moment(clock.now + HOUR))
        await publishing.unschedule(tx, id)
        await discarding.discard(tx, id)
    kinds = ("drafted", "attached", "version_saved", "scheduled", "unscheduled", "discarded")
    found = await journalled(world, *kinds)
    assert [entry.kind for entry in found] == list(kinds)
    assert {entry[1:4] for entry in found} == {(yamada, association, id)}
    assert found[1].other == paper


async def test_every_step_of_a_circular_is_in_the_journal(world: World) -> None:
    id, yamada, association = await draft(world), world.people["yamada"], world.places["midorigaoka"]
    async with world.database.write(world.yamada) as tx:
        for _ in range(2):
            await publishing.publish(tx, id)
        texts = replace(TEXTS, facts_when="13日")
        await correcting.correct(tx, id, Change.CHANGE, texts, "13日に", None, None)
        await correcting.correct(tx, id, Change.TYPO, TEXTS, "", None, None)
        await readings.correct(tx, id, {"生野": "おいの"})
        await publishing.withdraw(tx, id, "中止です")
    kinds = ("published", "corrected_change", "corrected_typo", "readings_corrected", "withdrawn")
    assert await journalled(world, *kinds) == [
        Entry("published", yamada, association, id),
        Entry("corrected_change", yamada, association, id, other=2),
        Entry("corrected_typo", yamada, association, id, other=3),
        Entry("readings_corrected", yamada, association, id),
        Entry("withdrawn", yamada, association, id),
    ]


async def test_what_the_worker_publishes_holds_back_and_prepares_is_in_the_journal(
    world: World, clock: SetClock
) -> None:
    ready, unfinished = await draft(world), await draft(world)
    association = world.places["midorigaoka"]
    async with world.database.write(world.yamada) as tx:
        for id in (ready, unfinished):
            await publishing.schedule(tx, id, Moment(clock.now + HOUR))
        await drafts.save(tx, unfinished, replace(TEXTS, title=""), choices())
        await yearly.comes_back(tx, ready, True)
    clock.advance(HOUR)
    async with world.database.write(System("worker")) as tx:
        for id in (ready, unfinished):
            await publishing.publish_due(tx, id)
        next_year = await yearly.prepare(tx, ready)
    assert await journalled(world, "published", "held_back", "prepared") == [
        Entry("published", None, association, ready),
        Entry("held_back", None, association, unfinished),
        Entry("prepared", None, association, next_year, other=ready),
    ]


async def test_the_worker_leaves_alone_what_is_not_due_and_what_goes_round(
    world: World, clock: SetClock
) -> None:
    early, sent, plain = await draft(world), await draft(world, event_at=clock.now + HOUR), await draft(world)
    async with world.database.write(world.yamada) as tx:
        await publishing.schedule(tx, early, Moment(clock.now + HOUR))
        await publishing.schedule(tx, sent, Moment(clock.now + MINUTE))
    clock.advance(MINUTE)
    async with world.database.write(System("worker")) as tx:
        for id in (early, sent, plain):
            await publishing.publish_due(tx, id)
    # Its event is over then, which would hold a draft back.
    clock.advance(2 * DAY)
    async with world.database.write(System("worker")) as tx:
        await publishing.publish_due(tx, sent)
        await publishing.publish_due(tx, plain)
    assert [entry.circular for entry in await journalled(world, "published", "held_back")] == [sent]


async def test_lists_of_households_are_in_the_access_log(world: World) -> None:
    association = world.places["midorigaoka"]
    async with world.database.write(world.sato) as tx:
        await tx.run(SPEAKS, of=world.households["sato"])
    id, published = await draft(world), await circular(world)
    async with Visit(world, "kimura") as drafter:
        for path in (f"/circulars/{id}/audience", f"/circulars/{published}/versions"):
            assert (await drafter.get(path)).status_code == 200
    assert await accesses(world, "kimura") == set()
    for who, path, purpose in (
        ("ito", f"/circulars/{id}/audience", "audience"),
        ("yamada", f"/circulars/{published}/versions", "languages"),
    ):
        async with Visit(world, who) as officer:
            assert (await officer.get(path)).status_code == 200
        assert await accesses(world, who) == {Access(purpose, association)}
