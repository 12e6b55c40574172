"""The demo town as each of its people: every page their links lead to passes axe and fits the smallest phone.

The gallery shows pages in chosen states; the demo town has a year behind it, long lists and real mixtures.
One page of each shape (/circulars/N) is enough; KAIRANBAN_TEST_FULL=1 opens up to four, for each person anew.
"""

import json
import os
import re
import signal
import subprocess
import sys
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
NOT_PAGES = re.compile(r"^/(static|demo)/|/(table|file|export|parts)$|\.\w+$")
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
    page.goto(links[who])
    if "/demo/" in page.url:
        page.locator("main form button").first.click()
    address, wrong = links[who].partition("/demo/")[0], list[str]()
    followed, known, waiting = Counter[str](), {"/"}, ["/"]
    while waiting:
        path = waiting.pop(0)
        if followed[shape(path)] == EACH:
            continue
        followed[shape(path)] += 1
        # Each person has an own first page, and pages behind a page that others have too.
        if path == "/" or FULL or shape(path) not in opened:
            wrong += [f"{path}: {found}" for found in looked_at(page, address + path)]
        opened.add(shape(path))
        new = [one for one in dict.fromkeys(leading(page, address, path)) if one not in known]
        known.update(new)
        waiting += new
    assert wrong == [], "\n".join(wrong)
    assert len(followed) >= 30, followed


def looked_at(page: Page, address: str) -> list[str]:
    answer = page.goto(address)
    assert answer is not None
    if answer.status != 200:
        return [f"status {answer.status}"]
    return [*measure(page, 320, "standard"), *findings(page)]


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
