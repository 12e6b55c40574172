"""A week in the town: one notification, one reminder if needed, then a person follows up."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kairanban.circulation.circulars.actions import correcting, drafts, publishing
from kairanban.circulation.circulars.rules.kinds import Change, Kind
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.circulation.progress.actions.silence import silent
from kairanban.circulation.progress.queries.silence import Silent
from kairanban.circulation.replies.actions.answers import answer
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.core.clock import DAY, HOUR, MINUTE, at, end_of, local
from kairanban.notify.actions.choices import choose
from kairanban.notify.actions.reminders import remind_due
from tests.conftest import SetClock
from tests.notify.push_service import PushService
from tests.notify.telling import WORKER, Telling
from tests.world import TEXTS, World, choices, circular

pytestmark = pytest.mark.anyio

HOUSEHOLDS = ("sato", "suzuki", "matsumoto", "takahashi", "tanaka")


class Week:
    """Runs a round every 15 minutes and records each household's notifications with the hour."""

    def __init__(self, town: Telling, service: PushService, clock: SetClock) -> None:
        self.town, self.service, self.clock = town, service, clock
        self.shown: list[tuple[str, str]] = []

    async def until(self, moment: int) -> None:
        while self.clock.now < moment:
            before = len(self.service.posts)
            await remind_due(self.town.world.database, WORKER)
            await self.town.round()
            for post in self.service.posts[before:]:
                self.shown.append((post.browser, f"{date_of(self.clock.now)}"))
            self.clock.advance(15 * MINUTE)

    def of(self, who: str) -> list[str]:
        return [when for browser, when in self.shown if browser == who]


def date_of(now: int) -> str:
    return f"{local(now):%d %H:%M}"


@pytest.fixture
async def week(town: Telling, service: PushService, clock: SetClock) -> Week:
    for who in HOUSEHOLDS:
        await town.allow(who, service.browser(who))
    return Week(town, service, clock)


async def confirm(world: World, who: str, id: Any) -> None:
    async with world.database.write(world.actors[who]) as tx:
        await answer(tx, id, world.households[who], Answer("acknowledged", who))


async def obituary(world: World) -> None:
    """Publish an obituary at once, as if at night."""
    texts = Texts(
        title="訃報", gist="佐々木 茂様が永眠されました。", facts_when="12月3日", body="家族葬です。"
    )
    async with world.database.write(world.yamada) as tx:
        id = await drafts.start(tx, world.places["midorigaoka"], Kind.OBITUARY)
        await drafts.save(tx, id, texts, choices(permission="長男の方", event_at=at(date(2026, 12, 3), 13)))
        await publishing._send(tx, await drafts.find(tx, id))


async def in_silence(world: World, who: str = "abe") -> list[Silent]:
    async with world.database.read(world.actors[who]) as tx:
        return await silent(tx, world.places["block_1"])


async def test_ordinary_circulars_are_never_reminded_of(week: Week) -> None:
    await circular(week.town.world)
    await week.until(at(date(2026, 12, 9)))
    assert week.of("sato") == ["01 10:00"]
    assert await in_silence(week.town.world) == []


async def test_important_circulars_get_one_reminder_and_then_a_person_follows_up(week: Week) -> None:
    world = week.town.world
    important = await circular(world, importance="important")
    dated = await circular(world, reply_kind="attendance", reply_by=end_of(date(2026, 12, 10)))
    await week.until(at(date(2026, 12, 2), 12))
    await confirm(world, "sato", important)
    await confirm(world, "sato", dated)
    await confirm(world, "suzuki", dated)
    assert await in_silence(world) == []
    await week.until(at(date(2026, 12, 9), 12))

    # Notified at ten; the important one again after three days, the dated one two days before its day.
    assert week.of("sato") == ["01 10:00", "01 10:00"]
    assert week.of("suzuki") == ["01 10:00", "01 10:00", "04 10:00"]
    assert week.of("tanaka") == ["01 10:00", "01 10:00", "04 10:00", "08 07:00"]

    # One silence per household for all circulars; no further notification follows.
    lines = await in_silence(world)
    assert [(one.label, one.circulars) for one in lines] == [("鈴木", 1), ("松本（角）", 2)]
    before = len(week.shown)
    await week.until(at(date(2026, 12, 12)))
    assert len(week.shown) == before
    await confirm(world, "suzuki", important)
    assert [one.label for one in await in_silence(world)] == ["松本（角）"]


async def test_only_the_block_leader_sees_the_line_about_a_silent_household(week: Week) -> None:
    world = week.town.world
    await circular(world, importance="important")
    await week.until(at(date(2026, 12, 5), 12))
    assert len(await in_silence(world, "abe")) == 3
    for who in ("ono", "hayashi", "shimizu", "sato"):
        assert await in_silence(world, who) == []


async def test_the_line_about_a_silent_household_is_gone_after_a_month(week: Week, clock: SetClock) -> None:
    await circular(week.town.world, importance="important")
    await week.until(at(date(2026, 12, 5), 12))
    assert len(await in_silence(week.town.world)) == 3
    clock.advance(32 * DAY)
    assert await in_silence(week.town.world) == []


async def test_nights_are_quiet_except_for_urgent_circulars(week: Week, clock: SetClock) -> None:
    world = week.town.world
    clock.now = at(date(2026, 12, 1), 22)
    await circular(world)
    await week.until(at(date(2026, 12, 2), 1))
    assert week.shown == []
    world.actors["yamada"] = replace(world.yamada, stepped_up_at=clock.now)
    await circular(world, importance="urgent", category="disaster")
    await week.until(at(date(2026, 12, 6), 8))
    # Its reminder would be at night and waits for the day.
    assert week.of("sato") == ["02 01:00", "02 07:00", "05 07:00"]


async def test_the_digest_is_one_message_in_the_morning(
    week: Week, service: PushService, clock: SetClock
) -> None:
    world = week.town.world
    async with world.database.write(world.sato) as tx:
        await choose(tx, world.households["sato"], {"digest": 1})
    await circular(world)
    clock.advance(HOUR)
    await circular(world)
    await week.until(at(date(2026, 12, 2), 8))
    assert week.of("sato") == ["02 07:00"]
    assert week.of("tanaka") == ["01 11:00", "01 11:00"]
    [shown] = service.shown("sato")
    assert (shown["tag"], shown["navigate"]) == ("morning", "http://localhost:8321/")
    assert (await week.town.states())["sato"] == ["accepted", "accepted"]


async def test_a_resting_household_gets_only_urgent_notifications(week: Week) -> None:
    world = week.town.world
    async with world.database.write(world.suzuki) as tx:
        await choose(tx, world.households["suzuki"], {"rest_until": end_of(date(2026, 12, 20))})
    await circular(world, importance="important")
    await circular(world, importance="urgent")
    await week.until(at(date(2026, 12, 6)))
    assert week.of("suzuki") == ["01 10:00"]
    assert len(week.of("tanaka")) == 4
    assert "鈴木" not in [one.label for one in await in_silence(world)]


async def test_an_obituary_is_sent_once_by_day_to_those_who_chose_it(week: Week, clock: SetClock) -> None:
    world = week.town.world
    async with world.database.write(world.tanaka) as tx:
        await choose(tx, world.households["tanaka"], {"obituaries": 0})
    clock.now = at(date(2026, 12, 2), 5)
    await obituary(world)
    await week.until(at(date(2026, 12, 7)))
    assert week.of("sato") == ["02 07:00"]
    assert week.of("tanaka") == []
    assert "佐々木" not in str(week.service.shown("sato"))
    assert await in_silence(world) == []


async def test_a_typo_put_right_at_night_leaves_the_morning_message(
    town: Telling, service: PushService, clock: SetClock
) -> None:
    world = town.world
    await town.allow("sato", service.browser("sato"))
    clock.now = at(date(2026, 12, 1), 22)
    world.actors["yamada"] = replace(world.yamada, stepped_up_at=clock.now)
    id = await circular(world)
    await town.round()
    async with world.database.write(world.yamada) as tx:
        await correcting.correct(
            tx, id, Change.TYPO, replace(TEXTS, title="公園の大清掃"), "題名", None, None
        )
    await town.round()
    clock.advance(10 * HOUR)
    await town.round()
    assert len(service.shown("sato")) == 1
