"""On a desk the circular stands beside the form as it will be read; on a tablet nothing of it is there."""

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.conftest import Open, Town

BESIDE = "#preview"


def writing(town: Town) -> str:
    return town.gallery.scene("writing_empty").path


def previews(page: Page) -> list[Request]:
    asked: list[Request] = []
    page.on("request", lambda one: asked.append(one) if one.url.endswith("/preview") else None)
    return asked


def test_what_is_typed_stands_beside_it_and_nothing_is_announced(look: Open, town: Town) -> None:
    page = look(writing(town), "yamada", width=1180)
    asked = previews(page)
    page.locator("#title").press_sequentially("もちつき大会のお知らせです", delay=60)
    page.locator("#body").fill("みんなで、もちをつきます。\n\n・手ぬぐい")
    page.locator("input[name=reply_kind][value=number]").check()
    beside = page.locator(BESIDE)
    expect(beside).to_contain_text("もちつき大会のお知らせです")
    expect(beside).to_contain_text("手ぬぐい")
    expect(beside).to_contain_text("行きません")
    # Of fifteen changes within a second and a half only a few are asked for.
    assert 1 <= len(asked) <= 6, len(asked)
    assert beside.locator("[aria-live], [role=status], [role=alert]").count() == 0
    # As a resident reads it on a telephone: 22 px.
    letters = page.evaluate("parseFloat(getComputedStyle(document.querySelector('#preview')).fontSize)")
    assert abs(letters - 22) < 0.1
    assert page.locator("h1").count() == 1


def test_the_keyboard_passes_it_with_one_stop_and_it_stays_in_sight(look: Open, town: Town) -> None:
    page = look(town.gallery.scene("writing_papers").path, "yamada", width=1440, height=900)
    expect(page.locator(f"{BESIDE} a").first).to_be_attached()
    page.locator("a[href$='/removal']").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "preview"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.preview')") is None
    page.evaluate("scrollTo(0, 900)")
    page.wait_for_timeout(200)
    box = page.locator(".preview").bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= 40, box


@pytest.mark.parametrize(
    "kind", [{"width": 1090}, {"width": 820}, {"width": 1180, "java_script_enabled": False}]
)
def test_where_there_is_no_room_or_no_script_nothing_stands_there(
    look: Open, town: Town, kind: dict[str, int]
) -> None:
    page = look(writing(town), "yamada", **kind)
    asked = previews(page)
    page.locator("#gist").fill("もちをつきます")
    page.wait_for_timeout(1500)
    expect(page.locator(".preview")).to_be_hidden()
    assert asked == []


def test_a_network_that_is_away_takes_nothing_off_the_page(look: Open, town: Town) -> None:
    page = look(writing(town), "yamada", width=1180, forgiven="")
    page.locator("#title").fill("もちつき大会")
    expect(page.locator(BESIDE)).to_contain_text("もちつき大会")
    page.route("**/preview", lambda route: route.fulfill(status=503, body="<h1>Away</h1>"))
    with page.expect_response("**/preview"):
        page.locator("#title").fill("運動会")
    page.wait_for_timeout(300)
    expect(page.locator(BESIDE)).to_contain_text("もちつき大会")
    assert page.locator("h1").count() == 1
