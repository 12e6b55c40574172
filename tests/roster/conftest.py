from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kairanban.db.engine import Database, open_database
from kairanban.db.migrate import migrate


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    url = f"sqlite:///{tmp_path}/kairanban.sqlite3"
    migrate(url)
    opened = await open_database(url)
    yield opened
    await opened.close()
