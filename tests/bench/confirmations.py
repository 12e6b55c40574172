"""Durable confirmations over HTTP, compared with one commit per request, on disks of two speeds."""

import asyncio
import shutil
import subprocess
import tempfile
from pathlib import Path

from kairanban.circulation.circulars.actions import drafts, publishing
from kairanban.community.people.actions.households import NewHousehold, add_household
from kairanban.community.signin.actions import sessions
from kairanban.community.signin.queries import devices as device_queries
from kairanban.core.ids import PlaceId
from kairanban.db.engine import Database, open_database
from kairanban.db.migrate import migrate
from tests.bench.load import Load, wrk
from tests.bench.report import Table
from tests.bench.serving import server
from tests.world import SYSTEM, TEXTS, build, choices

HOUSEHOLDS, CIRCULARS = 1_000, 60
SECONDS = 5

# An ordinary disk, with an fsync of 5 ms.
SLOW_DISK = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>
static int slow(const char *name, int fd) { int (*real)(int) = dlsym(RTLD_NEXT, name); usleep(5000); return real(fd); }
int fsync(int fd) { return slow("fsync", fd); }
int fdatasync(int fd) { return slow("fdatasync", fd); }
"""

SCRIPT = """
local lines, n, errors = {}, 0, 0
for line in io.lines("%s") do lines[#lines + 1] = line end
request = function()
  n = n + 1
  local path, token = lines[(n - 1) %% #lines + 1]:match("(%%S+) (%%S+)")
  return wrk.format("POST", path, {["Cookie"] = "kairanban=" .. token, ["Sec-Fetch-Site"] = "same-origin",
    ["Content-Type"] = "application/x-www-form-urlencoded"}, "press=one")
end
"""


def run() -> list[Table]:
    table = Table(
        "Confirmations, each durable before it is answered",
        f"Whole application over HTTP, SQLite, synchronous=FULL, 64 connections, {SECONDS} s each, one process; every request is "
        "another household or another circular. Wanted: 1,000 a second; with an fsync of 5 ms, 8 times one commit a request.",
        ("disk", "shared commits", "one commit a request", "ratio"),
    )
    for name, slow in (("this machine's", False), ("fsync takes 5 ms", True)):
        shared, alone = _measure(slow, False), _measure(slow, True)
        table.rows.append(
            (name, f"{shared.rate:.0f}/s (p99 {shared.p99:.0f} ms)", f"{alone.rate:.0f}/s (p99 {alone.p99:.0f} ms)",
             f"{shared.rate / alone.rate:.1f}")
        )  # fmt: skip
        assert shared.wrong == alone.wrong == 0
    return [table]


def _measure(slow: bool, one_each: bool) -> Load:
    """Measure on a new town each time, since a confirmation counts once."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        asyncio.run(_fill(folder))
        script = folder / "load.lua"
        script.write_text(SCRIPT % (folder / "requests"))
        environment = {"BENCH_ONE_COMMIT_EACH": "1"} if one_each else {}
        if slow:
            environment["LD_PRELOAD"] = str(_slow_disk(folder))
        with server("tests.bench.serving", name, **environment) as (address, _):
            found = wrk(address, connections=64, seconds=SECONDS, script=script)
        assert found.rate * SECONDS < HOUSEHOLDS * CIRCULARS, "too few requests were prepared"
        return found


def _slow_disk(folder: Path) -> Path:
    if shutil.which("cc") is None:
        raise SystemExit("The slow disk needs a C compiler (cc).")
    source, library = folder / "slow.c", folder / "slow.so"
    source.write_text(SLOW_DISK)
    subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", library, source, "-ldl"], check=True)
    return library


async def _fill(folder: Path) -> None:
    url = f"sqlite:///{folder / 'kairanban.sqlite3'}"
    migrate(url)
    database = await open_database(url)
    try:
        world = await build(database)
        tokens = [
            await _household(database, world.places["midorigaoka"], world.places["block_1"], n)
            for n in range(HOUSEHOLDS)
        ]
        ids = []
        for _ in range(CIRCULARS):
            async with database.write(world.yamada) as tx:
                id = await drafts.start(tx, world.places["midorigaoka"])
                await drafts.save(tx, id, TEXTS, choices())
                await publishing.publish(tx, id)
            ids.append(id)
    finally:
        await database.close()
    lines = [f"/circulars/{id}/acknowledgement {token}" for id in ids for token in tokens]
    (folder / "requests").write_text("\n".join(lines))


async def _household(database: Database, association: PlaceId, block: PlaceId, number: int) -> str:
    async with database.write(SYSTEM) as tx:
        new = NewHousehold(association, f"家{number}", block, number, method="digital")
        household = await add_household(tx, new)
        session, token = await sessions.household_session(tx)
        await tx.value(
            device_queries.BIND,
            session=session,
            household=household,
            kind="ipad",
            how="card",
            bound=tx.now,
            approved_by=None,
        )
    return token
