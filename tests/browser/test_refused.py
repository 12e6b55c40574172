"""A refused entry keeps its words until they are copied, passed on or dropped."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Town
from tests.browser.test_visits import phone

__all__ = ["phone"]

pytestmark = pytest.mark.xdist_group("the town changes")

# The worker's store, as if the server had refused a visit long ago and its page were gone.
REFUSED = """page => new Promise((done, failed) => {
    const asked = indexedDB.open('kairanban');
    asked.onerror = failed;
    asked.onsuccess = () => {
        const change = asked.result.transaction('refused', 'readwrite');
        const body = new URLSearchParams({ kind: 'met', note: '薪を割っておられた', who: '鈴木さん', made: '1796086800000' });
        change.objectStore('refused').put({ url: page + '/visits', body: body.toString(), page, why: 'forbidden' }, page + ' 1-a');
        change.oncomplete = () => { asked.result.close(); done(); };
    };
})"""


@pytest.mark.parametrize("path", ["/board", "/office"])
def test_it_is_there_with_household_time_and_note_until_it_is_copied(
    town: Town, phone: Page, path: str
) -> None:
    phone.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=town.address)
    phone.goto(town.address + path)
    phone.evaluate(REFUSED, "/board/households/999")
    for _ in range(2):
        phone.goto(town.address + path)
        entry = phone.locator(".refused-note li")
        for words in ("鈴木さん", "会えた", "薪を割っておられた", "12月1日"):
            expect(entry).to_contain_text(words)
    entry.get_by_role("button", name="写し取って").click()
    expect(phone.get_by_role("status").filter(has_text="消しました")).to_be_focused()
    expect(entry).to_have_count(0)
    copied = phone.evaluate("navigator.clipboard.readText()")
    assert copied.split("\n")[0::3] == ["鈴木さん", "薪を割っておられた"]
    phone.goto(town.address + path)
    expect(phone.locator(".refused-note")).to_be_hidden()


def test_it_goes_when_it_is_dropped(town: Town, phone: Page) -> None:
    phone.goto(town.address + "/board")
    phone.evaluate(REFUSED, "/board/households/999")
    phone.goto(town.address + "/board")
    phone.locator(".refused-note li").get_by_role("button", name="この知らせを消す").click()
    expect(phone.locator(".refused-note")).to_be_hidden()
    phone.goto(town.address + "/board")
    expect(phone.locator(".refused-note")).to_be_hidden()
