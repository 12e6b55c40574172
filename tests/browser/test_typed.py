"""An officer's input survives a step-up, and leaving a draft at once."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, Town
from tests.browser.scene import Scene

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


def people_of(town: Town) -> str:
    return f"/associations/{town.gallery.world.places['midorigaoka']}/people"


def fill(page: Page, name: str = "新井 光") -> None:
    page.get_by_label("お名前").fill(name)
    page.locator("#role").select_option("officer")
    page.locator("#title").fill("会計")
    page.wait_for_timeout(400)


def shows(page: Page, name: str = "新井 光") -> None:
    expect(page.get_by_text("書いた文は、のこっています")).to_be_visible()
    expect(page.get_by_label("お名前")).to_have_value(name)
    expect(page.locator("#title")).to_have_value("会計")


def answering(page: Page, path: str, **answer: Any) -> None:
    """Let the server answer the next posts to the path like this."""
    page.route(
        f"**{path}",
        lambda route: route.fulfill(**answer) if route.request.method == "POST" else route.continue_(),
    )


def test_what_was_typed_waits_while_she_shows_once_more_that_it_is_she(look: Open, town: Town) -> None:
    people = people_of(town)
    page = look(people, "yamada")
    fill(page)
    answering(page, people, status=303, headers={"Location": f"/step-up?next={people}"})
    page.get_by_role("button", name="任命する").click()
    page.wait_for_url("**/step-up?**")
    page.evaluate("path => location.assign(path)", people)
    shows(page)


def test_what_was_typed_is_there_after_a_session_that_ended(look: Open, town: Town) -> None:
    people = people_of(town)
    page = look(people, "yamada", forgiven="status of 4")
    fill(page)
    page.context.clear_cookies(name="kairanban")
    page.get_by_role("button", name="任命する").click()
    expect(page.get_by_role("link", name="役員・班長の方はこちら")).to_be_visible()
    # She signs in again: the same person, another session.
    page.context.add_cookies(town.cookies(Scene(people, people, "yamada")))
    page.goto(town.address + people)
    shows(page)


def test_what_was_typed_outlives_a_reload_and_a_closed_browser(look: Open, town: Town) -> None:
    people = people_of(town)
    page = look(people, "yamada")
    fill(page)
    page.reload()
    shows(page)
    other = page.context.new_page()
    page.close()
    other.goto(town.address + people)
    shows(other)
    other.get_by_role("button", name="消す").click()
    expect(other.get_by_label("お名前")).to_have_value("")
    other.reload()
    expect(other.get_by_text("書いた文は、のこっています")).to_be_hidden()


def test_what_was_sent_is_not_offered_again(look: Open, town: Town) -> None:
    people = people_of(town)
    page = look(people, "yamada")
    fill(page)
    answering(page, people, status=303, headers={"Location": f"{people}?done=appointed"})
    page.get_by_role("button", name="任命する").click()
    page.wait_for_url("**?done=appointed")
    page.goto(town.address + people)
    expect(page.get_by_text("書いた文は、のこっています")).to_be_hidden()
    expect(page.get_by_label("お名前")).to_have_value("")


def test_it_ends_with_the_day_and_with_signing_out_and_is_nobody_elses(look: Open, town: Town) -> None:
    people = people_of(town)
    page = look(people, "yamada", service_workers="block")
    fill(page)
    # Another officer on the same device sees nothing of it.
    page.context.add_cookies(town.cookies(Scene(people, people, "ito")))
    page.goto(town.address + people)
    expect(page.get_by_text("書いた文は、のこっています")).to_be_hidden()
    page.context.add_cookies(town.cookies(Scene(people, people, "yamada")))
    page.clock.install()
    page.clock.set_system_time(page.evaluate("Date.now() + 25 * 3600 * 1000"))
    page.goto(town.address + people)
    expect(page.get_by_text("書いた文は、のこっています")).to_be_hidden()
    assert page.evaluate("localStorage.getItem('typed')") is None
    fill(page)
    page.clock.run_for(1000)
    assert "新井" in page.evaluate("localStorage.getItem('typed')")
    answering(page, "/away", status=303, headers={"Location": "/guides"})
    page.get_by_role("button", name="サインアウト").click()
    page.wait_for_url("**/guides")
    assert page.evaluate("localStorage.getItem('typed')") is None


def test_passwords_and_numbers_are_never_kept(look: Open) -> None:
    page = look("/own-page", "yamada")
    for box in page.locator("input[type=password], input[inputmode=numeric]").all():
        if box.is_visible():
            box.fill("4711")
    page.wait_for_timeout(400)
    assert "4711" not in (page.evaluate("localStorage.getItem('typed')") or "")


def test_a_residents_words_are_there_after_a_reload(look: Open, town: Town) -> None:
    page = look(town.gallery.scene("circular_text"))
    words = page.locator("main form input[name=words], main form textarea[name=words]").first
    words.fill("当日は遅れます。")
    page.wait_for_timeout(400)
    page.reload()
    expect(words).to_have_value("当日は遅れます。")


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
