"""Push messages in Chromium, given to its service worker by DevTools."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import CHROMIUM, FLAGS, Town

# These tests change the town in this order, so one process runs them all.
pytestmark = pytest.mark.xdist_group("the town changes")

Deliver = Callable[[str], None]


@pytest.fixture
def tablet(browser: Browser, town: Town, tmp_path: Path) -> Iterator[tuple[Page, Deliver]]:
    """Open a tablet that allows notifications, and return DevTools' side of its push service."""
    # Private windows show no notifications, so this one has a profile.
    context = browser.browser_type.launch_persistent_context(
        tmp_path,
        executable_path=CHROMIUM,
        args=FLAGS,
        viewport={"width": 820, "height": 1180},
        locale="ja-JP",
    )
    context.grant_permissions(["notifications"], origin=town.address)
    context.add_cookies(
        [{"name": "kairanban", "value": town.gallery.world.tokens["sato"], "url": town.address}]
    )
    page = context.new_page()
    line = context.new_cdp_session(page)
    numbers: list[str] = []
    line.on("ServiceWorker.workerRegistrationUpdated", lambda seen: _note(numbers, seen))
    active: list[str] = []
    line.on("ServiceWorker.workerVersionUpdated", lambda seen: _note_active(active, seen))
    line.send("ServiceWorker.enable")
    page.goto(town.address)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    for _ in range(50):
        if numbers and active:
            break
        page.wait_for_timeout(100)
    # The browser registers the worker first; before that it accepts no message for it.
    page.wait_for_timeout(500)

    def deliver(data: str) -> None:
        line.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": town.address, "registrationId": numbers[-1], "data": data},
        )

    yield page, deliver
    context.close()


def _note(numbers: list[str], seen: dict[str, Any]) -> None:
    numbers += [one["registrationId"] for one in seen["registrations"] if not one["isDeleted"]]


def _note_active(active: list[str], seen: dict[str, Any]) -> None:
    active += [one["versionId"] for one in seen["versions"] if one["status"] == "activated"]


def message(path: str, body: str = "新しい回覧があります。") -> str:
    shown = {
        "title": "みどりヶ丘自治会",
        "body": body,
        "navigate": path,
        "lang": "ja",
        "tag": path.strip("/"),
    }
    return json.dumps({"web_push": 8030, "notification": shown})


def shown(page: Page, number: int) -> list[dict[str, Any]]:
    """Return the shown notifications once there are that many."""
    asked = """async () => (await (await navigator.serviceWorker.ready).getNotifications())
                 .map(({title, body, tag, data, lang}) => ({title, body, tag, data, lang}))"""
    found: list[dict[str, Any]] = []
    for _ in range(5):
        # Querying while one is being shown makes this browser lose it.
        page.wait_for_timeout(700)
        found = page.evaluate(asked)
        if len(found) == number:
            break
    assert len(found) == number, found
    return found


def test_a_message_is_shown_and_the_next_about_the_same_takes_its_place(
    town: Town, tablet: tuple[Page, Deliver]
) -> None:
    page, deliver = tablet
    path = town.gallery.scene("circular_plain").path
    deliver(message(path))
    [one] = shown(page, 1)
    assert one == {
        "title": "みどりヶ丘自治会", "body": "新しい回覧があります。", "tag": path.strip("/"), "data": path, "lang": "ja",
    }  # fmt: skip
    deliver(message(path, "回覧の内容が変わりました。"))
    page.wait_for_timeout(300)
    [one] = shown(page, 1)
    assert one["body"] == "回覧の内容が変わりました。"
    deliver(message("/circulars/999"))
    assert len(shown(page, 2)) == 2


@pytest.mark.parametrize("data", ["", "no json", "[]", '{"notification": 3}', '{"web_push": 8030}', "null"])
def test_what_cannot_be_read_is_shown_all_the_same(tablet: tuple[Page, Deliver], data: str) -> None:
    page, deliver = tablet
    deliver(data)
    [one] = shown(page, 1)
    assert one["title"] == "回覧板"
    assert one["body"] == "お知らせがあります。"


def test_an_open_page_says_in_its_header_what_it_was_told_of(
    town: Town, tablet: tuple[Page, Deliver]
) -> None:
    page, deliver = tablet
    page.route(
        "**/now?*", lambda route: route.fulfill(json={"words": "新しい回覧", "to": "/", "alarm": False})
    )
    page.evaluate("window.before = true")
    deliver(message(town.gallery.scene("circular_plain").path))
    expect(page.get_by_role("status").get_by_role("link", name="新しい回覧")).to_be_visible()
    # Nothing moved under the finger.
    assert page.evaluate("window.before") is True


def test_the_page_explains_first_and_offers_what_the_device_can_do(
    town: Town, tablet: tuple[Page, Deliver]
) -> None:
    page, _deliver = tablet
    page.goto(f"{town.address}/settings/notices")
    expect(page.get_by_role("button", name="この端末で受け取る")).to_be_visible()
    expect(page.locator("#unable")).to_be_hidden()
    page.get_by_role("button", name="朝7時にまとめて").click()
    expect(page.get_by_role("status")).to_contain_text("変えました")
    expect(page.get_by_role("button", name="朝7時にまとめて")).to_have_attribute("aria-current", "true")
    page.get_by_role("button", name="そのつど").click()
