"""The roster follows what is typed, keeps what was ticked, and names it before anything is done."""

from playwright.sync_api import expect

from tests.browser.conftest import Open, Town


def test_households_are_found_while_typing_ticked_and_named(look: Open, town: Town) -> None:
    page = look(town.gallery.scene("roster"), width=1180)
    page.locator("#words").press_sequentially("鈴木", delay=60)
    rows = page.locator("#found tbody tr")
    expect(rows).to_have_count(1)
    assert page.evaluate("document.activeElement.id") == "words"
    # No name stands in the address of the page.
    assert "words" not in page.url
    page.locator("#found [name=chosen]").check()
    page.locator("#words").fill("花子")
    expect(rows).to_have_count(2)
    expect(page.locator("#found [name=chosen]").first).to_be_checked()
    page.locator("#found [name=chosen]").nth(1).check()
    page.locator("#what").select_option("method")
    page.get_by_role("button", name="次へ").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2世帯の届け方")
    for name in ("鈴木", "佐藤"):
        expect(page.locator(".many")).to_contain_text(name)


def test_without_scripts_it_is_a_form_and_links(look: Open, town: Town) -> None:
    page = look(town.gallery.scene("roster"), width=820, java_script_enabled=False)
    page.locator("#words").fill("鈴木")
    page.get_by_role("button", name="さがす").click()
    expect(page.locator("#found tbody tr")).to_have_count(1)
    page.get_by_role("link", name="世帯", exact=True).click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_count(1)
