"""What every test without a browser may ask for. KAIRANBAN_TEST_ENGINE chooses the engine."""

from collections.abc import AsyncIterator, Iterator
from datetime import date
from pathlib import Path

import pytest

from kairanban.core.clock import Moment, at
from kairanban.db.engine import Database, open_database
from tests.engines import Template, template
from tests.world import World, build


class SetClock:
    """A clock that stands still until it is told."""

    def __init__(self, now: Moment) -> None:
        self.now = now

    def __call__(self) -> Moment:
        return self.now

    def advance(self, milliseconds: int) -> None:
        self.now = Moment(self.now + milliseconds)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def clock() -> SetClock:
    """Tuesday, 1 December 2026, ten in the morning in Japan."""
    return SetClock(at(date(2026, 12, 1), 10))


@pytest.fixture(scope="session")
def database_template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    with template(tmp_path_factory.mktemp("template")) as made:
        yield made


@pytest.fixture
def database_url(database_template: Template, tmp_path: Path) -> Iterator[str]:
    """A migrated database of this test's own."""
    url = database_template.copy(tmp_path)
    yield url
    database_template.drop(url)


@pytest.fixture
def empty_url(database_template: Template, tmp_path: Path) -> Iterator[str]:
    """A database without tables."""
    url = database_template.empty(tmp_path)
    yield url
    database_template.drop(url)


@pytest.fixture
async def database(database_url: str, clock: SetClock) -> AsyncIterator[Database]:
    opened = await open_database(database_url, clock)
    yield opened
    await opened.close()


@pytest.fixture
async def world(database: Database) -> World:
    """The town of `tests/world.py`, everybody signed in."""
    return await build(database)
