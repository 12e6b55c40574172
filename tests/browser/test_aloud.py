"""Reading aloud by sentence, with mark, pause and restart; no button without a voice."""

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Town

# A silent voice that records its input; each sentence lasts until the test ends it.
VOICE = """
window.said = [];
const voice = {
  getVoices: () => [{lang: 'ja-JP', name: 'テスト'}], cancel() { this.now = null; },
  speak(one) { window.said.push([one.text, one.lang, one.rate]); this.now = one; }, addEventListener() {},
};
window.ended = () => { const one = voice.now; voice.now = null; one.onend(); };
Object.defineProperty(window, 'speechSynthesis', {value: voice});
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


def opened(browser: Browser, town: Town, name: str, script: str, **needs: str) -> Page:
    context = browser.new_context(viewport={"width": 820, "height": 900}, locale="ja-JP")
    scene = town.gallery.scene(name)
    context.add_cookies(town.cookies(scene, **needs))
    if script:
        context.add_init_script(script)
    page = context.new_page()
    page.goto(town.address + scene.path)
    return page


def test_a_circular_is_read_sentence_by_sentence_and_marked(browser: Browser, town: Town) -> None:
    page = opened(browser, town, "circular_plain", VOICE, speed="slow", furigana="all")
    page.get_by_role("button", name="読み上げる").click()
    expect(page.locator("[data-spoken]")).to_have_count(1)
    page.evaluate("ended()")
    said = page.evaluate("said")
    # Once, without furigana, in the language of the text, at the chosen speed.
    assert said[0] == ["公園の清掃", "ja", 0.75]
    assert said[1][0] == "12月の第一日曜に公園を清掃します。"
    for _ in range(2):
        page.evaluate("ended()")
    assert any("12月6日、日曜日、" in text for text, _, _ in page.evaluate("said"))

    page.get_by_role("button", name="止める").click()
    before = len(page.evaluate("said"))
    page.get_by_role("button", name="読み上げる").click()
    # It continues where it stopped.
    assert page.evaluate("said")[-1] == page.evaluate("said")[before - 1]
    page.get_by_role("button", name="はじめから").click()
    assert page.evaluate("said")[-1][0] == "公園の清掃"
    page.context.close()


def test_no_button_where_no_voice_speaks_the_language(browser: Browser, town: Town) -> None:
    for script in ("", VOICE.replace("ja-JP", "de-DE")):
        page = opened(browser, town, "circular_plain", script)
        expect(page.locator(".aloud")).to_be_hidden()
        page.context.close()
