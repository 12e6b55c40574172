import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import kairanban
from kairanban.db.engine import Database
from kairanban.db.statements import Statement
from kairanban.db.tx import Call
from tests.db.ledger import TESTER

pytestmark = pytest.mark.anyio


def statements() -> Iterator[tuple[str, Statement]]:
    """Return every statement that is a module constant."""
    for module in pkgutil.walk_packages(kairanban.__path__, "kairanban."):
        if ".migrations" in module.name or ".confined." in module.name:
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, Statement):
                yield f"{module.name}.{name}", value


async def test_the_engine_accepts_every_statement(database: Database) -> None:
    found = list(statements())
    assert len(found) > 50

    broken = []
    for name, statement in found:
        try:
            async with database.write(TESTER) as tx:
                text = statement.text(database.engine)
                values = dict.fromkeys(statement.names(database.engine))
                bound = statement.bind(database.engine, tx._bound, values)
                await tx._connection.perform([Call(f"EXPLAIN {text}", bound)])
        except Exception as error:
            broken.append(f"{name}: {type(error).__name__} {str(error)[:300]}")

    assert not broken, "\n".join(broken)
