"""Write the route table and every page, as every person of the town gets it, to compare two versions of the code.

    python -m tests.house.rendered FOLDER

Two folders of the same code are equal byte for byte: random values are counted up, the clock stands still.
"""

import asyncio
import re
import secrets
import sys
import tempfile
from hashlib import sha256
from itertools import count
from pathlib import Path

from kairanban.app import routes
from kairanban.db.engine import open_database
from kairanban.web.routing import GuardedRoute
from tests.conftest import TODAY, SetClock
from tests.engines import template
from tests.house.paths import every_get
from tests.visiting import Visit
from tests.world import HOUSEHOLDS, OFFICERS, build

_HASHED = re.compile(r"(/static/[\w-]+)\.[0-9a-f]{12}\.")
_NONCE = re.compile(r'nonce="[^"]*"')


def _count_up() -> None:
    """Replace every random value by a hash of a counter."""
    numbers = count()

    def token_bytes(nbytes: int | None = None) -> bytes:
        return sha256(str(next(numbers)).encode()).digest()[: nbytes or 32]

    secrets.token_bytes = token_bytes
    secrets.token_hex = lambda nbytes=None: token_bytes(nbytes).hex()
    secrets.token_urlsafe = lambda nbytes=None: token_bytes(nbytes).hex()


def _plain(page: str) -> str:
    """Remove what depends on static files and on the number of pages before."""
    return _NONCE.sub("nonce", _HASHED.sub(r"\1.", page))


async def write(folder: Path) -> None:
    """Fill the town, request every URL as everybody, and write the responses."""
    doors = [route for route in routes() if isinstance(route, GuardedRoute)]
    lines = sorted(f"{','.join(sorted(d.methods or ()))} {d.path} {d.needs}" for d in doors)
    (folder / "routes.txt").write_text("\n".join(lines) + "\n")
    with tempfile.TemporaryDirectory() as data, template(Path(data)) as made:
        database = await open_database(made.copy(Path(data)), SetClock(TODAY))
        try:
            world = await build(database)
            paths = await every_get(world)
            for who in (*HOUSEHOLDS, "mori", *OFFICERS, None):
                async with Visit(world, who) as browser:
                    pages = []
                    for path in paths:
                        answer = await browser.get(path)
                        text = answer.headers.get("content-type", "").startswith(
                            ("text/", "application/json")
                        )
                        said = _plain(answer.text) if text else f"{len(answer.content)} bytes"
                        to = answer.headers.get("location", "")
                        pages.append(f"=== {path} {answer.status_code} {to}\n{said}\n")
                (folder / f"{who or 'nobody'}.txt").write_text("".join(pages))
        finally:
            await database.close()


if __name__ == "__main__":
    into = Path(sys.argv[1])
    into.mkdir(parents=True, exist_ok=True)
    _count_up()
    asyncio.run(write(into))
