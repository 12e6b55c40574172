"""Who writes, publishes, corrects and withdraws circulars."""

from collections.abc import Awaitable, Callable

import pytest

from kairanban.circulation.circulars.actions import (
    archive,
    correcting,
    discarding,
    drafts,
    publishing,
    readings,
    versions,
    yearly,
)
from kairanban.circulation.circulars.queries.audience_choices import Chosen
from kairanban.circulation.circulars.rules.archive_search import Sought
from kairanban.circulation.circulars.rules.kinds import Change, Kind
from kairanban.core.clock import HOUR, Moment
from kairanban.core.errors import NotFound, Refused
from kairanban.core.ids import CircularId
from kairanban.db.tx import Tx
from tests.world import TEXTS, World, asked_draft, circular, draft

pytestmark = pytest.mark.anyio

Step = Callable[[Tx, CircularId], Awaitable[object]]


@pytest.mark.parametrize(("who", "error"), [("sato", Refused), ("abe", NotFound), ("ono", NotFound)])
async def test_only_who_drafts_starts_a_draft_and_reads_the_archive(
    world: World, who: str, error: type[Exception]
) -> None:
    association = world.places["midorigaoka"]
    async with world.database.write(world.kimura) as tx:
        assert await drafts.start(tx, association)
        await archive.of_place(tx, association, Sought(), 0, 10)
    async with world.database.write(world.actors[who]) as tx:
        with pytest.raises(error):
            await drafts.start(tx, association)
        with pytest.raises(error):
            await archive.of_place(tx, association, Sought(), 0, 10)


async def test_the_town_starts_requests_only_and_an_association_none(world: World) -> None:
    town, association = world.places["town"], world.places["midorigaoka"]
    async with world.database.write(world.shimizu) as tx:
        assert await drafts.start(tx, town, Kind.REQUEST)
        with pytest.raises(Refused):
            await drafts.start(tx, association)
    async with world.database.write(world.yamada) as tx:
        with pytest.raises(Refused):
            await drafts.start(tx, association, Kind.REQUEST)


async def test_a_drafter_schedules_nothing(world: World) -> None:
    id = await draft(world, by="kimura")
    async with world.database.write(world.kimura) as tx:
        with pytest.raises(Refused):
            await publishing.publish(tx, id)
        with pytest.raises(Refused):
            await publishing.schedule(tx, id, Moment(tx.now + HOUR))
    async with world.database.write(world.ito) as tx:
        await publishing.schedule(tx, id, Moment(tx.now + HOUR))
    async with world.database.write(world.kimura) as tx:
        with pytest.raises(Refused):
            await publishing.unschedule(tx, id)
        with pytest.raises(Refused):
            await discarding.discard(tx, id)
    async with world.database.write(world.ito) as tx:
        await publishing.unschedule(tx, id)
        await publishing.publish(tx, id)


async def correct(tx: Tx, id: CircularId) -> None:
    await correcting.correct(tx, id, Change.TYPO, TEXTS, "", None, tx.now)


async def withdraw(tx: Tx, id: CircularId) -> None:
    await publishing.withdraw(tx, id, "中止です")


async def translate(tx: Tx, id: CircularId) -> None:
    await versions.save(tx, id, "en", TEXTS, "")


async def read_names(tx: Tx, id: CircularId) -> None:
    await versions.reading(tx, await drafts.find(tx, id))


@pytest.mark.parametrize("step", [correct, withdraw, translate, read_names])
async def test_a_drafter_changes_nothing_that_goes_round_and_sees_no_names(world: World, step: Step) -> None:
    id = await circular(world)
    async with world.database.write(world.kimura) as tx:
        with pytest.raises(Refused):
            await step(tx, id)
    async with world.database.write(world.ito) as tx:
        await step(tx, id)


async def test_a_drafter_chooses_no_single_household(world: World) -> None:
    id = await draft(world, by="kimura")
    single = [Chosen(None, "", world.households["sato"])]
    async with world.database.write(world.kimura) as tx:
        with pytest.raises(Refused):
            await drafts.choose_audience(tx, id, single)
    async with world.database.write(world.ito) as tx:
        await drafts.choose_audience(tx, id, single)
        assert (await drafts.count_addressed(tx, id)).households == 1


async def every_year(tx: Tx, id: CircularId) -> None:
    await yearly.comes_back(tx, id, True)


async def correct_reading(tx: Tx, id: CircularId) -> None:
    await readings.correct(tx, id, {"生野": "おいの"})


@pytest.mark.parametrize("step", [every_year, correct_reading])
async def test_a_request_neither_comes_back_nor_has_readings_of_its_own(world: World, step: Step) -> None:
    """A municipality writes requests; these belong to an association's own circulars."""
    request, own = await asked_draft(world), await draft(world, by="kimura")
    async with world.database.write(world.shimizu) as tx:
        with pytest.raises(Refused):
            await step(tx, request)
    async with world.database.write(world.kimura) as tx:
        await step(tx, own)
