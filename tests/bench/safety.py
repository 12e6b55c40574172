"""安否確認: 2,000 households report over HTTP while boards are open; losses, and the boards' delay."""

import asyncio
import random
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import httpx2
from sqlalchemy import func, select

from kairanban.community.places.actions.places import add_place
from kairanban.community.places.rules import PlaceKind
from kairanban.db.engine import Database, open_database
from kairanban.db.migrate import migrate
from kairanban.db.statements import Statement
from kairanban.db.tables.safety import safety_addressee, sighting
from tests.bench.confirmations import _household
from tests.bench.report import Table
from tests.bench.serving import server
from tests.engines import server as postgresql
from tests.world import SYSTEM, build, checked

HOUSEHOLDS, BLOCKS = 2_000, 40
SECONDS, BOARDS, EVERY = 120, 4, 4.0
# One in this many needs help.
HELP = 50
_ANSWERED = Statement(select(func.count()).select_from(sighting).where(sighting.c.source == "own"))
_KNOWN = Statement(
    select(func.count()).select_from(safety_addressee).where(safety_addressee.c.state != "unknown")
)


@dataclass
class Heard:
    """Successful reports and shown boards with their arrival times in seconds."""

    answers: list[float] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    wrong: int = 0
    boards: list[list[tuple[float, int]]] = field(default_factory=list)
    polls: list[float] = field(default_factory=list)

    @property
    def behind(self) -> float:
        """Return the longest time between a report's success and its appearance on an open board."""
        done = sorted(self.answers)
        worst = 0.0
        for shown in self.boards:
            at = 0
            for moment, known in shown:
                while at < min(known, len(done)):
                    worst = max(worst, moment - done[at])
                    at += 1
            assert at == len(done), "a board never showed every answer"
        return worst


def run() -> list[Table]:
    table = Table(
        "A safety check",
        f"{HOUSEHOLDS} households in {BLOCKS} blocks open the page and answer over HTTP, one in {HELP} asks for help, while "
        f"{BOARDS} boards ask every {EVERY:.0f} s as the page does; one web process, every answer on disk before it is received "
        "(SQLite: synchronous=FULL, its worker in the same process). Behind is the longest from an answer's success until every "
        "open board shows it. Wanted: none lost, 5 s.",
        ("engine", "answers come", "answered", "lost", "answer p50 / p99", "board p99", "board behind"),
    )
    ways = (("over two minutes", SECONDS), ("all at once, 64 connections", 0))
    engines: tuple[tuple[str, Callable[[], AbstractContextManager[str]]], ...] = (
        ("SQLite", _sqlite),
        ("PostgreSQL", lambda: postgresql("jit = off\n")),
    )
    for (engine, database), (name, seconds) in product(engines, ways):
        with database() as url:
            heard, lost = _measure(url, seconds)
        table.rows.append(
            (
                engine,
                name,
                str(len(heard.answers)),
                str(lost),
                f"{_at(heard.took, 0.5):.0f} / {_at(heard.took, 0.99):.0f} ms",
                f"{_at(heard.polls, 0.99):.0f} ms",
                f"{heard.behind:.1f} s",
            )
        )
        assert heard.wrong == 0
    return [table]


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as name:
        yield f"sqlite:///{Path(name) / 'kairanban.sqlite3'}"


def _measure(url: str, seconds: int) -> tuple[Heard, int]:
    check, tokens, chair = asyncio.run(_fill(url))
    with (
        tempfile.TemporaryDirectory() as name,
        server("tests.bench.serving", name, KAIRANBAN_DATABASE_URL=url) as (address, _),
    ):
        heard = asyncio.run(_load(address, check, tokens, chair, seconds))
    answered, known = asyncio.run(_kept(url))
    return heard, len(heard.answers) - min(answered, known)


async def _load(address: str, check: int, tokens: list[str], chair: str, seconds: int) -> Heard:
    heard = Heard(boards=[[] for _ in range(BOARDS)])
    ended = asyncio.Event()
    limits = httpx2.Limits(max_connections=64 + BOARDS)
    headers = {"Origin": address}
    async with httpx2.AsyncClient(base_url=address, headers=headers, limits=limits, timeout=60) as http:
        watching = [
            asyncio.create_task(_watch(http, check, chair, shown, heard, ended, EVERY * at / BOARDS))
            for at, shown in enumerate(heard.boards)
        ]
        chance, at_once = random.Random(119), asyncio.Semaphore(64)
        begun = time.monotonic()
        await asyncio.gather(
            *(
                _answer(http, check, token, number, heard, begun + chance.uniform(0, seconds), at_once)
                for number, token in enumerate(tokens)
            )
        )
        ended.set()
        await asyncio.gather(*watching)
    return heard


async def _answer(
    http: httpx2.AsyncClient,
    check: int,
    token: str,
    number: int,
    heard: Heard,
    due: float,
    at_once: asyncio.Semaphore,
) -> None:
    await asyncio.sleep(max(0.0, due - time.monotonic()))
    cookie = {"Cookie": f"kairanban={token}"}
    async with at_once:
        page = await http.get(f"/safety/{check}", headers=cookie)
        press = re.search(r'name="press" value="([^"]+)"', page.text)
        state = "safe" if number % HELP else "help"
        begun = time.monotonic()
        form = {"state": state, "press": press.group(1) if press else ""}
        answer = await http.post(f"/safety/{check}/answer", data=form, headers=cookie)
    heard.took.append((time.monotonic() - begun) * 1000)
    if answer.status_code == 303:
        heard.answers.append(time.monotonic())
    else:
        heard.wrong += 1


async def _watch(
    http: httpx2.AsyncClient,
    check: int,
    chair: str,
    shown: list[tuple[float, int]],
    heard: Heard,
    ended: asyncio.Event,
    after: float,
) -> None:
    """Poll a board every four seconds with its version, as the page does."""
    await asyncio.sleep(after)
    version = ""
    while True:
        last = ended.is_set()
        begun = time.monotonic()
        answer = await http.get(
            f"/safety/{check}/board?version={version}",
            headers={
                "Cookie": f"kairanban={chair}",
                "HX-Request": "true",
                "HX-Request-Type": "partial",
            },
        )
        heard.polls.append((time.monotonic() - begun) * 1000)
        if answer.status_code == 200:
            found = re.search(r"version=([\d.]+)", answer.text)
            figures = answer.text.split('class="figures"')[1].split("</ul>")[0]
            numbers = [int(one) for one in re.findall(r"<strong>(\d+)</strong>", figures)]
            version = found.group(1) if found else ""
            # Households with a known state.
            shown.append((time.monotonic(), numbers[-1] - numbers[1]))
        if last:
            return
        await asyncio.sleep(EVERY)


async def _fill(url: str) -> tuple[int, list[str], str]:
    migrate(url)
    database = await open_database(url)
    try:
        world = await build(database)
        async with database.write(world.yamada) as tx:
            blocks = [
                await add_place(tx, PlaceKind.BLOCK, f"{n + 11}班", world.places["midorigaoka"])
                for n in range(BLOCKS)
            ]
        tokens = [
            await _household(database, world.places["midorigaoka"], blocks[n % BLOCKS], n)
            for n in range(HOUSEHOLDS)
        ]
        return await checked(world, "real"), tokens, world.tokens["yamada"]
    finally:
        await database.close()


async def _kept(url: str) -> tuple[int, int]:
    """Return the reports and known households of the reopened database."""
    database: Database = await open_database(url)
    try:
        async with database.read(SYSTEM) as tx:
            return int(await tx.value(_ANSWERED)), int(await tx.value(_KNOWN))
    finally:
        await database.close()


def _at(found: list[float], share: float) -> float:
    return sorted(found)[int(len(found) * share)] if found else 0.0
