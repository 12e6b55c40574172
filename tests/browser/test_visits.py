"""The day list offline: two taps, sent once when online; unreadable after a day."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Town

# These tests change the town in this order, so one process runs them all.
pytestmark = pytest.mark.xdist_group("the town changes")

WAITS = "電波が届いたら送ります"


@pytest.fixture
def phone(browser: Browser, town: Town) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 800}, locale="ja-JP")
    context.add_cookies(
        [{"name": "kairanban", "value": town.gallery.world.tokens["nagai"], "url": town.address}]
    )
    page = context.new_page()
    page.goto(town.address + "/settings")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    yield page
    context.close()


def waits_for(page: Page, address: str) -> None:
    """Wait until the device has stored it."""
    page.wait_for_function(
        "async address => !!(await (await caches.open('pages')).match(address))", arg=address
    )


def visits(town: Town, who: str) -> list[str]:
    with closing(sqlite3.connect(town.folder / "kairanban.sqlite3")) as database:
        found = database.execute(
            "SELECT kind FROM visit WHERE household = ? ORDER BY id", (town.gallery.world.households[who],)
        )
        return [kind for (kind,) in found]


def test_two_taps_write_down_a_call(town: Town, phone: Page) -> None:
    phone.goto(town.address + "/board")
    phone.get_by_role("link", name="訪問・電話を書く").first.click()
    phone.get_by_role("button", name="電話した").click()
    expect(phone.get_by_role("status").filter(has_text="保存しました")).to_be_visible()
    assert visits(town, "tanaka")[-1] == "called"


def test_on_the_road_an_entry_waits_and_is_sent_once(town: Town, phone: Page) -> None:
    home = f"{town.address}/board/households/{town.gallery.world.households['suzuki']}"
    phone.goto(home)
    waits_for(phone, home)
    before = visits(town, "suzuki")
    phone.context.set_offline(True)
    phone.goto(home)
    phone.get_by_text("メモ・次の予定").click()
    phone.get_by_label("短いメモ").fill("薪を割っておられた")
    phone.get_by_role("button", name="会えた", exact=True).click()
    expect(phone.locator("main > .waits")).to_contain_text(WAITS)
    # A second entry does not replace the first.
    phone.get_by_role("button", name="紙で渡した").click()
    expect(phone.locator("main > .waits")).to_be_visible()
    assert visits(town, "suzuki") == before

    phone.context.set_offline(False)
    expect(phone.locator("main > .waits")).to_be_hidden(timeout=40_000)
    expect(phone.get_by_text("薪を割っておられた")).to_be_visible(timeout=20_000)
    assert sorted(visits(town, "suzuki")[len(before) :]) == ["met", "paper"]


def test_what_waits_says_what_it_is_and_can_be_left_before_it_goes(town: Town, phone: Page) -> None:
    home, board = (
        f"{town.address}/board/households/{town.gallery.world.households['suzuki']}",
        f"{town.address}/board",
    )
    for address in (board, home):
        phone.goto(address)
        waits_for(phone, address)
    before = visits(town, "suzuki")
    phone.context.set_offline(True)
    phone.goto(home)
    phone.get_by_text("メモ・次の予定").click()
    phone.get_by_label("短いメモ").fill("犬がいた")
    phone.get_by_role("button", name="会えなかった", exact=True).click()
    waiting = phone.locator(".unsent li")
    expect(waiting).to_have_count(1)
    expect(waiting).to_contain_text("会えなかった")
    expect(waiting).to_contain_text("犬がいた")
    expect(waiting).to_contain_text(re.compile(r"\d+月\d+日 \d+:\d\d"))
    phone.get_by_role("button", name="電話した", exact=True).click()
    expect(waiting).to_have_count(2)

    # The day list shows their households.
    phone.goto(board)
    expect(waiting).to_have_count(2)
    slip = waiting.filter(has_text="会えなかった")
    expect(slip.get_by_role("link")).to_contain_text("鈴木")
    slip.get_by_role("button", name="取りやめる").click()
    expect(waiting).to_have_count(1)
    expect(phone.get_by_role("status").filter(has_text="送られません")).to_be_focused()
    phone.goto(home)
    expect(waiting).to_have_count(1)

    phone.context.set_offline(False)
    expect(phone.locator("main > .waits")).to_be_hidden(timeout=40_000)
    expect(waiting).to_have_count(0)
    assert visits(town, "suzuki")[len(before) :] == ["called"]


def test_the_last_that_is_left_leaves_no_mark(town: Town, phone: Page) -> None:
    home = f"{town.address}/board/households/{town.gallery.world.households['suzuki']}"
    phone.goto(home)
    waits_for(phone, home)
    before = visits(town, "suzuki")
    phone.context.set_offline(True)
    phone.goto(home)
    phone.get_by_role("button", name="会えた", exact=True).click()
    expect(phone.locator("main > .waits")).to_be_visible()
    phone.get_by_role("button", name="取りやめる").click()
    expect(phone.locator("main > .waits")).to_be_hidden()
    expect(phone.get_by_role("status").filter(has_text="送られません")).to_be_visible()
    phone.context.set_offline(False)
    expect(phone.locator(".kept-note")).to_be_hidden(timeout=40_000)
    assert visits(town, "suzuki") == before


def test_the_list_is_there_without_a_network_and_gone_a_day_later(town: Town, phone: Page) -> None:
    board, home = (
        f"{town.address}/board",
        f"{town.address}/board/households/{town.gallery.world.households['suzuki']}",
    )
    phone.goto(home)
    phone.goto(board)
    for address in (home, board):
        waits_for(phone, address)
    phone.context.set_offline(True)
    phone.goto(board)
    expect(phone.get_by_role("heading", level=1)).to_contain_text("今日お会いする方")
    # Simulates a day: stored pages have their time.
    phone.evaluate(
        """async () => {
            const cache = await caches.open('pages');
            for (const request of await cache.keys()) {
                const kept = await cache.match(request), headers = new Headers(kept.headers);
                headers.set('Kairanban-Kept', String(Date.now() - 25 * 3600 * 1000));
                await cache.put(request, new Response(await kept.text(), { headers }));
            }
        }"""
    )
    for address in (board, home):
        phone.goto(address)
        expect(phone.get_by_role("heading", level=1)).to_contain_text("いま、電波が届いていません")
    assert "鈴木" not in phone.evaluate(
        "async () => (await Promise.all((await (await caches.open('pages')).matchAll()).map(one => one.text()))).join()"
    )
    phone.context.set_offline(False)


def test_signing_out_leaves_nothing_of_the_list(town: Town, phone: Page) -> None:
    board = f"{town.address}/board"
    phone.goto(board)
    waits_for(phone, board)
    phone.get_by_role("button", name="サインアウト").click()
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    assert phone.evaluate("async () => (await (await caches.open('pages')).keys()).length") == 0
