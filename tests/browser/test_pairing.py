"""画面をつなぐ in a real browser: two screens are connected by six digits, and parted again."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, Town
from tests.browser.measures import findings, measure
from tests.web.test_in_app import IN_LINE, LINE_ON_ANDROID

# The devices of one household change.
pytestmark = pytest.mark.xdist_group("the town changes")


def connect(look: Open, *, javascript: bool) -> tuple[Page, Page]:
    """Connect a new screen with 高橋's, from the first page of each."""
    screen = look("/", width=820, height=1180, java_script_enabled=javascript)
    screen.get_by_role("link", name="数字でつなぐ").click()
    screen.get_by_role("button", name="数字を出す").click()
    digits = screen.locator(".digits").inner_text()
    mine = look("/", "takahashi", width=390, height=844, java_script_enabled=javascript)
    mine.get_by_role("link", name="設定・お宅のこと").click()
    mine.get_by_role("link", name="画面をつなぐ").click()
    expect(mine.get_by_text("電話で聞いた数字は入れないでください")).to_be_visible()
    mine.get_by_label("もうひとつの画面に出ている").fill(digits)
    mine.get_by_role("button", name="つなぐ", exact=True).click()
    expect(mine.get_by_role("status")).to_contain_text("高橋様のお宅の画面です")
    return screen, mine


def test_two_screens_are_connected_and_parted_again(look: Open, town: Town) -> None:
    screen, mine = connect(look, javascript=True)
    # By itself, without a press.
    expect(screen.get_by_role("status")).to_contain_text("高橋様のお宅の画面", timeout=9_000)
    added = mine.get_by_role("listitem").filter(has_text="数字でつないだ画面")
    expect(added).to_have_count(1)
    mine.goto(town.address + "/")
    expect(mine.get_by_text("画面がひとつ加わりました")).to_be_visible()
    mine.get_by_role("button", name="いいえ、はずします").press("Enter")
    expect(mine.get_by_role("status")).to_contain_text("はずしました")
    screen.goto(town.address + "/")
    expect(screen.get_by_role("heading", name="はじめかた")).to_be_visible()
    screen.goto(town.address + "/devices")
    expect(screen.get_by_role("heading", name="カードで開いてください")).to_be_visible()


def test_without_javascript_a_press_says_that_they_were_typed(look: Open, town: Town) -> None:
    screen, mine = connect(look, javascript=False)
    screen.get_by_role("button", name="入力しました").click()
    expect(screen.get_by_role("status")).to_contain_text("高橋様のお宅の画面")
    added = mine.get_by_role("listitem").filter(has_text="数字でつないだ画面")
    mine.wait_for_timeout(1_600)
    added.get_by_role("link", name="はずす").click()
    mine.wait_for_timeout(1_600)
    mine.get_by_role("button", name="はい、はずします").click()
    expect(mine.get_by_role("status")).to_contain_text("はずしました")


def test_only_the_window_of_the_home_screen_is_asked_for_digits_first(look: Open) -> None:
    """It cannot point a camera at the card; elsewhere the card comes first."""
    page = look("/", width=390, height=844)
    first = page.get_by_text("ホーム画面の絵から開いた画面です")
    elsewhere = page.get_by_role("heading", name="ほかの画面で、もう回覧をお読みですか")
    expect(first).to_be_hidden()
    expect(elsewhere).to_be_visible()
    # Chromium emulates no window of the home screen: its rules are applied as if it were one.
    applied = """() => [...document.styleSheets].flatMap(sheet => [...sheet.cssRules])
        .filter(rule => rule.media?.mediaText === '(display-mode: standalone)')
        .map(rule => { rule.media.mediaText = 'all'; }).length"""
    assert page.evaluate(applied) == 1
    expect(first).to_be_visible()
    expect(elsewhere).to_be_hidden()
    assert findings(page) + measure(page, 390, "standard") == []
    page.get_by_role("link", name="数字でつなぐ").click()
    expect(page.get_by_role("button", name="数字を出す")).to_be_visible()


def test_a_window_that_was_closed_goes_on_where_it_was(look: Open, town: Town) -> None:
    """iPadOS starts a closed window at its first page."""
    screen = look("/pairing")
    screen.get_by_role("button", name="数字を出す").click()
    digits = screen.locator(".digits").inner_text()
    screen.goto(town.address + "/")
    expect(screen.locator(".digits")).to_have_text(digits)


@pytest.mark.parametrize("agent", [IN_LINE, LINE_ON_ANDROID])
@pytest.mark.parametrize(("width", "size"), [(320, "largest"), (390, "standard"), (820, "large")])
def test_the_way_out_of_line_is_told(look: Open, agent: str, width: int, size: str) -> None:
    page = look("/c/0123456789abcdefghijkl", user_agent=agent, width=width, size=size)
    assert page.url.endswith("?openExternalBrowser=1")
    expect(page.get_by_role("heading", level=1)).to_have_text("LINEの中の画面です")
    assert "card" not in {one["name"] for one in page.context.cookies()}
    assert findings(page) + measure(page, width, size) == []
