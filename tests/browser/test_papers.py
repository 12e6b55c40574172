"""Papers and photographs of a draft, as the chair adds them and residents see them."""

from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import Open
from tests.confined.made import form, string
from tests.confined.papers import picture

pytestmark = pytest.mark.xdist_group("the town changes")

SAMPLES = Path(__file__).parents[1] / "confined" / "samples"


def add(page: Page) -> None:
    """Add a filled form, a photograph, and two files that cannot be used."""
    filled = form([(700, "日時")], [((180, 690, 480, 720), b"/FT/Tx/V" + string("12月20日 午前10時"))])
    files: list[FilePayload] = [
        {"name": "申込書.pdf", "mimeType": "application/pdf", "buffer": filled},
        {"name": "お祭り.jpg", "mimeType": "image/jpeg", "buffer": picture("JPEG", (1600, 1200))},
        {"name": "コピー機.tif", "mimeType": "image/tiff", "buffer": b"II*\0\x08\0\0\0"},
        {"name": "こわれた.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 broken"},
    ]
    page.locator("#files").set_input_files(files)
    page.locator('button[formaction$="/attachments"]').click()


@pytest.mark.parametrize(("width", "script"), [(820, True), (390, True), (820, False)])
def test_papers_are_added_and_the_bad_ones_named(look: Open, width: int, script: bool) -> None:
    page = look("/office", "yamada", width=width, java_script_enabled=script)
    page.get_by_role("button", name="回覧を書く").click()
    page.get_by_label("ひとことで").fill("お祭りです。")
    add(page)
    # What happened stands where the page begins.
    refused = page.get_by_role("alert")
    expect(refused).to_be_in_viewport()
    expect(refused.get_by_role("listitem")).to_have_count(2)
    expect(refused).to_contain_text("TIFF")
    expect(refused).to_contain_text("こわれた.pdf")
    expect(page.get_by_label("ひとことで")).to_have_value("お祭りです。")
    section = page.locator("section#papers")
    expect(section).to_contain_text("12月20日 午前10時")
    expect(section.get_by_text("写真です。")).to_be_visible()
    # The heading of the frame lies within it, and each paper has its picture.
    frame = page.locator("fieldset.aside")
    legend, box = frame.locator("legend").bounding_box(), frame.bounding_box()
    assert legend is not None
    assert box is not None
    assert legend["y"] >= box["y"] + 8
    pictures = frame.locator("img")
    expect(pictures).to_have_count(2)
    pictures.first.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    for one in pictures.all():
        assert one.evaluate("image => image.complete && image.naturalWidth > 0")
        assert one.evaluate("image => image.clientWidth") <= 80
    expect(frame).to_contain_text("お祭り.jpg")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [390, 320])
def test_a_number_in_wide_figures_and_a_long_address_stay_within_the_page(look: Open, width: int) -> None:
    page = look("/office", "yamada")
    page.get_by_role("button", name="回覧を書く").click()
    page.fill("#title", "故 髙﨑 一郎 様 ご葬儀のお知らせ")
    page.fill("#gist", "髙﨑 一郎 様のご葬儀です。")
    page.fill("#facts_phone", "（０２６１）２２－３３４４")
    page.fill(
        "#body",
        "https://www.city.example.lg.jp/kurashi/bousai/hinanjo/ichiran/index.html?id=12345&lang=ja へ。",
    )
    page.get_by_role("button", name="次へ").click()
    page.goto(page.url.replace("audience", "proof"))
    place = "/" + "/".join(page.url.split("/")[3:5])
    page.locator("form[action$=publication] button").click()
    shown = look(place, "tanaka", width=width, size="largest")
    assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert shown.locator("dd a.phone").get_attribute("href") == "tel:0261223344"
