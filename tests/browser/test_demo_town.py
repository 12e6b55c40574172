"""The demo town as each of its people: every page their links lead to fits the smallest phone, and passes axe.

The gallery shows pages in chosen states; the demo town has a year behind it, long lists and real mixtures.
One page of each shape (/circulars/N) is enough; KAIRANBAN_TEST_FULL=1 opens up to four, for each person anew.
"""

import json
import os
import re
import signal
import subprocess
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from kairanban.operations.demo.links import CAST
from tests.browser.conftest import free_port, serve
from tests.browser.measures import findings, measure

FULL = bool(os.environ.get("KAIRANBAN_TEST_FULL"))
EACH = 4 if FULL else 1
# Files are downloads; a part of a page is seen with its page.
NOT_PAGES = re.compile(r"^/(static|demo)/|/(table|totals|file|export|parts)$|/parts/\d+$|\.\w+$")
LINK = re.compile(r'<a[^>]* href="([^"]*)"')
# The shapes that a person before has opened.
opened = set[str]()


@pytest.fixture(scope="module")
def links(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Fill a demo town as scripts/run does, serve it, and return its sign-in links."""
    folder, port = tmp_path_factory.mktemp("demo"), free_port()
    command = [sys.executable, "-m", "kairanban", "--data", str(folder), "demo", "--no-serve"]
    subprocess.run([*command, "--port", str(port)], check=True, stdout=subprocess.DEVNULL)
    process = serve(folder, port)
    yield json.loads((folder / "demo-links.json").read_text())
    process.send_signal(signal.SIGTERM)
    process.wait(10)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 320, "height": 900}, locale="ja-JP", service_workers="block"
    )
    yield context.new_page()
    context.close()


@pytest.mark.xdist_group("demo_town")
@pytest.mark.parametrize("who", CAST)
def test_each_person_finds_every_page_whole(links: dict[str, str], page: Page, who: str) -> None:
    """Follow every link from the first page on."""
    sign_in(page, links[who])
    address, wrong = links[who].partition("/demo/")[0], list[str]()
    followed, known, waiting = Counter[str](), {"/"}, ["/"]
    while waiting:
        path = waiting.pop(0)
        if followed[shape(path)] == EACH:
            continue
        followed[shape(path)] += 1
        # Each person has an own first page, and pages behind a page that others have too.
        if path == "/" or FULL or shape(path) not in opened:
            wrong += [f"{path}: {found}" for found in looked_at(page, address + path, links[who])]
        opened.add(shape(path))
        new = [one for one in dict.fromkeys(leading(page, address, path)) if one not in known]
        known.update(new)
        waiting += new
    assert wrong == [], "\n".join(wrong)
    assert len(followed) >= 30, followed


def sign_in(page: Page, link: str) -> None:
    page.goto(link)
    if "/demo/" in page.url:
        page.locator("main form button").first.click()


def looked_at(page: Page, address: str, link: str) -> list[str]:
    answer = page.goto(address)
    if answer is not None and answer.status == 403:
        # On a slow machine the sign-in is no longer fresh enough for what asks for a fresh one.
        sign_in(page, link)
        answer = page.goto(address)
    assert answer is not None
    if answer.status != 200:
        return [f"status {answer.status}"]
    found = measure(page, 320, "standard")
    return [*found, *findings(page)] if looks_closely(shape(urlsplit(address).path)) else found


def looks_closely(path: str) -> bool:
    """Tell whether axe looks at pages of this shape: the gallery shows it all of them, so a fixed third is enough here."""
    return FULL or zlib.crc32(path.encode()) % 3 == 0


def leading(page: Page, address: str, path: str) -> list[str]:
    """Return the paths of this town the page links to."""
    html = page.request.get(address + path).text()
    links = (urljoin(path, unescape(one)).partition("#")[0] for one in LINK.findall(html))
    paths = (one.removeprefix(address) for one in links)
    return [one for one in paths if one.startswith("/") and not NOT_PAGES.search(urlsplit(one).path)]


def shape(path: str) -> str:
    """Return the path without its numbers, with the names of its query."""
    parts = urlsplit(path)
    return re.sub(r"\d+", "N", parts.path) + "".join(f"&{name}" for name, _ in sorted(parse_qsl(parts.query)))
