"""A served town and a real browser, synchronous: the browser's library does not mix with async tests."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

# The public module does not name the type of a cookie that is set.
from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from kairanban.db.engine import open_database
from kairanban.db.migrate import migrate
from tests.browser.gallery import Gallery, prepare
from tests.browser.scene import Scene
from tests.programs import program

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
CHROMIUM = program("chromium", "google-chrome")


@dataclass
class Town:
    """A running server and its town."""

    address: str
    folder: Path
    gallery: Gallery
    process: subprocess.Popen[bytes]

    def cookies(self, scene: Scene, **more: str) -> list[SetCookieParam]:
        found = dict(scene.cookies) | {"needs": "~".join(f"{name}:{value}" for name, value in more.items())}
        if scene.who is not None:
            found["kairanban"] = self.gallery.world.tokens[scene.who]
        return [{"name": name, "value": value, "url": self.address} for name, value in found.items()]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def serve(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """Start the server as an operator does, and wait until it answers."""
    environment = {
        **os.environ,
        "KAIRANBAN_DATA": str(folder),
        "KAIRANBAN_PUBLIC_ADDRESS": f"http://localhost:{port}",
    }
    environment.pop("KAIRANBAN_DATABASE_URL", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "kairanban", "serve", "--port", str(port)], env=environment
    )
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://localhost:{port}/health", timeout=1)
            return process
        except OSError:
            assert process.poll() is None, "the server did not start"
            time.sleep(0.1)
    raise AssertionError("the server does not answer")


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("town")
    gallery = asyncio.run(_fill(folder))
    port = free_port()
    process = serve(folder, port)
    yield Town(f"http://localhost:{port}", folder, gallery, process)
    process.send_signal(signal.SIGTERM)
    process.wait(10)


async def _fill(folder: Path) -> Gallery:
    url = f"sqlite:///{folder / 'kairanban.sqlite3'}"
    migrate(url)
    database = await open_database(url)
    try:
        return await prepare(database)
    finally:
        await database.close()


@pytest.fixture(scope="session")
def browser(town: Town) -> Iterator[Browser]:
    # After the town, because filling it runs its own event loop.
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


Open = Callable[..., Page]


@pytest.fixture
def look(browser: Browser, town: Town) -> Iterator[Open]:
    """Open a scene of the gallery, or a path, as a person in a kind of browser."""
    contexts: list[BrowserContext] = []

    def opened(scene: Scene | str, who: str | None = None, *, size: str = "standard", language: str = "ja",
               needs: dict[str, str] | None = None, width: int = 820, height: int = 1100, forgiven: str = "status of 4", **kind: Any) -> Page:  # fmt: skip
        if isinstance(scene, str):
            scene = Scene(scene, scene, who)
        context = browser.new_context(viewport={"width": width, "height": height}, locale="ja-JP", **kind)
        contexts.append(context)
        context.add_cookies(town.cookies(scene, size=size, language=language, **(needs or {})))
        page = context.new_page()
        page.on("console", lambda message: heard(page, message.type, message.text, forgiven))
        page.on("pageerror", lambda error: heard(page, "error", str(error), forgiven))
        answer = page.goto(town.address + scene.path)
        assert answer is not None
        assert answer.status == scene.status, scene.name
        return page

    yield opened
    for context in contexts:
        context.close()


def heard(page: Page, kind: str, words: str, forgiven: str = "status of 4") -> None:
    """Fail the test on console errors, except expected 4xx responses."""
    if kind == "error" and forgiven not in words:
        raise AssertionError(f"{page.url}: {words}")


def virtual_lock(page: Page) -> None:
    """Add a virtual authenticator that accepts everything."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
