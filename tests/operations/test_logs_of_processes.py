"""The log of every process, with faults of every kind: one JSON object a line, and nothing of anybody in any."""

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx2
import pytest

from kairanban.accountability.retention.actions.watching import CLOCK_WATCH
from kairanban.core.clock import system_clock
from kairanban.db.engine import Database
from kairanban.db.settings import set_setting
from kairanban.notify.actions import addresses
from tests.conftest import SetClock
from tests.notify.mail_server import mail_server
from tests.notify.push_service import push_service
from tests.notify.telling import WORKER, settings
from tests.serving import SECONDS, running, serving
from tests.world import World, build, circular

pytestmark = pytest.mark.anyio

WORD = "the-word-of-the-monitor-8321"
MAIL = "hanako.himitsu@example.jp"
QUERY = "himitsu-no-kotoba"
PHONE = "022-777-6666"
FILE = "himitsu-meibo.pdf"
CELL = "meibo-no-himitsu"
ENDPOINT = "himitsu-no-tablet"
SMTP_REFUSAL = f"550 5.1.1 <{MAIL}> himitsu-no-sato is not known here"
OF_THE_TOWN = ("佐藤", "鈴木", "山田", "022-000-0001", "公園の清掃", "若葉市")


@pytest.fixture
def clock() -> SetClock:
    """The time of the server process."""
    return SetClock(system_clock())


def lines(files: list[Path]) -> list[dict[str, Any]]:
    """Return every line of these outputs as an object; raise for one that is none."""
    return [json.loads(line) for file in files for line in file.read_text().splitlines()]


async def until(what: Callable[[list[dict[str, Any]]], bool], files: list[Path]) -> None:
    end = time.monotonic() + SECONDS
    while not what(lines(files)):
        assert time.monotonic() < end, [file.read_text() for file in files]
        await asyncio.sleep(0.1)


def events(written: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [line for line in written if line["event"] == name]


async def prepare(database: Database, origin: str, tablet: dict[str, Any]) -> tuple[World, int]:
    """Build the town, with a circular to be told to a tablet, and a stored value that breaks the worker's round."""
    world = await build(database)
    keys = tablet["keys"]
    services = settings(Path("/nowhere"), origin).push_services
    given = addresses.checked(tablet["endpoint"], keys["p256dh"], keys["auth"], services)
    async with database.write(world.sato) as tx:
        await addresses.subscribe(tx, given, "ja")
    asked = await circular(world, reply_kind="text", importance="important")
    async with database.write(WORKER) as tx:
        await set_setting(tx, CLOCK_WATCH, '["佐藤", 0, 0]')
    await database.close()
    return world, asked


async def misuse(browser: httpx2.AsyncClient, world: World, asked: int) -> None:
    """Ask for everything that fails, with a name, an address, a number or a word in each."""
    chair = {"Cookie": f"kairanban={world.tokens['yamada']}"}
    sato = {"Cookie": f"kairanban={world.tokens['sato']}"}
    town = f"/associations/{world.places['midorigaoka']}"
    for path in (
        f"/?q={QUERY}",
        f"/circulars?words={QUERY}",
        f"/{QUERY}/佐藤",
        f"/c/{QUERY}",
        f"/i/{QUERY}",
        f"/told/{QUERY}",
    ):
        assert (await browser.get(path)).status_code < 500
        assert (await browser.get(path, headers=chair)).status_code < 500
    await browser.post("/sign-in", data={"sign_in_name": MAIL, "password": QUERY})
    await browser.post("/settings/notices/mail", data={"email": MAIL}, headers=sato)
    # Sent at any hour, as the question of the mail is.
    assert (await browser.post("/settings/notices/trial", headers=sato)).status_code == 303
    await browser.post(f"/circulars/{asked}/answer", data={"choice": QUERY, "words": PHONE}, headers=sato)
    await browser.post(
        f"/circulars/{asked}/answer", data={"choice": "words", "words": "佐" * 90_000}, headers=sato
    )
    roster = f"班,氏名,電話\r\n1班,{CELL},{PHONE}\r\n"
    for name, data in (
        ("名簿.csv", roster.encode()),
        (FILE, b"%PDF-1.4 " + CELL.encode()),
        ("x.xlsx", b"PK" + CELL.encode()),
    ):
        await browser.post(f"{town}/roster/files", files={"file": (name, data)}, headers=chair)
    assert (await browser.get("/metrics", headers={"Authorization": f"Bearer {WORD}"})).status_code == 200
    assert (await browser.get("/metrics", headers={"Authorization": f"Bearer {WORD}x"})).status_code == 401


async def test_no_process_says_anything_of_anybody(
    database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with push_service() as service, mail_server() as mail:
        world, asked = await prepare(database, service.origin, service.browser(ENDPOINT))
        service.answers["*"] = [500]
        mail.says["RCPT"] = [SMTP_REFUSAL] * 20
        monkeypatch.setenv("KAIRANBAN_METRICS_TOKEN", WORD)
        monkeypatch.setenv("KAIRANBAN_SMTP_URL", mail.url)
        monkeypatch.setenv("KAIRANBAN_PUSH_SERVICES", service.origin)
        with ExitStack() as processes:
            server = await asyncio.to_thread(processes.enter_context, serving(tmp_path, url=database_url))
            said = [server.said]
            if database_url.startswith("postgresql"):
                _, of_worker = processes.enter_context(running(tmp_path, "worker", url=database_url))
                said.append(of_worker)
            headers = {"Origin": server.address, "Accept-Language": "ja"}
            async with httpx2.AsyncClient(base_url=server.address, headers=headers, timeout=60) as browser:
                await misuse(browser, world, asked)
            await until(
                lambda found: len({one["channel"] for one in events(found, "sends_failed")}) == 2, said
            )
            await until(lambda found: bool(events(found, "round_failed")), said)
        written = lines(said)

    assert all({"event", "level", "timestamp", "pid"} <= line.keys() for line in written)
    kinds = {(one["channel"], one["answer"]) for one in events(written, "sends_failed")}
    assert kinds == {("push", "later"), ("mail", "unknown")}
    assert {one["process"] for one in events(written, "started")} == {
        one["process"] for one in events(written, "stopped")
    }
    assert all(one["version"] for one in events(written, "started"))
    assert any(
        "builtins.ValueError" in one["problem"] or "builtins.TypeError" in one["problem"]
        for one in events(written, "round_failed")
    )
    assert not [
        one for one in events(written, "request") if one["route"] in ("/metrics", "/health", "/ready")
    ]
    whole = "\n".join(path.read_text() for path in said)
    canaries = [
        MAIL,
        QUERY,
        PHONE,
        FILE,
        CELL,
        ENDPOINT,
        WORD,
        "himitsu",
        "right@",
        *OF_THE_TOWN,
        *world.tokens.values(),
    ]
    assert [one for one in canaries if one in whole] == []
