"""Route sheets with a phone: a leader prints the sheet, sets the position, and enters it in one save."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open, Town

pytestmark = pytest.mark.xdist_group("the town changes")

PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_sheet_is_printed_followed_and_entered_in_one_save(
    look: Open, town: Town, javascript: bool
) -> None:
    block = town.gallery.scene("round" if javascript else "round_without")
    page = look(block, **PHONE, java_script_enabled=javascript)
    page.get_by_role("link", name="回覧票を印刷する").click()
    expect(page.get_by_role("table")).to_contain_text("鈴木")
    expect(page.get_by_role("table")).to_contain_text("1班の3")
    expect(page.get_by_role("table")).not_to_contain_text("佐藤")
    pdf = page.request.get(f"{page.url}.pdf")
    assert pdf.body().startswith(b"%PDF-")

    # The sheet's code, as the phone's camera opens it.
    page.goto(f"{town.address}{block.path}/sheet?edition=1")
    expect(page.get_by_role("heading", name="いま、どこにありますか")).to_be_visible()
    page.get_by_role("button", name="2 鈴木様").click()
    expect(page.get_by_role("status")).to_contain_text("鈴木様")
    page.reload()
    expect(page.get_by_text("鈴木様").first).to_be_visible()

    page.get_by_role("button", name="もどってきました").click()
    first = page.locator(".entry", has_text="鈴木さん")
    first.get_by_role("checkbox").check()
    first.get_by_label("お名前").fill("よし子")
    page.locator(".entry", has_text="1班の3さん").get_by_role("combobox").select_option(label="出席")
    page.get_by_role("button", name="この票をまとめて保存する").click()
    expect(page.get_by_role("status")).to_contain_text("2世帯を書き留めました")

    page.get_by_role("link", name="班の一覧を見る・取り消す").click()
    house = page.locator(".card", has_text="1班の3さん")
    expect(house).to_contain_text("出席")
    house.get_by_role("button", name="取り消す").click()
    expect(house.get_by_role("button", name="紙で")).to_be_visible()


def test_the_code_of_the_sheet_shows_a_resident_the_circular(look: Open, town: Town) -> None:
    page = look(f"{town.gallery.scene('round').path}/sheet?edition=1", "suzuki", **PHONE)
    expect(page.get_by_role("heading", name="公園の清掃")).to_be_visible()
    assert "/blocks/" not in page.url


def test_a_wish_to_be_rung_is_answered_by_the_leader_of_the_block(look: Open, town: Town) -> None:
    home = look("/", "sato", width=820)
    home.get_by_role("button", name="電話をください").click()
    expect(home.get_by_text("電話のお願いを受け付けました")).to_be_visible()

    leader = look("/calls", "abe", width=390)
    card = leader.locator("li.card").filter(has_text="佐藤")
    expect(card.get_by_role("link", name=re.compile("022"))).to_be_visible()
    card.get_by_role("button", name="電話しました").click()
    expect(leader.locator("li.card").filter(has_text="佐藤")).to_have_count(0)

    home.goto(f"{town.address}/call")
    expect(home.get_by_text("にお電話しました")).to_be_visible()
