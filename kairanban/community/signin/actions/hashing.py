"""Hashes are slow on purpose: made and compared in two threads, never in the event loop or a transaction."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

# One argon2 takes 19 MiB and a core for a moment: two at once at most, and the others wait in line.
_TWO = ThreadPoolExecutor(2, "slow")


async def slowly(work: Callable[P, T], *args: P.args, **given: P.kwargs) -> T:
    """What the work gives back, or raises."""
    return await asyncio.get_running_loop().run_in_executor(_TWO, lambda: work(*args, **given))
