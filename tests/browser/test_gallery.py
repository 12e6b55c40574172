"""Every page in every state, checked by tools: accessibility, HTML, target and type sizes.

A fixed sample of themes, type sizes, widths and languages covers every pair of values.
KAIRANBAN_TEST_FULL=1 checks every layout of every page (an hour), KAIRANBAN_TEST_SCENES=home,circular only these.
"""

import os
import subprocess
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from kairanban.i18n.languages import LANGUAGES
from tests.browser.conftest import Open, Town, free_port, heard
from tests.browser.measures import AXE, check_html, findings, measure, with_room
from tests.browser.scene import Scene

# Preferences of the device, and choices of the reader.
THEMES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "contrast": {"contrast": "more"},
    "contrast dark": {"contrast": "more", "color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
    "chosen high": {"color_scheme": "dark"},
    "chosen dark": {"color_scheme": "light"},
    "chosen high dark": {"color_scheme": "light"},
}
AS_IT_IS = {"color_scheme": "light", "contrast": "no-preference", "forced_colors": "none"}
CHOSEN = {
    "chosen high": {"theme": "high"},
    "chosen dark": {"theme": "dark"},
    "chosen high dark": {"theme": "high-dark"},
}
SIZES = ("standard", "large", "largest")
WIDTHS = (320, 390, 600, 820, 1180)
FURIGANA = ("none", "hard", "all")
FULL = bool(os.environ.get("KAIRANBAN_TEST_FULL"))
ONLY = frozenset(filter(None, os.environ.get("KAIRANBAN_TEST_SCENES", "").split(",")))
# In parts, so that two processes share the gallery.
PARTS = 60 if FULL else 6

Look = tuple[str, str, int, str, str]
# Settings that affect layout: each size, language and reading aid on each screen.
LAYOUTS = [
    (size, width, language, furigana)
    for size, language, furigana in product(SIZES, LANGUAGES, FURIGANA)
    if furigana == "none" or LANGUAGES[language].japanese
    for width in WIDTHS
]


def sample(number: int) -> list[tuple[Look, bool]]:
    """Return two layouts for the page, and whether axe runs; over the gallery every pair of values occurs."""
    if FULL:
        return whole(number)
    languages = list(LANGUAGES)
    first = (
        list(THEMES)[number % len(THEMES)],
        SIZES[number // 2 % len(SIZES)],
        WIDTHS[number % len(WIDTHS)],
        languages[(number + number // len(languages)) % len(languages)],
        FURIGANA[number % len(FURIGANA)],
    )
    # The hardest to fit: the largest type with furigana on every kanji on the smallest screens.
    second = ("dark" if number % 2 else "light", "largest", (320, 390, 820)[number % 3], "ja", "all")
    # The second layout only checks that everything fits.
    return [(first, True), (second, False)]


def whole(number: int) -> list[tuple[Look, bool]]:
    """Yield every layout, alternating themes; axe checks each size and language on one of the screens."""
    themes, screens = list(THEMES), len(WIDTHS)
    return [
        ((themes[(number + at) % len(themes)], *layout), at % screens == (number + at // screens) % screens)
        for at, layout in enumerate(LAYOUTS)
    ]


@pytest.fixture(scope="session")
def checker() -> Iterator[int]:
    """Run the Nu HTML checker as a server and return its port."""
    port = free_port()
    jar = Path(__file__).parent / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    process = subprocess.Popen(
        ["java", "-Xmx512m", "-cp", str(jar), "-Dnu.validator.servlet.bind-address=127.0.0.1",
         "nu.validator.servlet.Main", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    yield port
    process.kill()
    process.wait()


@pytest.fixture
def turn(browser: Browser, town: Town) -> Iterator[Callable[[Scene, Look], Page]]:
    """Show each scene in one window, since opening a window costs more than its page."""
    context = browser.new_context(locale="ja-JP", service_workers="block")
    page = context.new_page()
    page.on("console", lambda message: heard(page, message.type, message.text))
    page.on("pageerror", lambda error: heard(page, "error", str(error)))

    def turned(scene: Scene, look: Look) -> Page:
        theme, size, width, language, furigana = look
        page.set_viewport_size({"width": width, "height": 1100})
        page.emulate_media(**{**AS_IT_IS, **THEMES[theme]})
        context.clear_cookies()
        needs = {**CHOSEN.get(theme, {}), "furigana": furigana}
        context.add_cookies(town.cookies(scene, size=size, language=language, **needs))
        answer = page.goto(town.address + scene.path)
        assert answer is not None
        assert answer.status == scene.status, scene.name
        return page

    yield turned
    context.close()


@pytest.mark.parametrize("part", range(PARTS))
def test_the_gallery_shows_every_page(
    town: Town, turn: Callable[[Scene, Look], Page], checker: int, part: int
) -> None:
    """No findings of axe, the HTML checker or our own rules on any page."""
    wrong: list[str] = []
    scenes = [
        (number, scene) for number, scene in enumerate(town.gallery.scenes) if not ONLY or scene.name in ONLY
    ]
    for number, scene in scenes[part::PARTS]:
        for at, (look_at, thorough) in enumerate(sample(number)):
            page = turn(scene, look_at)
            _, size, width, _, _ = look_at
            label = f"{scene.name} [{' '.join(map(str, look_at))}]"
            wrong += [f"{label}: {found}" for found in (*measure(page, width, size), *with_room(page))]
            if thorough:
                wrong += [f"{label}: {found}" for found in findings(page)]
            if at == 0:
                html = page.request.get(page.url).text()
                wrong += [f"{scene.name}: {found}" for found in check_html(checker, html)]
    assert wrong == [], "\n".join(wrong)


def test_the_measures_do_find_what_is_wrong(look: Open) -> None:
    """A bad page is found: a small button, a wide block, pale type, a second heading."""
    page: Page = look("/", "sato")
    page.evaluate(
        """() => {
            document.querySelector('main').insertAdjacentHTML('beforeend',
              '<h1>x</h1><div class="broad">wide</div><button class="tiny">x</button><button class="tiny">y</button><p class="pale">pale</p>');
            document.querySelector('.broad').style.width = '3000px';
            for (const tiny of document.querySelectorAll('.tiny'))
              tiny.style.cssText = 'min-height:10px;height:10px;width:10px;padding:0;position:static';
            document.querySelector('.pale').style.color = '#ccc';
        }"""
    )
    found = " ".join([*findings(page), *measure(page, 820, "standard")])
    for what in ("sideways", "high", "one h1", "color-contrast", "too close"):
        assert what in found, (what, found)


def test_axe_is_the_whole_of_axe() -> None:
    assert len(AXE) > 300_000
