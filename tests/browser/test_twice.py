"""Two taps at one place are one press: nothing that undoes, leaves or removes comes to lie under the place just pressed.

A fixed sample pairs each primary button of the residents' pages with sizes, widths, and pages with and without JavaScript.
KAIRANBAN_TEST_FULL=1 tries all of them.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Locator, Page, Request, TimeoutError
from sqlalchemy import select

from kairanban.db.migrate import engine_for
from kairanban.db.tables import metadata
from tests.browser.conftest import Town
from tests.browser.scene import Scene
from tests.browser.test_gallery import FULL, ONLY, SIZES, WIDTHS
from tests.house.test_looking_changes_nothing import NOTED

# These tests change the town, so one process runs them all.
pytestmark = pytest.mark.xdist_group("the town changes")

PRIMARY = "main form[method=post] button:is(.primary, .alarm, [name=number][value='3'])"
# A call for help that nobody near takes is passed on by the worker.
PASSED_ON = {("help_call", "passed"), ("help_call", "passes_on")}
# Milliseconds until a tap is taken to lead nowhere.
PATIENCE = 400
# What the worker does meanwhile.
ITS_OWN = {
    "delivery", "notification", "fan_out", "setting", "attempt", "challenge", "journal", "edition", "retention_run", "look",
    # Of a household that came late; what it answered is in `reply`.
    "addressee",
}  # fmt: skip
TYPED = {
    "tel": "022-123-4567",
    "text": "はい",
    "number": "1",
    "email": "a@example.jp",
    "password": "きいろいみかん7つ",
}
LEFT = re.compile(r"/(away|.*print.*)?")
Case = tuple[Scene, int, str, int, bool]


@pytest.fixture(scope="module")
def before(town: Town, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the town as it was."""
    copy = tmp_path_factory.mktemp("before") / "town.sqlite3"
    _copy(_file(town), copy)
    return copy


def _file(town: Town) -> Path:
    return town.folder / "kairanban.sqlite3"


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target, timeout=30)) as other:
        one.backup(other)


def _state(town: Town, scene: Scene) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of the scene's household (of everybody, for a visitor) but for what a look or the worker changes."""
    home = town.gallery.world.households.get(scene.who or "")
    found = {}
    with engine_for(f"sqlite:///{_file(town)}", begin="BEGIN").connect() as connection:
        for table in metadata.sorted_tables:
            if table.name in ITS_OWN:
                continue
            rows = select(*(c for c in table.columns if (table.name, c.name) not in NOTED | PASSED_ON))
            if home is not None and "household" in table.columns:
                rows = rows.where(table.c.household == home)
            found[table.name] = [tuple(row) for row in connection.execute(rows.order_by(*table.primary_key))]
    return found


def _residents(town: Town) -> list[Scene]:
    """Return the scenes that a household or a visitor sees."""
    return [
        scene
        for scene in town.gallery.scenes
        if (scene.who is None or scene.who in town.gallery.world.households)
        and scene.status == 200
        and (not ONLY or scene.name in ONLY)
    ]


class Windows:
    """A context with scripts and one without, and the page that each shows."""

    def __init__(self, browser: Browser, town: Town) -> None:
        self.town = town
        self.contexts = {
            script: browser.new_context(locale="ja-JP", java_script_enabled=script, service_workers="block")
            for script in (True, False)
        }
        self.pages = {script: context.new_page() for script, context in self.contexts.items()}
        self.posts: list[str] = []

    def _heard(self, request: Request) -> None:
        if request.method == "POST":
            self.posts.append(request.url)

    def open(self, scene: Scene, size: str, width: int, script: bool) -> Page:
        self.posts.clear()
        context = self.contexts[script]
        # A telephone link that was tapped leaves the browser's question in its page.
        self.pages[script].close()
        page = self.pages[script] = context.new_page()
        page.on("request", self._heard)
        page.set_viewport_size({"width": width, "height": 1180 if width > 600 else 700})
        context.clear_cookies()
        context.add_cookies(self.town.cookies(scene, size=size))
        page.goto(self.town.address + scene.path)
        return page

    def buttons(self, scene: Scene) -> int:
        """Count the buttons of a page without showing it."""
        context = self.contexts[False]
        context.clear_cookies()
        context.add_cookies(self.town.cookies(scene))
        html = context.request.get(self.town.address + scene.path).text()
        return len(re.findall(r'<button (?:class="(?:primary|alarm)"|name="number" value="3")', html))

    def close(self) -> None:
        for context in self.contexts.values():
            context.close()


def _fill(button: Locator) -> None:
    form = button.locator("xpath=ancestor::form[1]")
    for field in form.locator("input:not([type=hidden]), textarea").all():
        kind = field.get_attribute("type") or "text"
        if (
            kind == "radio"
            and not form.locator(f"input[name='{field.get_attribute('name')}']:checked").count()
        ):
            field.locator("xpath=ancestor::label[1]").click()
        elif kind in TYPED and field.is_visible() and not field.input_value():
            field.fill("4826" if field.get_attribute("inputmode") == "numeric" else TYPED[kind])


def _tap(page: Page, x: float, y: float) -> None:
    """Tap, and wait for the page that comes of it, if any."""
    try:
        with page.expect_navigation(timeout=PATIENCE):
            page.mouse.click(x, y)
    except TimeoutError:
        return
    except Error as aborted:
        # A telephone link: it always acts, and leads to no page.
        if "ERR_ABORTED" not in str(aborted):
            raise


def _cases(windows: Windows, town: Town) -> Iterator[Case]:
    """Yield each button with one look of the sample, or with all."""
    looks = list(product(SIZES, WIDTHS, (True, False)))
    number = 0
    for scene in _residents(town):
        for at in range(windows.buttons(scene)):
            # Seven is no factor of the number of looks, so that all of them come; three each where most is pressed.
            often = 3 if scene.name.startswith(("circular", "safety")) else 1
            for look in looks if FULL else [looks[(number + n) * 7 % len(looks)] for n in range(often)]:
                yield (scene, at, *look)
            number += often


def _wrong(windows: Windows, town: Town, case: Case) -> str:
    """Return what the second tap did; empty if nothing, or where the button is not shown."""
    scene, at, size, width, script = case
    page = windows.open(scene, size, width, script)
    button = page.locator(PRIMARY).nth(at)
    if not button.is_visible():
        return ""
    label = (
        f"{scene.name} {button.inner_text().strip()!r} [{size} {width} {'script' if script else 'no script'}]"
    )
    _fill(button)
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    _tap(page, x, y)
    if not windows.posts:
        return f"{label}: nothing was sent"
    once, path = _state(town, scene), urlsplit(page.url).path
    _tap(page, x, y)
    changed = [name for name, rows in _state(town, scene).items() if rows != once[name]]
    there = urlsplit(page.url).path
    if changed:
        return f"{label}: the second tap changed {changed}, at {path}"
    return (
        f"{label}: the second tap left {path} for {there}" if there != path and LEFT.fullmatch(there) else ""
    )


def test_two_taps_at_one_place_are_one_press(browser: Browser, town: Town, before: Path) -> None:
    windows = Windows(browser, town)
    wrong, number = [], 0
    for case in list(_cases(windows, town)):
        number += 1
        wrong.append(_wrong(windows, town, case))
        _copy(before, _file(town))
    windows.close()
    assert ONLY or number > 30
    assert list(filter(None, wrong)) == [], "\n".join(filter(None, wrong))
