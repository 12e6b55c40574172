"""Flows between people, each on her own screen, tablet or phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open, Town

# These tests change the town in this order, so one process runs them all.
pytestmark = pytest.mark.xdist_group("the town changes")

TABLET, PHONE = 820, 390


def test_consent_opens_a_household_to_the_supporter_and_closes_it_at_once(look: Open, town: Town) -> None:
    path = f"/board/households/{town.gallery.world.households['sato']}"
    supporter = look("/board", "nagai", width=PHONE)
    answer = supporter.goto(town.address + path)
    assert answer is not None
    assert answer.status == 404

    home = look("/consents", "sato", width=TABLET)
    commissioner = home.locator(".note").filter(has=home.get_by_role("heading", name=re.compile("民生委員")))
    commissioner.get_by_role("button", name="同意します").click()
    expect(commissioner.get_by_role("button", name="取り消す")).to_be_visible()
    supporter.goto(town.address + path)
    expect(supporter.get_by_role("heading", level=1)).to_contain_text("佐藤")

    commissioner.get_by_role("button", name="取り消す").press("Enter")
    expect(home.get_by_text("たった今から、取りやめました")).to_be_visible()
    answer = supporter.goto(town.address + path)
    assert answer is not None
    assert answer.status == 404
    home.goto(f"{town.address}/looks")
    expect(home.get_by_text("永井").first).to_be_visible()


def test_the_town_asks_the_chair_passes_on_and_the_town_sees_numbers(look: Open, town: Town) -> None:
    officer = look("/requests", "shimizu", width=TABLET)
    officer.get_by_role("button", name="依頼を書く").click()
    officer.get_by_label("題名").fill("特定健診のお知らせ")
    officer.get_by_label("ひとことで").fill("3月の健診を受け付けています。")
    officer.get_by_label("問い合わせ先").fill("健康課 022-700-0000")
    officer.get_by_label("本文", exact=False).fill("受診券をお持ちください。")
    officer.get_by_role("button", name=re.compile("次へ")).click()
    officer.get_by_label(re.compile("^課")).fill("健康課")
    officer.get_by_label("下で選んだ自治会だけ").check()
    officer.get_by_label(re.compile(r"^\s*みどりヶ丘自治会")).check()
    officer.get_by_role("button", name="次へ（見てみる）").click()
    officer.get_by_role("button", name="自治会に送る").click()

    chair = look(f"/associations/{town.gallery.world.places['midorigaoka']}/requests", "yamada", width=TABLET)
    chair.get_by_role("link", name=re.compile("特定健診")).click()
    chair.get_by_label(re.compile("自治会からひとこと")).fill("会館でも申し込めます。")
    chair.get_by_role("button", name="いますぐ全世帯に回覧する").click()
    expect(chair.get_by_text("回覧を回しました")).to_be_visible()

    home = look("/", "sato", width=PHONE)
    home.get_by_role("link", name=re.compile("特定健診")).first.click()
    expect(home.get_by_text("会館でも申し込めます。")).to_be_visible()
    home.get_by_role("button", name=re.compile("確認しました")).click()
    expect(home.get_by_text("確認を受け付けました")).to_be_visible()

    officer.reload()
    expect(officer.locator("tbody tr").filter(has_text="みどりヶ丘自治会")).to_contain_text("回覧")
    assert "佐藤" not in officer.content()


def test_the_town_asks_who_is_safe_sees_one_sum_and_ends_it(look: Open, town: Town) -> None:
    officer = look("/safety", "shimizu", width=PHONE)
    officer.get_by_role("link", name=re.compile("若葉市")).first.click()
    safe = officer.locator(".figures li").filter(has_text="無事").locator("strong")
    before = int(safe.inner_text())

    home = look("/", "sato", width=TABLET)
    card = home.locator(".safety-card").filter(has_text="若葉市")
    card.get_by_role("button", name="無事です").click()
    expect(home.locator(".safety-card").get_by_text("ご本人の回答").first).to_be_visible()
    expect(safe).to_have_text(str(before + 1), timeout=9_000)

    officer.get_by_text("この安否確認を終える").click()
    officer.get_by_role("button", name="終える", exact=True).click()
    expect(officer.get_by_text(re.compile("に終わりました")).first).to_be_visible()
    home.goto(town.address)
    expect(home.locator(".safety-card").filter(has_text="若葉市")).to_have_count(0)


def test_the_officer_puts_a_telephone_right_and_a_family_that_parts_is_two_households(
    look: Open, town: Town
) -> None:
    world = town.gallery.world
    house = f"/associations/{world.places['midorigaoka']}/households/{world.households['takahashi']}"
    officer = look(house, "ito", width=TABLET)
    officer.get_by_role("link", name="書いてあることを直す").click()
    officer.get_by_label("電話番号", exact=True).fill("あいう")
    officer.get_by_role("button", name="書き留める").click()
    expect(officer.get_by_text("市外局番から")).to_be_visible()
    expect(officer.get_by_label("電話番号", exact=True)).to_have_value("あいう")
    officer.get_by_label("電話番号", exact=True).fill("０２２（７００）１２３４")
    officer.get_by_role("button", name="書き留める").click()
    expect(officer.get_by_text("022-700-1234")).to_be_visible()

    officer.goto(f"{town.address}{house}/separation")
    officer.get_by_label("高橋 勇").check()
    officer.get_by_label(re.compile("呼び名")).fill("勇さんの家")
    officer.get_by_role("button", name="書き留める").click()
    expect(officer.get_by_text("二つの世帯になりました")).to_be_visible()
    officer.goto(f"{town.address}/associations/{world.places['midorigaoka']}/roster")
    expect(officer.get_by_role("link", name="勇さんの家")).to_be_visible()
