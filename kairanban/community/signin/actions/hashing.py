"""Password hashing in two threads, never in the event loop or a transaction: it is slow on purpose."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

# One argon2 call needs 19 MiB and a core: at most two run at once, the others wait.
_TWO = ThreadPoolExecutor(2, "slow")


async def slowly(work: Callable[P, T], *args: P.args, **given: P.kwargs) -> T:
    """Run the work in a hashing thread; return its result or raise its error."""
    return await asyncio.get_running_loop().run_in_executor(_TWO, lambda: work(*args, **given))
