"""An officer's input survives a step-up, and leaving a draft at once."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open, Town

pytestmark = pytest.mark.xdist_group("the town changes")


def test_a_draft_that_is_left_at_once_is_kept(look: Open, town: Town) -> None:
    page = look("/office", "yamada")
    page.get_by_role("button", name="回覧を書く").click()
    page.get_by_label("ひとことで").fill("すぐに離れます。")
    address = page.url
    page.goto(f"{town.address}/office")
    page.wait_for_timeout(300)
    page.goto(address)
    expect(page.get_by_label("ひとことで")).to_have_value("すぐに離れます。")


def test_what_was_typed_waits_while_she_shows_once_more_that_it_is_she(look: Open, town: Town) -> None:
    people = f"/associations/{town.gallery.world.places['midorigaoka']}/people"
    page = look(people, "yamada")
    page.get_by_label("お名前").fill("新井 光")
    page.locator("#role").select_option("officer")
    page.locator("#title").fill("会計")
    # As the server answers when the step-up has expired.
    page.route(
        f"**{people}",
        lambda route: (
            route.fulfill(status=303, headers={"Location": f"/step-up?next={people}"})
            if route.request.method == "POST"
            else route.continue_()
        ),
    )
    page.get_by_role("button", name="任命する").click()
    page.wait_for_url("**/step-up?**")
    page.evaluate("path => location.assign(path)", people)
    expect(page.get_by_text("もう一度押してください")).to_be_visible()
    expect(page.get_by_label("お名前")).to_have_value("新井 光")
    expect(page.locator("#title")).to_have_value("会計")
    page.reload()
    expect(page.get_by_label("お名前")).to_have_value("")


def test_going_back_to_a_refused_form_shows_the_form(look: Open, town: Town) -> None:
    """Browsers do not cache responses to POST; our service worker must not show this as being offline."""
    people = f"{town.address}/associations/{town.gallery.world.places['midorigaoka']}/people"
    page = look("/settings", "yamada", forgiven="status of 4")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.goto(people)
    page.locator("#name").evaluate("box => box.removeAttribute('required')")
    page.get_by_role("button", name="任命する").click()
    expect(page.get_by_text("まだ登録していません")).to_be_visible()
    page.goto(f"{town.address}/office")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("役員・班長")


def test_the_number_of_households_follows_what_is_ticked(look: Open, town: Town) -> None:
    page = look("/office", "yamada")
    page.get_by_role("button", name="回覧を書く").click()
    page.goto(page.url.removesuffix("draft") + "audience")
    count = page.locator("#count")
    everybody = count.inner_text()
    # With the whole association chosen, nothing else is offered.
    expect(page.get_by_label("1班", exact=True)).to_be_hidden()
    page.get_by_label("下で印をつけた先だけ").check()
    expect(count).to_contain_text("どなたに回すかを選んでください")
    page.get_by_label("1班", exact=True).check()
    expect(count).to_contain_text("世帯に届きます")
    assert count.inner_text() != everybody
    page.get_by_label("会全体").check()
    expect(count).to_have_text(everybody)
