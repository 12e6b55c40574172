"""Go on with long work, part by part, outside any request."""

from collections.abc import AsyncIterator

import structlog

from kairanban.community.long_work import queries
from kairanban.community.long_work.rules import FAILED, State, seal
from kairanban.confined.errors import MissingPart
from kairanban.core.actor import System
from kairanban.db.engine import Database

WORKER = System("long work")
log = structlog.get_logger()


async def go_on(database: Database, id: int, token: str, parts: AsyncIterator[tuple[int, bytes]]) -> None:
    """Store each part, with how many of the total it holds, until all are there or one fails."""
    number, why = 0, ""
    try:
        async for holds, data in parts:
            number += 1
            sealed = seal(token, data)
            async with database.write(WORKER) as tx:
                await tx.run(queries.ADD_PART, work=id, number=number, holds=holds, sealed=sealed)
                await tx.run(queries.ADVANCE, work=id, by=holds)
    except MissingPart as problem:
        why = problem.reason
    except Exception as problem:
        # Record any failure, so that the page can say that the work has ended.
        log.warning("long_work_failed", exc_info=problem)
        why = FAILED
    async with database.write(WORKER) as tx:
        await tx.run(queries.END, work=id, new_state=(State.FAILED if why else State.DONE).value, because=why)
