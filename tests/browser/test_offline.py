"""Offline: opened pages are available, a reply waits and is sent once, and leaving deletes all pages."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Town

# These tests change the town in this order, so one process runs them all.
pytestmark = pytest.mark.xdist_group("the town changes")

WAITS = "電波が届いたら送ります"
KEPT = "前に開いたときのページです"


@pytest.fixture
def tablet(browser: Browser, town: Town, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Open a tablet of the scene's household, controlled by the service worker."""
    who = request.node.get_closest_marker("household").args[0]
    context = browser.new_context(viewport={"width": 820, "height": 1180}, locale="ja-JP")
    context.add_cookies([{"name": "kairanban", "value": town.gallery.world.tokens[who], "url": town.address}])
    page = context.new_page()
    page.goto(town.address)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    yield page
    context.close()


def kept(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        "async () => (await (await caches.open('pages')).keys()).map(request => new URL(request.url).pathname)"
    )
    return found


def opened(town: Town, who: str, path: str) -> bool:
    """Tell whether the server has recorded that a household opened a circular."""
    with closing(sqlite3.connect(town.folder / "kairanban.sqlite3")) as database:
        found = database.execute(
            "SELECT opened FROM addressee WHERE circular = ? AND household = ?",
            (int(path.rsplit("/", 1)[1]), town.gallery.world.households[who]),
        ).fetchone()
    return found[0] is not None


def waits_for(page: Page, path: str) -> None:
    for _ in range(50):
        if path in kept(page):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{path} is not kept: {kept(page)}")


def back(page: Page) -> None:
    """Go online and wait until the current page has reloaded itself."""
    page.context.set_offline(False)
    expect(page.get_by_text(KEPT)).to_be_hidden(timeout=40_000)


@pytest.mark.household("takahashi")
def test_what_was_opened_is_there_and_an_answer_waits_until_it_can_be_sent(town: Town, tablet: Page) -> None:
    path = town.gallery.scene("circular_sheets").path
    tablet.goto(town.address + path)
    waits_for(tablet, path)
    picture = tablet.locator(".sheet img").first
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    waits_for(tablet, "/")

    tablet.context.set_offline(True)
    tablet.goto(town.address)
    expect(tablet.get_by_text(KEPT)).to_be_visible()
    tablet.locator(f"a[href='{path}']").first.click()
    expect(tablet.get_by_text(KEPT)).to_be_visible()
    picture = tablet.locator(".sheet img").first
    picture.scroll_into_view_if_needed()
    tablet.locator(".sheet img").first.scroll_into_view_if_needed()
    expect(tablet.locator(".sheet img").first).not_to_have_js_property("naturalWidth", 0)

    tablet.get_by_role("button", name="確認しました").click()
    expect(tablet.get_by_text(WAITS)).to_be_visible()
    # It is shown as received only after the server's confirmation.
    expect(tablet.get_by_text("確認を受け付けました")).to_have_count(0)
    expect(tablet.get_by_role("button", name="確認しました")).to_be_hidden()
    tablet.reload()
    expect(tablet.get_by_text(WAITS)).to_be_visible()

    # The first page also shows the waiting reply.
    tablet.goto(town.address)
    expect(tablet.locator(f"a[href='{path}']").get_by_text(WAITS)).to_be_visible()
    expect(tablet.locator(".door[data-waits]")).to_have_count(1)
    tablet.goto(town.address + path)

    back(tablet)
    expect(tablet.get_by_text("確認を受け付けました")).to_be_visible()
    expect(tablet.get_by_text(WAITS)).to_be_hidden()
    tablet.reload()
    expect(tablet.get_by_text("確認を受け付けました")).to_be_visible()


@pytest.mark.household("matsumoto")
def test_what_is_new_can_be_read_without_having_been_opened_before(town: Town, tablet: Page) -> None:
    path = town.gallery.scene("circular_sheets").path
    # Of many that are new, the twelve newest are fetched ahead: one more of them is answered.
    newer = town.address + town.gallery.scene("circular_twin").path
    tablet.request.post(f"{newer}/acknowledgement", headers={"Origin": town.address})
    tablet.goto(town.address)
    waits_for(tablet, path)
    waits_for(tablet, "/events")
    assert any(name.startswith("/attachments/") for name in kept(tablet))
    assert opened(town, "matsumoto", path) is False

    tablet.context.set_offline(True)
    tablet.goto(town.address + path)
    expect(tablet.get_by_text(KEPT)).to_be_visible()
    tablet.locator(".sheet img").first.scroll_into_view_if_needed()
    expect(tablet.locator(".sheet img").first).not_to_have_js_property("naturalWidth", 0)
    tablet.goto(town.address)
    expect(tablet.get_by_text(KEPT)).to_be_visible()

    back(tablet)
    # A prefetched circular counts as opened only after it was read.
    for _ in range(50):
        if opened(town, "matsumoto", path):
            return
        tablet.wait_for_timeout(100)
    raise AssertionError("the server never heard of it")


@pytest.mark.household("tanaka")
def test_an_answer_that_waits_can_be_taken_back(town: Town, tablet: Page) -> None:
    path = town.gallery.scene("circular_typo").path
    tablet.goto(town.address + path)
    waits_for(tablet, path)
    tablet.context.set_offline(True)
    tablet.get_by_role("button", name="確認しました").click()
    expect(tablet.get_by_text(WAITS)).to_be_visible()
    # By the keyboard, which need not wait until a second tap is over.
    tablet.get_by_role("button", name="取り消す").press("Enter")
    expect(tablet.get_by_role("button", name="確認しました")).to_be_visible()
    back(tablet)
    expect(tablet.get_by_role("button", name="確認しました")).to_be_visible()


@pytest.mark.household("matsumoto")
def test_what_was_never_opened_says_so_kindly(town: Town, tablet: Page) -> None:
    tablet.context.set_offline(True)
    tablet.goto(town.address + "/circulars")
    expect(tablet.get_by_role("heading", level=1)).to_contain_text("いま、電波が届いていません")
    tablet.context.set_offline(False)


@pytest.mark.household("matsumoto")
def test_nothing_of_the_last_person_stays(town: Town, tablet: Page) -> None:
    path = town.gallery.scene("circular_typo").path
    tablet.goto(town.address + path)
    waits_for(tablet, path)
    tablet.get_by_role("button", name="ちがう人の画面です").click()
    expect(tablet.get_by_role("heading", level=1)).to_be_visible()
    assert kept(tablet) == []
    tablet.goto(town.address)
    assert kept(tablet) == []


@pytest.mark.household("suzuki")
def test_without_a_network_too_nothing_stays_and_the_server_is_told_later(town: Town, tablet: Page) -> None:
    path = town.gallery.scene("circular_typo").path
    tablet.goto(town.address + path)
    waits_for(tablet, path)
    tablet.context.set_offline(True)
    tablet.get_by_role("button", name="ちがう人の画面です").click()
    expect(tablet.get_by_role("heading", level=1)).to_contain_text("いま、電波が届いていません")
    assert kept(tablet) == []
    tablet.goto(town.address + path)
    expect(tablet.get_by_text("公園の")).to_have_count(0)

    tablet.context.set_offline(False)
    tablet.evaluate("navigator.serviceWorker.ready.then(ready => ready.active.postMessage('send'))")
    tablet.wait_for_timeout(1000)
    answer = tablet.goto(town.address + path)
    assert answer is not None
    assert answer.status == 401
