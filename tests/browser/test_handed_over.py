"""A device in other hands: what waits stays sealed for its writer, and is named after 30 days so that it can be deleted."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Town
from tests.browser.test_visits import phone, visits, waits_for

__all__ = ["phone"]

# These tests change the town in this order, so one process runs them all.
pytestmark = pytest.mark.xdist_group("the town changes")

# Write down an entry's time anew, as if it had been pressed days ago.
AGE = """days => new Promise((done, failed) => {
    const asked = indexedDB.open('kairanban');
    asked.onerror = failed;
    asked.onsuccess = () => {
        const change = asked.result.transaction('waiting', 'readwrite'), store = change.objectStore('waiting');
        store.openCursor().onsuccess = ({ target: { result } }) => {
            if (!result) return;
            const body = new URLSearchParams(result.value.body);
            body.set('made', Date.now() - days * 24 * 3600 * 1000);
            result.update({ ...result.value, body: body.toString() });
            result.continue();
        };
        change.oncomplete = () => { asked.result.close(); done(); };
    };
})"""


def sign_in(town: Town, phone: Page, who: str) -> None:
    phone.context.add_cookies(
        [{"name": "kairanban", "value": town.gallery.world.tokens[who], "url": town.address}]
    )


def pages(phone: Page) -> str:
    found: str = phone.evaluate(
        "async () => (await Promise.all((await (await caches.open('pages')).matchAll()).map(one => one.text()))).join()"
    )
    return found


def write_down(town: Town, phone: Page) -> str:
    home = f"{town.address}/board/households/{town.gallery.world.households['suzuki']}"
    phone.goto(home)
    waits_for(phone, home)
    phone.context.set_offline(True)
    phone.goto(home)
    phone.get_by_role("button", name="会えた", exact=True).click()
    expect(phone.locator("main > .waits")).to_be_visible()
    return home


def hand_over(town: Town, phone: Page) -> None:
    """Sign another supporter in, and let the network come back."""
    sign_in(town, phone, "hayashi")
    # A kept page reloads itself when the network is back.
    phone.goto("about:blank")
    phone.context.set_offline(False)


def comes_back_and_sends(town: Town, phone: Page, home: str, before: list[str]) -> None:
    sign_in(town, phone, "nagai")
    phone.goto(home)
    expect(phone.locator("main > .waits")).to_be_hidden(timeout=20_000)
    phone.wait_for_timeout(500)
    assert visits(town, "suzuki")[len(before) :] == ["met"]


def test_another_sees_and_sends_nothing_and_the_writer_sends_it_when_back(town: Town, phone: Page) -> None:
    before = visits(town, "suzuki")
    home = write_down(town, phone)
    hand_over(town, phone)
    phone.goto(town.address + "/office")
    phone.goto(town.address + "/board")
    expect(phone.locator(".unsent li")).to_have_count(0)
    assert "鈴木" not in pages(phone)
    phone.evaluate("navigator.serviceWorker.ready.then(ready => ready.active.postMessage('send'))")
    phone.wait_for_timeout(500)
    assert visits(town, "suzuki") == before

    comes_back_and_sends(town, phone, home, before)


def test_after_thirty_days_it_is_named_without_words_and_can_be_deleted(town: Town, phone: Page) -> None:
    before = visits(town, "suzuki")
    write_down(town, phone)
    sign_in(town, phone, "hayashi")
    phone.evaluate(AGE, 31)
    phone.goto("about:blank")
    phone.context.set_offline(False)
    phone.goto(town.address + "/office")
    note = phone.locator(".sealed-note")
    expect(note).to_be_visible()
    expect(note.locator("[data-part=count]")).to_have_text("1")
    expect(note).not_to_contain_text("鈴木")
    note.get_by_role("button", name="完全に消す").click()
    expect(note.get_by_role("status")).to_be_focused()
    phone.goto(town.address + "/office")
    expect(note).to_be_hidden()
    sign_in(town, phone, "nagai")
    phone.goto(town.address + "/board")
    expect(phone.locator(".unsent li")).to_have_count(0)
    assert visits(town, "suzuki") == before


def test_signing_out_deletes_nothing_that_another_left_to_be_sent(town: Town, phone: Page) -> None:
    before = visits(town, "suzuki")
    home = write_down(town, phone)
    hand_over(town, phone)
    phone.goto(town.address + "/board")
    phone.get_by_role("button", name="サインアウト").click()
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    assert visits(town, "suzuki") == before

    comes_back_and_sends(town, phone, home, before)
