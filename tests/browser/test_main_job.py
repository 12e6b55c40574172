"""The main flow in a real browser: from the card to 確認しました and the chair's progress page."""

import re

import pytest
from playwright.sync_api import Browser, Request, expect

from kairanban.i18n.languages import LANGUAGES
from kairanban.web.undo import SOON
from tests.browser.conftest import Open, Town, virtual_lock

# These tests change the town in this order, so one process runs them all.
pytestmark = pytest.mark.xdist_group("the town changes")

KINDS = {
    "tablet": {"width": 820, "height": 1180},
    "phone": {"width": 390, "height": 844},
    "tablet without JavaScript": {"width": 820, "height": 1180, "java_script_enabled": False},
    "phone without JavaScript": {"width": 390, "height": 844, "java_script_enabled": False},
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_resident_confirms_in_two_taps_sees_it_and_takes_it_back(look: Open, town: Town, kind: str) -> None:
    page = look("/", "matsumoto", **KINDS[kind])
    page.locator(f"a[href='{town.gallery.scene('circular_plain').path}']").click()
    page.get_by_role("button", name="確認しました").click()
    expect(page.get_by_role("status")).to_contain_text("確認を受け付けました")

    page.go_back()
    page.go_forward()
    expect(page.get_by_role("status")).to_contain_text("確認を受け付けました")
    # So soon after the page came it is asked about where no script runs; the keyboard need not wait.
    page.get_by_role("button", name="取り消す").press("Enter")
    expect(
        page.get_by_role("status").or_(page.get_by_role("button", name="はい、そうします"))
    ).to_be_visible()
    if page.get_by_role("button", name="はい、そうします").count():
        page.wait_for_timeout(SOON)
        page.get_by_role("button", name="はい、そうします").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("取り消しました")
    expect(page.get_by_role("button", name="確認しました")).to_be_visible()


@pytest.mark.parametrize(("kind", "who"), [("phone", "takahashi"), ("tablet without JavaScript", "tanaka")])
def test_attendance_and_numbers_are_large_buttons(look: Open, town: Town, kind: str, who: str) -> None:
    page = look(town.gallery.scene("circular_attendance").path, who, **KINDS[kind])
    page.get_by_role("button", name="出席", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("出席")
    page.goto(town.address + town.gallery.scene("circular_number").path)
    page.get_by_role("button", name="3人", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("3人")
    page.get_by_role("link", name="回答を変える").click()
    page.get_by_role("button", name="5人", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("5人")


@pytest.mark.parametrize("javascript", [True, False])
def test_letters_grow_at_once_and_stay_large(look: Open, javascript: bool) -> None:
    page = look("/", "sato", java_script_enabled=javascript)
    page.get_by_role("link", name="文字 Language").click()
    page.get_by_role("button", name="特大").click()
    expect(page.get_by_role("heading", level=1)).to_have_css("font-size", f"{36 * 1.35}px")
    page.get_by_role("link", name="これで読む").click()
    page.get_by_role("link", name="公園の清掃").first.click()
    expect(page.locator("html")).to_have_css("font-size", "36px")


def test_the_chair_sees_a_confirmation_arrive_without_reloading(look: Open, town: Town) -> None:
    path = town.gallery.scene("circular_sheets").path
    chair = look(f"{path}/progress", "yamada")
    expect(chair.get_by_text("7世帯のうち0世帯が確認")).to_be_visible()
    resident = look(path, "tanaka")
    resident.get_by_role("button", name="確認しました").click()
    expect(chair.get_by_text("7世帯のうち1世帯が確認")).to_be_visible(timeout=9_000)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_block_leader_marks_paper_on_her_phone_and_undoes_a_slip(
    look: Open, town: Town, javascript: bool
) -> None:
    scene = town.gallery.scene("block")
    page = look(scene, width=390, height=844, java_script_enabled=javascript)
    house = page.locator(".card", has_text="佐藤さん")
    house.get_by_role("button", name="紙で").click()
    expect(house).to_contain_text("確認済み")
    house.get_by_role("button", name="取り消す").click()
    expect(house.get_by_role("button", name="紙で")).to_be_visible()


def test_a_chair_posts_a_circular_in_three_steps_and_the_draft_keeps_itself(look: Open, town: Town) -> None:
    page = look("/office", "yamada")
    page.get_by_role("button", name="回覧を書く").click()
    page.get_by_label("題名").fill("公園で防災訓練")
    expect(page.locator("#kept")).to_contain_text("保存しました", timeout=9_000)
    page.reload()
    expect(page.get_by_label("題名")).to_have_value("公園で防災訓練")
    page.get_by_label("ひとことで").fill("公園に集まります。")
    page.get_by_label("問い合わせ先").fill("会長 山田")
    page.get_by_label("本文", exact=False).fill("みなさんでお集まりください。")
    page.get_by_role("button", name="次へ（だれに）").click()
    page.get_by_role("button", name="次へ（見てみる）").click()
    page.get_by_role("button", name="いま送る").click()
    expect(page.get_by_role("status").first).to_contain_text("回覧を回しました")
    resident = look("/", "sato")
    expect(resident.get_by_role("link", name="公園で防災訓練")).to_be_visible()


def test_a_card_is_scanned_and_the_next_device_waits_for_a_word(look: Open, town: Town) -> None:
    waiting = look(town.gallery.scene("card_waiting"))
    digits = waiting.locator(".digits").inner_text()
    home = look("/", "suzuki")
    expect(home.locator(".digits")).to_have_text(digits)
    home.get_by_role("button", name="はい、うちのものです").first.click()
    expect(waiting.get_by_role("button", name="はじめる")).to_be_visible(timeout=9_000)
    waiting.get_by_role("button", name="はじめる").click()
    expect(waiting.get_by_text("鈴木様のお宅の画面です")).to_be_visible()


def test_an_invitation_is_taken_with_the_lock_of_the_device_and_signs_in_again(
    browser: Browser, town: Town
) -> None:
    context = browser.new_context(locale="ja-JP")
    context.add_cookies(town.cookies(town.gallery.scene("invitation")))
    page = context.new_page()
    virtual_lock(page)
    page.goto(f"{town.address}/invitation")
    page.get_by_role("button", name="この端末の鍵で").click()
    expect(page.get_by_role("heading", name=re.compile("阿部 和子さん、 ?こんにちは"))).to_be_visible()

    page.get_by_role("button", name="サインアウト").click()
    page.goto(f"{town.address}/sign-in")
    page.get_by_role("button", name="この端末の鍵で").click()
    expect(page.get_by_role("heading", name=re.compile("阿部 和子さん、 ?こんにちは"))).to_be_visible()
    context.close()


def test_injected_markup_makes_no_request(look: Open) -> None:
    """htmx elements without this page's nonce are stripped."""
    page = look("/office", "yamada", forgiven="hx-csp] blocked")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate(
        """() => { const d = document.createElement('div'); d.setAttribute('data-hx-get', '/evil');
                   d.setAttribute('data-hx-trigger', 'load'); document.body.append(d); htmx.process(d); }"""
    )
    page.wait_for_timeout(500)
    assert [url for url in asked if url.endswith("/evil")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_resident_page_is_light(look: Open, town: Town, language: str) -> None:
    """At most 20 KiB compressed and four requests before pictures, in every language, with furigana."""
    scene = town.gallery.scene("circular_long")
    # From a page without requests of its own, with nothing stored on the device.
    page = look("/health", scene.who, language=language, needs={"furigana": "all"}, service_workers="block")
    asked: list[Request] = []
    page.on("requestfinished", lambda request: asked.append(request))
    page.goto(town.address + scene.path)
    page.wait_for_load_state("networkidle")
    before_pictures = [request for request in asked if request.resource_type != "image"]
    sizes = [request.sizes()["responseBodySize"] for request in before_pictures]
    assert all(size > 0 for size in sizes), sizes
    assert 2 <= len(sizes) <= 4, [request.url for request in before_pictures]
    assert sum(sizes) <= 20 * 1024
