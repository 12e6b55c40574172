"""End to end in a real Firefox: permission, notification, decryption, display, click."""

from pathlib import Path

import aiohttp
import pytest

from kairanban.db.engine import open_database
from kairanban.db.migrate import migrate
from tests.notify.autopush import autopush
from tests.notify.firefox import firefox
from tests.programs import program
from tests.serving import Served, serving
from tests.world import build, draft

pytestmark = pytest.mark.anyio

SHOWN = """(await (await navigator.serviceWorker.ready).getNotifications())
  .map(({title, body, tag, data}) => ({title, body, tag, data}))"""
# The window in which Firefox shows the notification.
PRESS = """{
  const alerts = [...Services.wm.getEnumerator("alert:alert")];
  const found = alerts.find(one => one.document.getElementById("alertTextLabel")?.textContent.includes("新しい回覧"));
  found?.onAlertClick();
  return Boolean(found);
}"""
OPEN = "Services.wm.getMostRecentWindow('navigator:browser').gBrowser.tabs.map(tab => tab.linkedBrowser.currentURI.spec)"


async def publish(town: Served, token: str, id: int) -> None:
    """Publish as the chair does with いま送る."""
    async with aiohttp.ClientSession(cookies={"kairanban": token}) as chair:
        headers = {"Origin": town.address}
        address = f"{town.address}/circulars/{id}/publication"
        async with chair.post(address, headers=headers, allow_redirects=False) as answer:
            assert answer.status == 303


async def test_firefox_shows_the_push_and_a_click_opens_the_circular(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'kairanban.sqlite3'}"
    migrate(url)
    database = await open_database(url)
    world = await build(database)
    id = await draft(world, importance="important")
    await database.close()
    profile = tmp_path / "profile"
    profile.mkdir()
    async with autopush() as service:
        monkeypatch.setenv("KAIRANBAN_PUSH_SERVICES", service.origin)
        with serving(tmp_path) as town:
            async with firefox(program("firefox-esr", "firefox"), profile, service.port) as browser:
                await browser.open(f"{town.address}/health")
                cookie = {"name": "kairanban", "value": world.tokens["sato"], "path": "/", "httpOnly": True}
                await browser.ask("WebDriver:AddCookie", cookie=cookie)
                await browser.open(f"{town.address}/settings/notices")
                await browser.until('!document.querySelector("#allow").hidden')
                await browser.page('document.querySelector("#allow button").click()')
                await browser.until('location.search === "?done=told" && document.readyState === "complete"')
                assert len(service.channels) == 1

                # A test message arrives, and the page shows its outcome.
                await browser.page("document.querySelector(\"form[action$='/trial'] button\").click()")
                await service.acknowledged(1)
                assert service.refused == []
                assert service.acks == [100]
                await browser.until('document.body.textContent.includes("お試しのお知らせを渡しました")')
                [shown] = await browser.until(SHOWN)
                assert shown["tag"] == "test"

                # The test may run at night.
                await browser.page('document.querySelector("button[name=quiet][value=never]").click()')
                await browser.until(
                    'location.search === "?done=changed" && document.readyState === "complete"'
                )
                await publish(town, world.tokens["yamada"], id)
                await service.acknowledged(2)
                assert service.acks == [100, 100]
                path = f"/circulars/{id}"
                shown = await browser.until(
                    f"{{ return ({SHOWN}).find(one => one.tag === 'circular-{id}'); }}"
                )
                assert shown["title"] == "みどりヶ丘自治会"
                assert shown["body"] == "新しい回覧があります。"
                assert shown["data"] == f"{town.address}{path}"

                # A click on it in Firefox's window opens the circular.
                assert await browser.until(PRESS, "chrome")
                opened = await browser.until(
                    f"{{ return ({OPEN}).find(one => one.endsWith('{path}')); }}", "chrome"
                )
                assert opened == f"{town.address}{path}"
