"""The demo town: filled once, believable, and every link of it signs in."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.visiting import Visit
from tests.world import World

from kairanban.db.engine import Database
from kairanban.demo.town import fill, links_of

pytestmark = pytest.mark.anyio

ADDRESS = "http://localhost:8321"


@pytest.fixture
async def town(database: Database) -> AsyncIterator[Database]:
    await fill(database)
    yield database


@pytest.mark.parametrize(
    ("who", "arrives"),
    [
        ("resident", "/"),
        ("block_leader", "/office"),
        ("chair", "/office"),
        ("settlement_supporter", "/office"),
        ("municipal_officer", "/office"),
        ("operator", "/office"),
    ],
)
async def test_every_link_signs_in(town: Database, tmp_path: Path, who: str, arrives: str) -> None:
    links = await links_of(town, ADDRESS, tmp_path / "links.json")
    path = links[who].removeprefix(ADDRESS)

    async with Visit(World(town), demo=True) as browser:
        assert (await browser.get(path)).status_code == 200
        pressed = await browser.post(path)
        assert (pressed.status_code, pressed.headers["location"]) == (303, arrives)
        assert (await browser.get(arrives)).status_code == 200
