"""A tablet left open: what comes is said in the header without moving anything, and a woken one shows today."""

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.conftest import Open, Town

LANGUAGES = ("ja", "ja-easy", "en", "ko", "pt", "vi", "zh")
HEIGHT = "document.querySelector('.top').getBoundingClientRect().height"
WORDS = {"words": "安否の確認", "to": "/safety/1", "alarm": True}
PLACES = "[...document.querySelectorAll('main a, main button, .top .button')].map(one => JSON.stringify(one.getBoundingClientRect())).join()"


@pytest.fixture
def tablet(look: Open) -> Page:
    """Return the first page with a clock that stands, and nothing new."""
    page = look("/guides", "sato", service_workers="block")
    page.clock.install()
    return page


def comes(page: Page, words: dict[str, object] | None = None) -> list[str]:
    """Answer each look with news; return the looks."""
    looks: list[str] = []

    def answer(route: Route) -> None:
        looks.append(route.request.url)
        route.fulfill(json=words or WORDS)

    page.route("**/now?*", answer)
    return looks


def hide(page: Page, hidden: bool) -> None:
    page.evaluate(
        "hidden => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });"
        " document.dispatchEvent(new Event('visibilitychange')); }",
        hidden,
    )


def test_a_page_in_sight_looks_each_minute_and_moves_nothing(tablet: Page) -> None:
    tablet.reload()
    looks = comes(tablet)
    before = tablet.evaluate(PLACES)
    tablet.clock.fast_forward(59_000)
    assert looks == []
    tablet.clock.fast_forward(2_000)
    tablet.get_by_role("status").get_by_role("link", name="安否の確認").wait_for()
    assert len(looks) == 1
    assert tablet.evaluate(PLACES) == before
    tablet.evaluate("scrollTo({ top: 900, behavior: 'instant' })")
    assert tablet.evaluate("scrollY") > 200
    assert tablet.locator(".news a").bounding_box()["y"] >= 0  # type: ignore[index]


def test_a_page_out_of_sight_does_not_look(tablet: Page) -> None:
    tablet.reload()
    looks = comes(tablet)
    hide(tablet, True)
    tablet.clock.fast_forward(10 * 60_000)
    assert looks == []
    hide(tablet, False)
    tablet.locator(".news a").wait_for()
    assert len(looks) == 1


def test_the_first_page_is_made_new_when_it_is_woken_and_not_under_a_finger(look: Open) -> None:
    page = look("/", "sato", service_workers="block")
    page.clock.install()
    page.reload()
    comes(page)
    page.mouse.move(10, 300)
    page.mouse.down()
    page.clock.fast_forward(61_000)
    page.locator(".news a").wait_for()
    hide(page, True)
    page.clock.fast_forward(61_000)
    with page.expect_navigation():
        hide(page, False)


def test_a_page_of_yesterday_is_made_new_without_a_look(look: Open) -> None:
    page = look("/", "sato", service_workers="block")
    page.clock.install()
    page.reload()
    looks = comes(page)
    hide(page, True)
    page.clock.fast_forward(24 * 60 * 60_000)
    looks.clear()
    with page.expect_navigation():
        hide(page, False)
    assert looks == []


def test_what_somebody_writes_is_not_lost_to_what_comes(look: Open, town: Town) -> None:
    text = next(scene for scene in town.gallery.scenes if scene.name == "circular_text")
    page = look(text, service_workers="block")
    page.clock.install()
    page.reload()
    comes(page)
    page.locator("textarea").fill("よろしくお願いします")
    hide(page, True)
    page.clock.fast_forward(24 * 60 * 60_000)
    hide(page, False)
    page.locator(".news a").wait_for()
    assert page.locator("textarea").input_value() == "よろしくお願いします"


@pytest.mark.parametrize("size", ["standard", "largest"])
@pytest.mark.parametrize("drill", [False, True], ids=["real", "drill"])
def test_the_words_fit_their_place_in_every_language(look: Open, size: str, drill: bool) -> None:
    from kairanban.desks.home.pages.now import CHECK, CIRCULAR, DRILL
    from kairanban.i18n.translate import translate

    for language in LANGUAGES:
        page = look(
            "/guides", "sato", language=language, size=size, width=360, height=740, service_workers="block"
        )
        page.clock.install()
        page.reload()
        height = page.evaluate(HEIGHT)
        for words in (DRILL,) if drill else (CHECK, CIRCULAR):
            comes(page, WORDS | {"words": translate(language, words)})
            page.clock.fast_forward(61_000)
            link = page.locator(".news a")
            link.wait_for()
            assert page.evaluate(HEIGHT) == height
            # One row.
            assert height <= 136, (language, height)
            cut = link.evaluate(
                "one => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1"
            )
            assert not cut, (language, words)
            page.unroute("**/now?*")
        page.close()


def test_back_leads_to_the_same_place_of_the_list(look: Open, town: Town) -> None:
    page = look("/", "matsumoto")
    door = page.locator(".door").last
    door.scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    assert place > 100
    door.click()
    page.wait_for_url("**/circulars/*")
    page.get_by_role("link", name="戻る").last.click()
    page.wait_for_url(f"{town.address}/")
    for _ in range(50):
        if abs(page.evaluate("scrollY") - place) < 5:
            break
        page.wait_for_timeout(100)
    else:
        raise AssertionError(page.evaluate("scrollY"))


def test_both_answers_stand_on_the_first_screen(look: Open, browser: Browser) -> None:
    for width, height in ((360, 640), (390, 740), (820, 1100)):
        for size in ("standard", "largest"):
            for path, who in (("/", "tanaka"), ("/", "suzuki")):
                page = look(path, who, size=size, width=width, height=height)
                for name in ("無事です", "助けが必要です"):
                    box = page.get_by_role("button", name=name).first.bounding_box()
                    assert box is not None
                    assert box["y"] + box["height"] <= height, (width, size, who, name, box)
                page.close()


@pytest.mark.parametrize(
    ("scene", "width", "height", "size"),
    [
        ("circular_obituary", 360, 740, "standard"),
        ("circular_obituary", 390, 844, "standard"),
        ("circular_obituary", 820, 1180, "largest"),
        ("circular_plain", 820, 1100, "standard"),
    ],
)
def test_a_short_circular_has_its_button_on_the_first_screen(
    look: Open, town: Town, scene: str, width: int, height: int, size: str
) -> None:
    page = look(town.gallery.scene(scene), size=size, width=width, height=height)
    # A safety check is asked first, while there is one.
    page.evaluate("document.querySelector('[aria-labelledby=asked]').remove()")
    button = page.locator("button.primary").bounding_box()
    assert button is not None
    assert button["y"] + button["height"] <= height


def test_a_screen_that_was_taken_off_shows_nothing_of_the_household_any_more(look: Open) -> None:
    page = look("/", "sato", service_workers="block")
    page.clock.install()
    page.reload()
    page.route("**/now?*", lambda route: route.fulfill(status=401))
    with page.expect_navigation():
        page.clock.fast_forward(61_000)


def test_news_goes_when_it_is_no_longer_so(tablet: Page) -> None:
    tablet.reload()
    comes(tablet)
    tablet.clock.fast_forward(61_000)
    tablet.locator(".news a").wait_for()
    tablet.unroute("**/now?*")
    tablet.route("**/now?*", lambda route: route.fulfill(status=204))
    tablet.clock.fast_forward(61_000)
    tablet.locator(".brand").wait_for(state="visible")
