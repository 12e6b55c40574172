"""Surveys in a browser: without scripts, without a network, and as they are written."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, Town
from tests.browser.test_offline import WAITS, back, tablet, waits_for

__all__ = ["tablet"]

pytestmark = pytest.mark.xdist_group("the town changes")

RECEIVED = "お答えを受け取りました"


@pytest.mark.household("takahashi")
def test_answers_wait_for_a_network_and_arrive_whole(town: Town, tablet: Page) -> None:
    path = town.gallery.scene("survey_waiting").path
    tablet.goto(town.address + path)
    waits_for(tablet, path)
    tablet.context.set_offline(True)
    tablet.goto(town.address + path)
    tablet.get_by_label("会計").check()
    for day in ("12月12日", "12月13日"):
        tablet.get_by_label(day).check()
    tablet.get_by_label("空き缶の袋").fill("12")
    tablet.get_by_label("ご意見").fill("とくに\nありません")
    tablet.get_by_role("button", name="この答えを送る").click()
    expect(tablet.get_by_text(WAITS)).to_be_visible()
    expect(tablet.get_by_role("button", name="この答えを送る")).to_be_hidden()
    back(tablet)
    receipt = tablet.locator(".receipt")
    expect(receipt).to_contain_text(RECEIVED)
    for said in ("会計", "12月12日", "12月13日", "12枚"):
        expect(receipt).to_contain_text(said)


@pytest.mark.parametrize("script", [True, False])
def test_who_comes_presses_how_many_and_who_does_not_is_asked_nothing_more(
    look: Open, town: Town, script: bool
) -> None:
    path = town.gallery.scene("survey_party").path
    page = look(path, "takahashi" if script else "tanaka", width=390, java_script_enabled=script)
    page.get_by_label("参加します", exact=True).check()
    page.get_by_role("button", name="この答えを送る").click()
    # The numbers are needed of those who come: each is named, and what was chosen stays.
    missing = page.get_by_role("alert").first
    expect(missing).to_be_in_viewport()
    expect(missing).to_contain_text("質問2")
    expect(missing).to_contain_text("質問3")
    expect(page.get_by_label("参加します", exact=True)).to_be_checked()
    page.locator("#q2").get_by_label("3人").check()
    page.locator("#q3").get_by_label("2食").check()
    page.get_by_role("button", name="この答えを送る").click()
    receipt = page.locator(".receipt")
    expect(receipt).to_contain_text("3人")
    expect(receipt).to_contain_text("2食")
    page.get_by_role("link", name="回答を変える").click()
    expect(page.locator("#q2").get_by_label("3人")).to_be_checked()
    page.get_by_label("参加しません").check()
    page.get_by_role("button", name="この答えを送る").click()
    expect(receipt).to_contain_text("参加しません")
    expect(receipt).not_to_contain_text("3人")


@pytest.mark.parametrize("script", [True, False])
def test_questions_are_added_and_moved_with_everything_typed(look: Open, script: bool) -> None:
    page = look("/office", "yamada", java_script_enabled=script)
    page.get_by_role("button", name="回覧を書く").click()
    page.get_by_label("題名").fill("花見の相談")
    page.get_by_text("アンケートの質問").click()
    page.get_by_role("button", name="質問をふやす").click()
    expect(page.get_by_label("題名")).to_have_value("花見の相談")
    expect(page.get_by_label("アンケート（質問を自分で書く）")).to_be_checked()
    page.get_by_label("聞くこと").fill("いつがよいですか")
    page.get_by_label("選択肢").fill("土曜\n日曜")
    page.get_by_role("button", name="「参加・人数・お食事」から始める").click()
    expect(page.locator("#q4_text")).to_have_value("いつがよいですか")
    expect(page.locator("#q4_choices")).to_have_value("土曜\n日曜")
    page.locator("button[value='up 4']").click()
    expect(page.locator("#q3_text")).to_have_value("いつがよいですか")
    # Of a number the bounds are shown, of choices the lines.
    expect(page.locator("#q3_choices")).to_be_visible()
    expect(page.locator("#q2_choices")).to_be_hidden()
    page.locator("button[value='remove 3']").click()
    expect(page.locator("#q4")).to_have_count(0)
