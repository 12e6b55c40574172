"""What every test without a browser may ask for. KAIRANBAN_TEST_ENGINE chooses the engine."""

import asyncio
import copy
import hashlib
import os
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from hypothesis import settings

from kairanban.community.signin.rules import passwords
from kairanban.confined import child
from kairanban.confined.limits import Limits
from kairanban.core.clock import Moment, at
from kairanban.db.engine import Database, open_database
from tests.engines import ENGINE, Template, template
from tests.world import World, build, copied

# No test waits for the clock of the wall: a busy machine fails nothing (time is held by tests/house/test_event_loop.py).
settings.register_profile("kairanban", deadline=None)
settings.load_profile("kairanban")

# Hundreds of hashes would take minutes; tests/community/signin/test_rules.py holds the cost that runs.
passwords._HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
passwords._NOBODY = passwords.hash_secret("nobody")


class SetClock:
    """A clock that stands still until it is told."""

    def __init__(self, now: Moment) -> None:
        self.now = now

    def __call__(self) -> Moment:
        return self.now

    def advance(self, milliseconds: int) -> None:
        self.now = Moment(self.now + milliseconds)


# What asks for none of these does not touch a database, and is the same on both engines.
_DATABASE = {"database_template", "built", "database_url", "empty_url", "database", "world"}


# Every route as everybody: permissions and pages are decided above the database, and what they read is run on both engines by the tests of each feature.
# `scripts/test --full` runs them on PostgreSQL too.
OF_ROUTES = frozenset(
    f"tests/house/{name}.py"
    for name in (
        "test_event_loop", "test_fuzz", "test_looking_changes_nothing", "test_looks", "test_matrix", "test_strangers",
        "test_typed_is_kept", "test_writers",
    )
)  # fmt: skip


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run only the tests that use a database; the run on SQLite has the others."""
    config.stash[COLLECTED] = list(items)
    if ENGINE != "postgresql" and not os.environ.get("KAIRANBAN_TEST_DATABASE_ONLY"):
        return
    wanted = on_both_engines(items)
    config.hook.pytest_deselected(items=[item for item in items if item not in wanted])
    items[:] = wanted


COLLECTED = pytest.StashKey[Sequence[pytest.Item]]()


def on_both_engines(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """Return the tests that use a database, without those of every route unless all is asked for."""
    left_out = frozenset() if os.environ.get("KAIRANBAN_TEST_FULL") else OF_ROUTES
    return [
        item
        for item in items
        if _DATABASE & set(getattr(item, "fixturenames", ())) and item.nodeid.split("::")[0] not in left_out
    ]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


_run = child.run
_answers: dict[tuple[object, ...], child.Answer] = {}


async def _remembered(
    worker: child.Worker, header: Mapping[str, Any], blobs: Sequence[bytes], limits: Limits
) -> child.Answer:
    key = (worker, repr(header), tuple(hashlib.sha256(blob).digest() for blob in blobs), limits)
    if key not in _answers:
        _answers[key] = await _run(worker, header, blobs, limits)
    answer, pictures = _answers[key]
    return copy.deepcopy(answer), pictures


@pytest.fixture(autouse=True)
def remembered_children(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask a confined child once for each job: the same file is read in dozens of tests. Its own tests run it each time."""
    if "confined" not in request.path.parts:
        monkeypatch.setattr(child, "run", _remembered)


# Tuesday, 1 December 2026, ten in the morning in Japan.
TODAY = at(date(2026, 12, 1), 10)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(TODAY)


@pytest.fixture(scope="session")
def database_template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    with template(tmp_path_factory.mktemp("template")) as made:
        yield made


@pytest.fixture(scope="session")
def built(database_template: Template, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, World]:
    """The address of a database with the town in it, and who is who there: built once, copied for each test."""
    url = database_template.copy(tmp_path_factory.mktemp("built"))

    async def fill() -> World:
        opened = await open_database(url, SetClock(TODAY))
        try:
            return await build(opened)
        finally:
            await opened.close()

    return url, asyncio.run(fill())


@pytest.fixture
def database_url(
    database_template: Template, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[str]:
    """A migrated database of this test's own, with the town in it where the test asks for the town."""
    inhabited = "world" in request.fixturenames
    url = database_template.copy(tmp_path, request.getfixturevalue("built")[0] if inhabited else None)
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
def world(database: Database, built: tuple[str, World]) -> World:
    """The town of `tests/world.py`, everybody signed in."""
    return copied(built[1], database)
