"""Password hashing in two threads, never in the event loop or a transaction: it is slow on purpose."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from kairanban.core.errors import Unavailable

P = ParamSpec("P")
T = TypeVar("T")

# One argon2 call needs 19 MiB and a core: at most two run at once, the others wait.
_TWO = ThreadPoolExecutor(2, "slow")
# About two seconds of waiting; later calls are refused instead of queued, to bound the memory.
WAITING_MOST = 64


class _Queue:
    """Number of calls that run or wait."""

    number = 0


async def slowly(work: Callable[P, T], *args: P.args, **given: P.kwargs) -> T:
    """Run the work in a hashing thread; return its result or raise its error, Unavailable if too many wait."""
    if _Queue.number >= WAITING_MOST:
        raise Unavailable("too many passwords are being checked")
    _Queue.number += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_TWO, lambda: work(*args, **given))
    finally:
        _Queue.number -= 1
