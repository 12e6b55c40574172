"""A GET may record access and the export; it changes nothing else in the database."""

import pytest
from sqlalchemy import Engine, select

from kairanban.core.clock import HOUR
from kairanban.db.migrate import engine_for
from kairanban.db.tables import metadata
from tests.conftest import SetClock
from tests.house.paths import every_get
from tests.visiting import Visit
from tests.world import HOUSEHOLDS, OFFICERS, World

pytestmark = pytest.mark.anyio

NOTED = {("addressee", "opened"), ("tally", "opened"), ("session", "seen"), ("session", "person_seen")}
EXPORTED = "roster_exported"
# These have no content without a card, invitation or link, or answer by a header only.
EMPTY = {
    "/static/nothing", "/demo/nothing", "/c/nothing", "/i/nothing", "/card", "/card/request", "/invitation",
    "/b/nothing", "/building", "/building/request",
    "/calendar/nothing.ics",
    "/notices/mail/nothing", "/notices/mail/nothing/removal", "/told/nothing", "/notices/key",
    "/owner", "/ready", "/metrics",
    "/devices/999/removal",
}  # fmt: skip
# A sheet of a paper that the circular has not, a slip after a correction, the notice of a new key after both sides agreed.
LATER = ("/papers/1/1", "/slip", "/slip.pdf", "/recovery/notice", "/recovery/notice.pdf")
RESIDENTS = (*HOUSEHOLDS, "mori")

Contents = dict[str, list[tuple[object, ...]]]


def contents(engine: Engine) -> Contents:
    """Return all rows except what a GET may record."""
    found = {}
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            if table.name == "look":
                continue
            kept = [c for c in table.columns if (table.name, c.name) not in NOTED]
            rows = select(*kept).order_by(*table.primary_key.columns)
            if table.name == "journal":
                rows = rows.where(table.c.kind != EXPORTED)
            found[table.name] = [tuple(row) for row in connection.execute(rows)]
    return found


def noted(engine: Engine, table: str, column: str) -> list[object]:
    with engine.connect() as connection:
        return list(connection.execute(select(metadata.tables[table].c[column])).scalars())


async def test_no_get_writes_anything_but_records_of_views(
    world: World, database_url: str, clock: SetClock
) -> None:
    paths = await every_get(world)
    engine = engine_for(database_url, begin="BEGIN")
    before, seen = contents(engine), noted(engine, "session", "seen")
    shown = {path for who in (*RESIDENTS, *OFFICERS, None) for path in await _look(world, who, paths)}
    # Long enough for a session's `seen` to be updated.
    clock.advance(2 * HOUR)
    for who in ("sato", "yamada"):
        await _look(world, who, paths)

    after = contents(engine)
    for table, rows in before.items():
        assert after[table] == rows, table

    # The pages existed, and the access was recorded.
    assert {path for path in set(paths) - shown if not path.endswith(LATER)} <= EMPTY
    assert any(noted(engine, "addressee", "opened"))
    assert any(noted(engine, "tally", "opened"))
    assert noted(engine, "look", "purpose")
    assert noted(engine, "session", "seen") != seen
    assert noted(engine, "journal", "kind").count(EXPORTED) == 1


async def _look(world: World, who: str | None, paths: list[str]) -> set[str]:
    """Request every URL; return those answered with a page or a redirect."""
    shown = set()
    async with Visit(world, who) as browser:
        for path in paths:
            answer = await browser.get(path)
            # No worker runs here, and /ready says so.
            assert answer.status_code < 500 or path == "/ready", (who, path)
            if answer.status_code in (200, 303):
                shown.add(path)
    return shown
