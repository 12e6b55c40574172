"""A town shared by tests that only read or are refused."""

from collections.abc import AsyncIterator

import pytest

from kairanban.db.engine import open_database
from tests.conftest import TODAY, SetClock
from tests.engines import Template
from tests.world import World, copied


@pytest.fixture(scope="module")
async def looked_at(
    database_template: Template, built: tuple[str, World], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[World]:
    """One town per module: a GET changes nothing that other tests need."""
    url = database_template.copy(tmp_path_factory.mktemp("looked_at"), built[0])
    database = await open_database(url, SetClock(TODAY))
    yield copied(built[1], database)
    await database.close()
    database_template.drop(url)
