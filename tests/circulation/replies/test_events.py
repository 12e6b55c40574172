"""Events on a page and in a calendar feed, which grants nothing else and can be ended."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar, Event, vDDDTypes
from sqlalchemy import bindparam, select

from kairanban.circulation.circulars.actions import correcting, drafts, publishing, versions
from kairanban.circulation.circulars.rules.kinds import Change, Kind
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.circulation.replies.actions.answers import answer
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.community.signin.actions import feeds, printing
from kairanban.community.signin.actions.retention import forget_old_secrets
from kairanban.core.clock import DAY, HOUR, at
from kairanban.core.errors import Conflict, NotFound
from kairanban.core.ids import CircularId
from kairanban.db.statements import NOW, Statement
from kairanban.db.tables.people import household
from kairanban.db.tables.signin import calendar_feed
from tests.circulation.replies.test_several_homes import also_bind
from tests.conftest import SetClock
from tests.visiting import ADDRESS, Visit, said
from tests.world import SYSTEM, TEXTS, World, choices, circular

pytestmark = pytest.mark.anyio

SUNDAY = at(date(2026, 12, 6), 8)
_READS = Statement(
    household.update().where(household.c.id == bindparam("of")).values(language=bindparam("language"))
)
_LEAVES = Statement(household.update().where(household.c.id == bindparam("of")).values(gone=NOW))
_HASHES = Statement(select(calendar_feed.c.token_hash, calendar_feed.c.revoked).order_by(calendar_feed.c.id))


async def event(world: World, title: str, when: int = SUNDAY, **made: object) -> CircularId:
    return await circular(world, texts=replace(TEXTS, title=title), event_at=when, **made)


async def listed(world: World, who: str = "sato") -> str:
    async with Visit(world, who) as browser:
        return said(await browser.get("/events"))


async def connected(browser: Visit) -> str:
    """Make a feed and return its path as the page shows it."""
    pressed = await browser.post("/events/calendars")
    assert pressed.status_code == 303
    page = (await browser.get(pressed.headers["location"])).text
    assert f'href="webcal://{ADDRESS.split("://")[1]}/calendar/' in page
    return page.split(f"<code>{ADDRESS}")[1].split("</code>")[0]


def time_of(one: Event, name: str) -> datetime:
    found = one[name]
    assert isinstance(found, vDDDTypes)
    assert isinstance(found.dt, datetime)
    return found.dt


async def fed(world: World, path: str) -> Calendar:
    """Request a feed as a calendar does, without cookies."""
    async with Visit(world) as nobody:
        answer = await nobody.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "private" in answer.headers["cache-control"]
    return Calendar.from_ical(answer.content)


async def test_events_come_in_order_with_day_time_and_place(world: World, clock: SetClock) -> None:
    await event(world, "昨日の集まり", clock() + HOUR)
    clock.advance(DAY)
    await event(world, "新年会", at(date(2027, 1, 10), 18))
    await event(world, "公園の清掃")
    await event(world, "二班の集まり", place="block_2")
    await circular(world, texts=replace(TEXTS, title="日にちのないお知らせ"))
    page = await listed(world)
    assert page.index("公園の清掃") < page.index("新年会")
    assert all(words in page for words in ("12月6日（日）", "午前8時", "みどりヶ丘公園"))
    assert not any(title in page for title in ("二班の集まり", "昨日の集まり", "日にちのない"))
    assert "二班の集まり" in await listed(world, "takahashi")


async def test_what_is_on_today_stays_until_the_evening(world: World, clock: SetClock) -> None:
    await event(world, "朝の体操", clock() - 2 * HOUR)
    assert "朝の体操" in await listed(world)
    clock.advance(14 * HOUR)
    assert "今のところ、予定はありません" in await listed(world)


async def test_the_first_page_leads_to_events_while_there_are_any(world: World, clock: SetClock) -> None:
    async with Visit(world, "sato") as browser:
        await circular(world)
        assert 'href="/events' not in (await browser.get("/")).text
        await event(world, "公園の清掃")
        assert 'href="/events"' in (await browser.get("/")).text
        clock.advance(10 * DAY)
        assert 'href="/events' not in (await browser.get("/")).text


async def test_what_was_withdrawn_says_so(world: World) -> None:
    id = await event(world, "公園の清掃")
    async with world.database.write(world.yamada) as tx:
        await publishing.withdraw(tx, id, "日をまちがえました")
    assert "取り下げられました" in await listed(world)


async def test_a_funeral_is_neither_listed_nor_in_a_calendar(world: World) -> None:
    async with world.database.write(world.yamada) as tx:
        id = await drafts.start(tx, world.places["midorigaoka"], Kind.OBITUARY)
        await drafts.save(
            tx, id, Texts(title="訃報", gist="佐々木様"), choices(permission="長男", event_at=tx.now + DAY)
        )
        await publishing.publish(tx, id)
    await event(world, "公園の清掃")
    async with Visit(world, "sato") as browser:
        assert "訃報" in said(await browser.get("/"))
        assert "訃報" not in said(await browser.get("/events"))
        assert [str(one["summary"]) for one in (await fed(world, await connected(browser))).events] == [
            "公園の清掃"
        ]


async def test_a_calendar_gets_the_events_and_nobodys_name(world: World) -> None:
    id = await event(world, "清掃; 雨天, 中止\\延期", reply_kind="text")
    await event(world, "二班の集まり", place="block_2")
    async with world.database.write(world.sato) as tx:
        await answer(tx, id, world.households["sato"], Answer("words", "a", words="孫が来ます"))
    async with Visit(world, "sato") as browser:
        path = await connected(browser)
    async with Visit(world) as nobody:
        plain = (await nobody.get(path)).content.decode()
    assert not any(name in plain for name in ("佐藤", "花子", "山田", "孫が来ます"))
    assert "VTIMEZONE" in plain
    file = await fed(world, path)
    assert file["x-wr-calname"] == "回覧：みどりヶ丘自治会"
    (one,) = file.events
    assert one["uid"] == f"circular-{id}@localhost"
    assert one["summary"] == "清掃; 雨天, 中止\\延期"
    assert one["location"] == "みどりヶ丘公園"
    description = one["description"]
    assert isinstance(description, str)
    assert f"{ADDRESS}/circulars/{id}" in description
    assert description.startswith("12月の第一日曜に公園を清掃します。")
    assert time_of(one, "dtstart").astimezone(UTC) == datetime(2026, 12, 5, 23, tzinfo=UTC)
    assert one["dtstart"].params["TZID"] == "Asia/Tokyo"
    assert (one["sequence"], one["status"]) == (0, "CONFIRMED")


async def test_a_correction_and_a_withdrawal_reach_the_calendar(world: World, clock: SetClock) -> None:
    id = await event(world, "公園の清掃")
    async with Visit(world, "sato") as browser:
        path = await connected(browser)
    (before,) = (await fed(world, path)).events
    clock.advance(HOUR)
    async with world.database.write(world.yamada) as tx:
        later = SUNDAY + 7 * DAY
        await correcting.correct(tx, id, Change.CHANGE, TEXTS, "一週間のびました", None, later)
    (after,) = (await fed(world, path)).events
    assert after["uid"] == before["uid"]
    assert after["sequence"] == 1
    assert time_of(after, "last-modified") > time_of(before, "last-modified")
    assert time_of(after, "dtstart").astimezone(UTC) == datetime(2026, 12, 12, 23, tzinfo=UTC)
    async with world.database.write(world.yamada) as tx:
        await publishing.withdraw(tx, id, "中止です")
    (gone,) = (await fed(world, path)).events
    assert (gone["sequence"], gone["status"]) == (2, "CANCELLED")


async def test_a_calendar_speaks_the_language_of_the_household(world: World) -> None:
    id = await event(world, "公園の清掃")
    async with world.database.write(world.yamada) as tx:
        await versions.save(tx, id, "en", replace(TEXTS, title="Park cleaning"), "Smith")
    async with Visit(world, "sato") as browser:
        path = await connected(browser)
    assert [one["summary"] for one in (await fed(world, path)).events] == ["公園の清掃"]
    for language, title in (("en", "Park cleaning"), ("xx", "公園の清掃")):
        async with world.database.write(SYSTEM) as tx:
            await tx.run(_READS, of=world.households["sato"], language=language)
        assert [one["summary"] for one in (await fed(world, path)).events] == [title]


async def test_an_address_is_shown_once_and_only_its_hash_is_kept(world: World) -> None:
    async with Visit(world, "sato") as browser:
        path = await connected(browser)
        token = path.split("/")[-1].removesuffix(".ics")
        shown = await browser.get("/events")
        assert "kairanban-keep" not in shown.headers
        browser.cookies.delete("calendar")
        later = await browser.get("/events")
        assert token not in later.text
        assert "kairanban-keep" in later.headers
        assert "つなぎました" in said(later)
    # Another household with that cookie sees nothing.
    async with Visit(world, "suzuki") as other:
        other.cookies.set("calendar", token)
        assert token not in (await other.get("/events")).text
    async with world.database.read(SYSTEM) as tx:
        ((kept, _revoked),) = await tx.rows(_HASHES)
    assert len(kept) == 32
    assert token.encode() not in kept


async def test_a_calendar_that_was_ended_gets_nothing_more(world: World) -> None:
    await event(world, "公園の清掃")
    async with Visit(world, "sato") as browser, Visit(world) as nobody:
        path, kept = await connected(browser), await connected(browser)
        page = (await browser.get("/events")).text
        removal = page.split('action="/events/calendars/')[1].split('"')[0]
        async with Visit(world, "suzuki") as other:
            assert (await other.post(f"/events/calendars/{removal}")).status_code == 404
        assert (await nobody.get(path)).status_code == 200
        for _again in range(2):
            ended = await browser.post(f"/events/calendars/{removal}")
            assert ended.headers["location"] == "/events?done=ended#calendar"
        answer = await nobody.get(path)
        assert answer.status_code == 410
        assert "公園" not in answer.text
        assert (await nobody.get(kept)).status_code == 200


@pytest.mark.parametrize("token", ["a" * 22, "x", "%00", "..%2f", "%E6%97%A5", "a" * 5000, "'--"])
async def test_a_wrong_token_looks_like_a_page_that_is_not_there(world: World, token: str) -> None:
    async with Visit(world) as nobody:
        answer, absent = await nobody.get(f"/calendar/{token}.ics"), await nobody.get("/nowhere.ics")
    assert answer.status_code == absent.status_code == 404
    assert _heading(answer.text) == _heading(absent.text)


def _heading(page: str) -> str:
    return page.split("<h1>")[1].split("</p>")[0]


async def test_a_household_connects_three_calendars_at_most(world: World) -> None:
    async with Visit(world, "sato") as browser:
        for _number in range(3):
            await connected(browser)
        browser.cookies.delete("calendar")
        page = said(await browser.get("/events"))
        assert "アドレスを作る" not in page
        assert "3つまで" in page
        assert (await browser.post("/events/calendars")).status_code == 409
        feed = page.split('action="/events/calendars/')[1].split("/")[0]
        await browser.post(f"/events/calendars/{feed}/removal")
        await connected(browser)


async def test_taking_everything_off_ends_the_calendars_too(world: World) -> None:
    async with Visit(world, "sato") as browser, Visit(world, "suzuki") as other, Visit(world) as nobody:
        path, others = await connected(browser), await connected(other)
        await browser.post("/devices/others/removal")
        assert (await nobody.get(path)).status_code == 410
        assert (await nobody.get(others)).status_code == 200
        async with world.database.write(world.yamada) as tx:
            await printing.cancel_card(tx, world.places["midorigaoka"], world.households["suzuki"], True)
        assert (await nobody.get(others)).status_code == 410


async def test_the_address_of_a_household_that_left_is_no_longer_there(world: World) -> None:
    async with Visit(world, "sato") as browser, Visit(world) as nobody:
        path = await connected(browser)
        assert (await nobody.get(path)).status_code == 200
        async with world.database.write(SYSTEM) as tx:
            await tx.run(_LEAVES, of=world.households["sato"])
        assert (await nobody.get(path)).status_code == 404


async def test_an_ended_address_is_forgotten_after_a_while(world: World, clock: SetClock) -> None:
    async with Visit(world, "sato") as browser:
        ended = await connected(browser)
        feed = (await browser.get("/events")).text.split('action="/events/calendars/')[1].split("/")[0]
        await browser.post(f"/events/calendars/{feed}/removal")
        used = await connected(browser)
    clock.advance(91 * DAY)
    async with world.database.write(SYSTEM) as tx:
        await forget_old_secrets(tx)
        assert len(await tx.rows(_HASHES)) == 1
    async with Visit(world) as nobody:
        assert (await nobody.get(ended)).status_code == 404
        assert (await nobody.get(used)).status_code == 200


async def test_nobody_connects_a_calendar_for_a_household_of_others(world: World) -> None:
    others = world.households["suzuki"]
    async with Visit(world, "sato") as browser:
        assert (await browser.post("/events/calendars", {"home": str(others)})).status_code == 404
        assert (await browser.get(f"/events?home={others}")).status_code == 404
    async with world.database.write(world.sato) as tx:
        with pytest.raises(NotFound):
            await feeds.make(tx, others)
        for _number in range(3):
            await feeds.make(tx, world.households["sato"])
        with pytest.raises(Conflict):
            await feeds.make(tx, world.households["sato"])


async def test_each_of_two_households_has_events_and_calendars_of_its_own(world: World) -> None:
    await event(world, "二班の集まり", place="block_2")
    async with Visit(world, "sato") as browser:
        await also_bind(world, browser, "tanaka")
        tanaka = world.households["tanaka"]
        assert f'href="/events?home={tanaka}"' in (await browser.get("/")).text
        pressed = await browser.post("/events/calendars", {"home": str(tanaka)})
        assert pressed.headers["location"] == f"/events?home={tanaka}#calendar"
        page = await browser.get(f"/events?home={tanaka}")
        assert "二班の集まり" in said(page)
        path = page.text.split(f"<code>{ADDRESS}")[1].split("</code>")[0]
        assert "<code>" not in (await browser.get("/events")).text
    assert [one["summary"] for one in (await fed(world, path)).events] == ["二班の集まり"]
