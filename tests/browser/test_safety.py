"""安否確認 on phones: help seen live, a round offline, a drill that asks whether it is practice."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Town

# These tests change the town in this order, so one process runs them all.
pytestmark = pytest.mark.xdist_group("the town changes")

Phone = Callable[[str], Page]


@pytest.fixture
def phone(browser: Browser, town: Town) -> Iterator[Phone]:
    """Open a person's phone, controlled by the service worker."""
    contexts: list[BrowserContext] = []

    def opened(who: str) -> Page:
        context = browser.new_context(viewport={"width": 390, "height": 800}, locale="ja-JP")
        contexts.append(context)
        context.add_cookies(
            [{"name": "kairanban", "value": town.gallery.world.tokens[who], "url": town.address}]
        )
        page = context.new_page()
        page.goto(town.address + "/settings")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.wait_for_function("navigator.serviceWorker.controller !== null")
        return page

    yield opened
    for context in contexts:
        context.close()


def path(town: Town, scene: str) -> str:
    return town.address + town.gallery.scene(scene).path.split("?")[0]


def waits_for(page: Page, address: str) -> None:
    """Wait until the device has stored it."""
    page.wait_for_function(
        "async address => !!(await (await caches.open('pages')).match(address))", arg=address
    )


def test_help_is_seen_live_taken_by_name_and_the_asker_sees_who(town: Town, phone: Phone) -> None:
    board = phone("yamada")
    board.goto(path(town, "safety_board"))
    # Her call in the drill stands there too.
    hara = board.locator(".calls-help").filter(has_text="原", has_not_text="訓練")
    expect(hara).to_have_count(0)

    asker = phone("hara")
    asker.goto(town.address)
    asker.get_by_role("button", name="助けが必要です").first.click()
    expect(asker.get_by_role("link", name="119番に電話する").first).to_be_visible()
    expect(asker.get_by_text("まだだれも見ていません")).to_be_visible()

    expect(hara).to_be_visible(timeout=5_000)
    hara.get_by_role("button", name="引き受けました").click()
    expect(asker.get_by_text("山田 美代子さんが引き受けました")).to_be_visible(timeout=8_000)
    # The page does not promise that help is coming.
    assert "向かって" not in asker.content()


def test_help_in_a_drill_is_asked_and_counts_as_real_until_then(town: Town, phone: Phone) -> None:
    asker = phone("ueno")
    asker.goto(path(town, "safety_help_drill"))
    expect(asker.get_by_text("訓練ですか、本当ですか")).to_be_visible()
    leader = phone("ito")
    leader.goto(path(town, "safety_board_drill"))
    ueno = leader.locator(".calls-help").filter(has_text=re.compile("上野.*訓練", re.DOTALL))
    expect(ueno).to_contain_text("本当のこととして")
    asker.get_by_role("button", name=re.compile("^訓練です")).click()
    expect(asker.get_by_text("「訓練です」とお答え")).to_be_visible()
    expect(ueno).to_contain_text("訓練とのお答え", timeout=5_000)


def test_a_round_without_a_network_is_sent_once_with_its_times(town: Town, phone: Phone) -> None:
    leader = phone("yamada")
    address = path(town, "safety_round_help_first")
    leader.goto(address)
    waits_for(leader, address)
    houses = leader.locator(".house")
    mita, hara = houses.filter(has_text="三田"), houses.filter(has_text="原さん")
    leader.context.set_offline(True)
    mita.get_by_role("button", name="無事").click()
    expect(mita.get_by_text("まだ送られていません")).to_be_visible()
    hara.get_by_role("button", name="会えません").click()
    expect(hara.get_by_text("まだ送られていません")).to_be_visible()
    expect(mita.get_by_text("まだ送られていません")).to_be_visible()
    # It is shown as known only after the server's confirmation.
    expect(mita.locator(".state")).to_have_count(0)
    # An entry at the wrong door is discarded.
    hara.get_by_role("button", name="無事").click()
    slip = hara.locator(".unsent li").filter(has_text="無事")
    slip.get_by_role("button", name="取りやめる").click()
    expect(hara.locator(".unsent li")).to_have_count(1)
    expect(hara.locator(".unsent li")).to_contain_text("会えません")
    expect(hara.get_by_text("まだ送られていません")).to_be_visible()

    leader.context.set_offline(False)
    expect(mita.get_by_text("まだ送られていません")).to_be_hidden(timeout=40_000)
    expect(mita.locator(".state")).to_contain_text("無事")
    expect(mita).to_contain_text("山田 美代子")
    expect(hara.locator(".state")).to_have_count(0)
    leader.reload()
    expect(mita.locator(".state")).to_contain_text("無事")


def test_an_answer_without_a_network_waits_and_says_that_it_has_not_arrived(town: Town, phone: Phone) -> None:
    home = phone("mita")
    address = path(town, "safety_answered")
    home.goto(address)
    waits_for(home, address)
    home.context.set_offline(True)
    home.get_by_role("button", name="助けが必要です").click()
    expect(home.get_by_text("まだ送られていません")).to_be_visible()
    expect(home.get_by_text("いま助けが必要なときは、119番へ")).to_be_visible()
    home.context.set_offline(False)
    expect(home.get_by_role("link", name="だれが見たかを確かめる")).to_be_visible(timeout=40_000)


def test_all_of_it_works_without_script(browser: Browser, town: Town) -> None:
    context = browser.new_context(java_script_enabled=False, locale="ja-JP")
    context.add_cookies(
        [{"name": "kairanban", "value": town.gallery.world.tokens["mita"], "url": town.address}]
    )
    page = context.new_page()
    page.goto(path(town, "safety_family"))
    page.get_by_label("三田 大輔").check()
    page.get_by_role("button", name="無事", exact=True).click()
    expect(page.get_by_text("三田 大輔：無事").first).to_be_visible()
    context.close()
