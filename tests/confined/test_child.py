import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from kairanban.confined import child, errors
from kairanban.confined.errors import Unreadable
from kairanban.confined.limits import DOCUMENT, MIB

pytestmark = pytest.mark.anyio

LIMITS = replace(DOCUMENT, cpu=1, wall=10, output=2 * MIB)


async def ask(do: str, *blobs: bytes, limits: child.Limits = LIMITS) -> child.Answer:
    return await child.run(child.Worker("tests.confined.workers.misbehaving"), {"do": do}, blobs, limits)


async def refused(do: str, limits: child.Limits = LIMITS) -> str:
    with pytest.raises(Unreadable) as caught:
        await ask(do, limits=limits)
    return caught.value.reason


async def test_a_job_comes_back_whole() -> None:
    given = (b"", b"\0\xff" * 400_000, b"x")
    header, blobs = await ask("echo", *given)
    assert header == {"lengths": [0, 800_000, 1]}
    assert tuple(blobs) == given


async def test_a_child_that_dawdles_is_ended() -> None:
    assert await refused("sleep", replace(LIMITS, wall=0.5)) == errors.TOO_LONG


async def test_a_child_that_computes_for_ever_is_ended() -> None:
    assert await refused("spin") == errors.TOO_LONG


async def test_a_child_that_wants_more_memory_does_not_get_it() -> None:
    assert await refused("eat") == errors.TOO_HEAVY


async def test_a_child_that_writes_too_much_is_ended() -> None:
    assert await refused("flood") == errors.TOO_HEAVY


async def test_a_child_that_dies_is_a_file_that_cannot_be_read() -> None:
    assert await refused("die") == errors.TOO_HEAVY


@pytest.mark.parametrize("do", ["nonsense", "fail"])
async def test_nonsense_and_failures_are_a_damaged_file(do: str) -> None:
    assert await refused(do) == errors.DAMAGED


async def test_what_a_library_prints_does_not_spoil_the_answer() -> None:
    assert await ask("talk") == ({}, [])


async def test_a_child_cannot_write_talk_to_the_network_or_start_anything() -> None:
    header, _ = await ask("escape")
    assert header == {"escaped": []}
    Path("/tmp/kairanban-escaped").unlink(missing_ok=True)


async def test_a_child_knows_neither_our_environment_nor_our_database(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KAIRANBAN_SECRET", "not for children")
    header, _ = await ask("look")
    assert header == {"environment": ["HOME", "LANG", "OMP_THREAD_LIMIT"], "modules": [], "folder": "/"}


async def test_a_cancelled_job_leaves_no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[asyncio.subprocess.Process] = []
    begun = asyncio.Event()
    start = child._start

    async def remember(worker: child.Worker, limits: child.Limits) -> asyncio.subprocess.Process:
        started.append(await start(worker, limits))
        begun.set()
        return started[-1]

    monkeypatch.setattr(child, "_start", remember)
    job = asyncio.create_task(ask("sleep"))
    await begun.wait()
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job
    assert started[0].returncode == -9


async def test_only_two_work_at_once() -> None:
    assert child.AT_ONCE == 2
    answers = await asyncio.gather(*(ask("echo", b"x") for _ in range(5)))
    assert len(answers) == 5
