"""Days and hours of a circular, at the moment itself and beside it."""

from dataclasses import replace
from typing import Any

import pytest

from kairanban.circulation.circulars.actions import correcting, drafts, publishing
from kairanban.circulation.circulars.actions.drafts import find
from kairanban.circulation.circulars.rules.kinds import Change, Kind
from kairanban.circulation.circulars.rules.texts import FULL_TEXT_LEAST, missing
from kairanban.circulation.circulars.rules.timing import OBITUARY_STAYS, still_open
from kairanban.core.clock import HOUR, MINUTE, Moment, at, day_of
from kairanban.core.errors import Invalid
from tests.conftest import TODAY, SetClock
from tests.world import TEXTS, World, choices, circular, draft

pytestmark = pytest.mark.anyio

TODAY_BEGINS = at(day_of(TODAY))


async def wrong(world: World, **chosen: Any) -> list[str]:
    """Return the fields that prevent publication of a draft."""
    id = await draft(world, **chosen)
    async with world.database.read(world.yamada) as tx:
        return [one.field for one in await publishing.what_is_missing(tx, await find(tx, id))]


@pytest.mark.parametrize(
    ("chosen", "fields"),
    [
        ({"reply_by": TODAY}, []), ({"reply_by": TODAY - 1}, ["reply_by"]),
        ({"event_at": TODAY_BEGINS}, []), ({"event_at": TODAY_BEGINS - 1}, ["event_at"]),
    ],
)  # fmt: skip
async def test_nothing_is_published_for_a_day_that_has_passed(
    world: World, chosen: dict[str, int], fields: list[str]
) -> None:
    assert await wrong(world, **chosen) == fields


@pytest.mark.parametrize(
    ("change", "reply_by", "refused"),
    [
        (Change.CHANGE, TODAY + HOUR, False), (Change.CHANGE, TODAY + HOUR - 1, True),
        (Change.TYPO, TODAY + HOUR, False), (Change.TYPO, TODAY + HOUR - 1, True), (Change.TYPO, TODAY, False),
        (Change.CHANGE, TODAY, True), (Change.CHANGE, None, False),
    ],
)  # fmt: skip
async def test_a_correction_asks_for_replies_by_a_moment_to_come(
    world: World, clock: SetClock, change: Change, reply_by: int | None, refused: bool
) -> None:
    id = await circular(world, reply_by=TODAY)
    clock.advance(HOUR)
    async with world.database.write(world.yamada) as tx:
        texts = replace(TEXTS, title="河原の清掃")
        if refused:
            with pytest.raises(Invalid) as error:
                await correcting.correct(tx, id, change, texts, "変わりました", reply_by, None)
            assert list(error.value.fields) == ["reply_by"]
        else:
            await correcting.correct(tx, id, change, texts, "変わりました", reply_by, None)


@pytest.mark.parametrize("ahead", [MINUTE - 1, MINUTE])
async def test_a_circular_is_scheduled_a_minute_ahead_at_least(world: World, ahead: int) -> None:
    id = await draft(world)
    async with world.database.write(world.yamada) as tx:
        when = Moment(tx.now + ahead)
        if ahead < MINUTE:
            with pytest.raises(Invalid):
                await publishing.schedule(tx, id, when)
            return
        await publishing.schedule(tx, id, when)
        assert (await find(tx, id)).scheduled_for == when


async def test_a_due_circular_is_published_at_its_moment_and_not_before(
    world: World, clock: SetClock
) -> None:
    id = await draft(world)
    async with world.database.write(world.yamada) as tx:
        await publishing.schedule(tx, id, Moment(tx.now + HOUR))
    for passed, state in ((HOUR - 1, "scheduled"), (1, "published")):
        clock.advance(passed)
        async with world.database.write(world.yamada) as tx:
            await publishing.publish_due(tx, id)
            assert (await find(tx, id)).state == state


@pytest.mark.parametrize(
    ("reply_by", "withdrawn", "is_open"),
    [(None, None, True), (TODAY, None, True), (TODAY - 1, None, False), (TODAY, TODAY, False), (None, TODAY, False)],
)  # fmt: skip
def test_replies_are_taken_until_the_moment_itself(
    reply_by: int | None, withdrawn: int | None, is_open: bool
) -> None:
    assert still_open(reply_by, withdrawn, TODAY) is is_open


@pytest.mark.parametrize(
    ("length", "importance", "has_papers", "fields"),
    [
        (FULL_TEXT_LEAST, "important", True, []), (FULL_TEXT_LEAST - 1, "important", True, ["body"]),
        (0, "ordinary", True, []), (1, "important", False, []), (0, "ordinary", False, ["body"]),
    ],
)  # fmt: skip
def test_an_important_paper_has_its_text(
    length: int, importance: str, has_papers: bool, fields: list[str]
) -> None:
    texts = replace(TEXTS, body="文" * length)
    found = missing(
        texts,
        kind="circular",
        importance=importance,
        has_papers=has_papers,
        permission="",
        event_at=None,
        reply_kind="acknowledge",
    )
    assert [one.field for one in found] == fields


@pytest.mark.parametrize(("since", "fields"), [(OBITUARY_STAYS - 1, []), (OBITUARY_STAYS, ["event_at"])])
async def test_an_obituary_is_published_within_seven_days_of_the_funeral(
    world: World, since: int, fields: list[str]
) -> None:
    async with world.database.write(world.yamada) as tx:
        id = await drafts.start(tx, world.places["midorigaoka"], Kind.OBITUARY)
        await drafts.save(tx, id, TEXTS, choices(permission="ご家族", event_at=TODAY - since))
        assert [one.field for one in await publishing.what_is_missing(tx, await find(tx, id))] == fields
