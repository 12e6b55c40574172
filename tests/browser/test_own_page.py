"""One's own page with the lock of a device, and leaving an office, in a real browser."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import CHROMIUM, FLAGS, Town, virtual_lock
from tests.browser.own_page import NAME, PASSWORD

# They end sign-ins of the same person.
pytestmark = pytest.mark.xdist_group("own page")


@pytest.fixture(scope="module")
def with_back(browser: Browser) -> Iterator[Browser]:
    """Start a browser that keeps pages for the back button, as people's browsers do and playwright's does not."""
    found = browser.browser_type.launch(
        executable_path=CHROMIUM, args=FLAGS, ignore_default_args=["--disable-back-forward-cache"]
    )
    yield found
    found.close()


def signed_in(browser: Browser, town: Town) -> Page:
    page = browser.new_context(locale="ja-JP", viewport={"width": 820, "height": 1100}).new_page()
    page.goto(f"{town.address}/sign-in?next=/office")
    page.get_by_label("サインインの名前").fill(NAME)
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="サインイン", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("原 学さん、 ?こんにちは"))).to_be_visible()
    return page


def test_the_lock_of_a_device_is_added_used_and_removed(browser: Browser, town: Town) -> None:
    page, elsewhere = signed_in(browser, town), signed_in(browser, town)
    virtual_lock(page)
    page.get_by_role("banner").get_by_role("link", name="自分のページ").click()
    page.get_by_role("link", name="この端末の鍵を加える").click()
    page.get_by_role("button", name="この端末の鍵を加える").click()
    expect(page.get_by_role("status")).to_contain_text("鍵を加えました")
    key = page.locator("#keys .card", has_text="パソコン")
    expect(key).to_contain_text("まだ使っていません")

    # Once more on the same device: it is there already.
    page.get_by_role("link", name="この端末の鍵を加える").click()
    page.get_by_role("button", name="この端末の鍵を加える").click()
    expect(page.locator("#passkey-wrong")).to_be_visible()

    # It signs in, and shows once more who it is.
    page.goto(f"{town.address}/step-up?next=/own-page")
    page.get_by_role("button", name="この端末の鍵で").click()
    expect(key).to_contain_text("最後に使った日")
    page.get_by_role("button", name="サインアウト", exact=True).click()
    page.goto(f"{town.address}/sign-in?next=/own-page")
    page.get_by_role("button", name="この端末の鍵で").click()

    key.get_by_text("名前を変える・消す").click()
    key.get_by_label("呼び名").fill("会館のパソコン")
    key.get_by_role("button", name="この名前にする").click()
    key = page.locator("#keys .card", has_text="会館のパソコン")
    key.get_by_text("名前を変える・消す").click()
    page.wait_for_timeout(1_600)  # What removes ignores a press for 1.5 s after a page.
    key.get_by_role("button", name="この鍵を消す").click()
    expect(page.get_by_role("status")).to_contain_text("鍵を消しました")
    expect(key).to_have_count(0)
    elsewhere.reload()
    expect(elsewhere.get_by_role("heading", name=re.compile("原 学さん、 ?こんにちは"))).to_have_count(0)
    page.context.close()
    elsewhere.context.close()


@pytest.mark.parametrize("pressed", ["back", "back twice", "go to the address"])
def test_the_office_that_was_left_does_not_come_back(with_back: Browser, town: Town, pressed: str) -> None:
    page = signed_in(with_back, town)
    page.get_by_role("banner").get_by_role("link", name="自分のページ").click()
    page.get_by_role("button", name="サインアウト", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("この画面から出ました")
    expect(page.get_by_role("button", name="まちがえて押しました")).to_have_count(0)
    if pressed == "go to the address":
        page.goto(f"{town.address}/office")
    else:
        page.go_back()
        if pressed == "back twice":
            page.go_back()
    page.wait_for_load_state()
    expect(page.get_by_text("原 学")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_text("カードで開いてください")
    page.context.close()
