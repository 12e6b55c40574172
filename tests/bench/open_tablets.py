"""The small look of tablets left open, compared with the circular page of the same household: what 10,000 of them take."""

import asyncio
import tempfile
import urllib.request
from pathlib import Path

from tests.bench.load import wrk
from tests.bench.pages import _middle, fill
from tests.bench.report import Table
from tests.bench.serving import server, wait_until_idle

SECONDS = 4
ROUNDS = 3
TABLETS = 10_000
# Each looks once a minute while it can be seen.
EVERY = 60


def run() -> list[Table]:
    with tempfile.TemporaryDirectory() as folder:
        token, id = asyncio.run(fill(Path(folder)))
        cookie = f"kairanban={token}"
        with server("tests.bench.serving", folder) as (address, pid):
            # Nothing came since: the answer nearly every look has.
            look, page = f"{address}/now?since={10**14}&check=0", f"{address}/circulars/{id}"
            size = _bytes(look, cookie)
            wait_until_idle(pid)
            pairs = [
                tuple(wrk(path, connections=16, seconds=SECONDS, cookie=cookie) for path in (look, page))
                for _ in range(ROUNDS)
            ]
    looks, pages = _middle([pair[0] for pair in pairs]), _middle([pair[1] for pair in pairs])
    assert looks.wrong == 0
    wanted = TABLETS / EVERY
    return [
        Table(
            f"{TABLETS} tablets left open",
            f"One process, 16 connections, {ROUNDS} rounds of {SECONDS} s in turns, the middle one. An answer without news is {size} bytes with its "
            f"headers; {TABLETS} tablets look {wanted:.0f} times a second. Baseline: the circular page in the same run.",
            ("request", "requests a second", "p99", "ratio", f"share of the process for {TABLETS} tablets"),
            [
                (
                    "small look",
                    f"{looks.rate:.0f}",
                    f"{looks.p99:.1f} ms",
                    f"{looks.rate / pages.rate:.2f}",
                    f"{wanted / looks.rate:.0%}",
                ),
                ("circular page", f"{pages.rate:.0f}", f"{pages.p99:.1f} ms", "1", ""),
            ],
        )
    ]


def _bytes(path: str, cookie: str) -> int:
    asked = urllib.request.Request(path, headers={"Cookie": cookie, "HX-Request": "true"})
    with urllib.request.urlopen(asked) as answer:
        assert answer.status == 204
        return len(str(answer.headers).encode()) + len("HTTP/1.1 204 No Content\r\n")
