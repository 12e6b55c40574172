"""Pushes per second and core over TLS, compared with other senders; and an emergency to 2,000 devices."""

import asyncio
import base64
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import func, or_, select

from kairanban.config import Settings
from kairanban.core.push_services import push_services
from kairanban.db.engine import Database, open_database
from kairanban.db.migrate import migrate
from kairanban.db.statements import Statement
from kairanban.db.tables.notify import delivery
from kairanban.notify.actions.fan_out import fan_out_new
from kairanban.notify.courier import Courier, sending_settings
from kairanban.notify.keys import Keys, new_private_key
from tests.bench import beside
from tests.bench.report import Table
from tests.bench.serving import ROOT
from tests.bench.sinks import add_devices, certify, sinks
from tests.notify.push_service import Browser
from tests.world import SYSTEM, build, circular

TOOLS = Path(__file__).parent / "push_tools"
PUSHES, WARM, BROWSERS, ROUNDS = 2_000, 300, 64, 3
DEVICES, SHARE = 2_000, {"ok": 1_800, "hang": 100, "busy": 100}

_TRIED = Statement(
    select(func.count()).where(
        delivery.c.tries > 0,
        or_(delivery.c.tries > 1, delivery.c.code.is_not(None), delivery.c.why != ""),
    )
)
_STATES = Statement(select(delivery.c.state, func.count()).group_by(delivery.c.state))


def run() -> list[Table]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        certify(folder)
        return [_senders(folder), _emergency(folder), beside.run(folder)]


def _senders(folder: Path) -> Table:
    table = Table(
        "Messages to devices",
        f"Encrypted, signed and posted over TLS to a sink on this machine; {PUSHES} messages to {BROWSERS} browsers, the middle of "
        f"{ROUNDS} rounds in turns, counted by the processor time of the sender. Wanted: 1.3 times pywebpush, half of encryption alone.",
        ("sender", "messages a second and core", "ratio"),
    )
    _install()
    with sinks(folder, "ok") as (port,):
        job = _job(folder, port)
        here = [sys.executable, "-m", "tests.bench.pushing"]
        commands = {
            "kairanban": [*here, "send", job],
            "encryption alone": [*here, "encrypt", job],
            "pywebpush, one shared session": [sys.executable, str(TOOLS / "with_pywebpush.py"), job],
            "npm's web-push, one agent": ["node", str(TOOLS / "web_push.js"), job],
        }
        found: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(ROUNDS):
            for name, command in commands.items():
                found[name].append(_rate(folder, command))
    ours = sorted(found["kairanban"])[ROUNDS // 2]
    for name, rates in found.items():
        middle = sorted(rates)[ROUNDS // 2]
        table.rows.append((name, f"{middle:.0f}", f"{ours / middle:.2f}"))
    return table


def _rate(folder: Path, command: list[str]) -> float:
    trusted = str(folder / "certificate.pem")
    environment = {
        **os.environ,
        "SSL_CERT_FILE": trusted,
        "REQUESTS_CA_BUNDLE": trusted,
        "NODE_EXTRA_CA_CERTS": trusted,
    }
    if "with_pywebpush.py" in command[1]:
        environment["PYTHONPATH"] = str(TOOLS / ".python")
    ended = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True)
    done = json.loads(ended.stdout)
    return float(done["pushes"] / done["cpu"])


def _install() -> None:
    if not (TOOLS / "node_modules").exists():
        subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--silent", "--no-audit", "--no-fund"], cwd=TOOLS, check=True
        )
    if not (TOOLS / ".python").exists():
        wanted = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "-q",
            "--target",
            str(TOOLS / ".python"),
            "pywebpush==2.5.0",
        ]
        subprocess.run(wanted, check=True)


def _job(folder: Path, port: int) -> str:
    key = new_private_key()
    keys = Keys(key, "")
    settings = Settings(
        folder, "", "http://localhost", push_services=push_services(f"https://localhost:{port}")
    )
    browsers = [Browser(str(number)) for number in range(BROWSERS)]
    payload = json.dumps(
        {"web_push": 8030, "notification": {"title": "みどりヶ丘自治会", "body": "新しい回覧があります。"}}
    )
    jobs = []
    for number in range(WARM + PUSHES):
        browser = browsers[number % BROWSERS]
        given = browser.subscription(f"https://localhost:{port}/push/{browser.name}")
        jobs.append(
            {"channel": "push", "target": given["endpoint"], **given["keys"], "payload": payload, "ttl": 60,
             "urgency": "normal", "topic": "circular-1"}
        )  # fmt: skip
    private = serialization.load_pem_private_key(key.encode(), None)
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    secret = private.private_numbers().private_value.to_bytes(32, "big")
    path = folder / "job.json"
    path.write_text(
        json.dumps(
            {
                "jobs": jobs,
                "warm": WARM,
                "settings": {**sending_settings(settings, keys), "timeout": 10},
                "privateKey": base64.urlsafe_b64encode(secret).decode().rstrip("="),
                "publicKey": keys.public_key,
            }
        )
    )
    return str(path)


def _emergency(folder: Path) -> Table:
    table = Table(
        "An emergency",
        f"An urgent circular to {DEVICES} devices: {SHARE['hang']} at a service that never answers, {SHARE['busy']} at one that answers 429, "
        "the others at one that takes them; after eight tries without an answer a service is asked again only every ten seconds. From the press until each had been tried, and until each that could be was accepted; SQLite. Wanted: 60 s.",
        ("all that could be were accepted", "all were tried", "accepted", "wait for another try"),
    )
    with sinks(folder, *SHARE) as ports:
        os.environ["SSL_CERT_FILE"] = str(folder / "certificate.pem")
        table.rows.append(asyncio.run(_told(folder, dict(zip(SHARE, ports, strict=True)))))
    return table


async def _told(folder: Path, ports: dict[str, int]) -> tuple[str, ...]:
    url = f"sqlite:///{folder / 'kairanban.sqlite3'}"
    migrate(url)
    database = await open_database(url)
    try:
        world = await build(database)
        await add_devices(database, world, ports, SHARE)
        services = push_services(" ".join(f"https://localhost:{port}" for port in ports.values()))
        settings = Settings(folder, url, "http://localhost:8321", push_services=services)
        world.actors["yamada"] = replace(world.yamada, stepped_up_at=database.clock())
        courier = Courier(database, settings, SYSTEM)
        started = time.perf_counter()
        await circular(world, importance="urgent")
        await fan_out_new(database, SYSTEM)
        running = asyncio.create_task(courier.run())
        accepted = tried = 0.0
        while not (accepted and tried) and time.perf_counter() - started < 120:
            await asyncio.sleep(0.2)
            states, number = await _counted(database)
            now = time.perf_counter() - started
            accepted = accepted or (now if states.get("accepted", 0) >= SHARE["ok"] else 0.0)
            tried = tried or (now if number >= DEVICES else 0.0)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        return (
            f"{accepted:.1f} s",
            f"{tried:.1f} s",
            str(states.get("accepted", 0)),
            str(states.get("waiting", 0)),
        )
    finally:
        await database.close()


async def _counted(database: Database) -> tuple[dict[str, int], int]:
    async with database.read(SYSTEM) as tx:
        return dict(await tx.rows(_STATES)), await tx.value(_TRIED)
