import asyncio
from asyncio.subprocess import Process
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from kairanban.confined import child, errors
from kairanban.confined.errors import Unreadable
from kairanban.confined.limits import DOCUMENT, LANES, MIB, Lane, Limits
from kairanban.measures import instruments

pytestmark = pytest.mark.anyio

LIMITS = replace(DOCUMENT, cpu=1, wall=10, output=2 * MIB)


async def ask(do: str, *blobs: bytes, limits: Limits = LIMITS) -> child.Answer:
    return await child.run(child.Worker("tests.confined.workers.misbehaving"), {"do": do}, blobs, limits)


async def refused(do: str, limits: Limits = LIMITS) -> str:
    with pytest.raises(Unreadable) as caught:
        await ask(do, limits=limits)
    return caught.value.reason


async def test_a_job_returns_its_answer_unchanged() -> None:
    given = (b"", b"\0\xff" * 400_000, b"x")
    header, blobs = await ask("echo", *given)
    assert header == {"lengths": [0, 800_000, 1]}
    assert tuple(blobs) == given


async def test_a_child_over_its_wall_time_is_killed_and_the_file_is_not_blamed() -> None:
    """Work that is too much runs out of processor time; who only waited was on a busy machine."""
    assert await refused("sleep", replace(LIMITS, wall=0.5)) == errors.BUSY


async def test_a_child_that_cannot_be_started_or_is_ended_by_the_kernel_met_a_busy_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert await refused("killed") == errors.BUSY

    async def none_left(*_: object) -> asyncio.subprocess.Process:
        raise BlockingIOError

    monkeypatch.setattr(child, "_start", none_left)
    assert await refused("echo") == errors.BUSY


async def test_a_child_over_its_cpu_time_is_killed() -> None:
    assert await refused("spin") == errors.TOO_LONG


async def test_a_child_cannot_exceed_its_memory_limit() -> None:
    assert await refused("eat") == errors.TOO_HEAVY


async def test_a_child_over_its_output_limit_is_killed() -> None:
    assert await refused("flood") == errors.TOO_HEAVY


async def test_a_child_that_dies_raises_unreadable() -> None:
    assert await refused("die") == errors.TOO_HEAVY


@pytest.mark.parametrize("do", ["nonsense", "fail"])
async def test_malformed_answers_and_failures_are_reported_as_a_damaged_file(do: str) -> None:
    assert await refused(do) == errors.DAMAGED


async def test_output_of_libraries_does_not_mix_with_the_answer() -> None:
    assert await ask("talk") == ({}, [])


async def test_a_child_cannot_write_files_use_the_network_or_start_programs() -> None:
    header, _ = await ask("escape")
    assert header == {"escaped": []}
    Path("/tmp/kairanban-escaped").unlink(missing_ok=True)


async def test_a_child_sees_neither_the_environment_nor_the_database(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KAIRANBAN_SECRET", "not for children")
    header, _ = await ask("look")
    assert header == {"environment": ["HOME", "LANG", "OMP_THREAD_LIMIT"], "modules": [], "folder": "/"}


async def test_a_cancelled_job_leaves_no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[asyncio.subprocess.Process] = []
    begun = asyncio.Event()
    start = child._start

    async def remember(given: Sequence[str]) -> asyncio.subprocess.Process:
        started.append(await start(given))
        begun.set()
        return started[-1]

    monkeypatch.setattr(child, "_start", remember)
    job = asyncio.create_task(ask("sleep"))
    await begun.wait()
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job
    assert started[0].returncode == -9


async def test_no_more_children_run_at_once_than_their_lane_has_turns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    running, most = 0, 0
    start, end = child._start, child._end

    async def started(given: Sequence[str]) -> Process:
        nonlocal running, most
        running += 1
        most = max(most, running)
        return await start(given)

    async def ended(process: Process) -> None:
        nonlocal running
        await end(process)
        running -= 1

    monkeypatch.setattr(child, "_start", started)
    monkeypatch.setattr(child, "_end", ended)
    answers = await asyncio.gather(*(ask("echo", b"x") for _ in range(5)))
    assert len(answers) == 5
    assert (most, running) == (LANES[Lane.FILES], 0)


async def test_how_a_child_ended_is_counted_and_logged_without_what_it_was_given() -> None:
    instruments.start()
    try:
        with capture_logs() as logged:
            await ask("echo", b"hanako@example.jp")
            assert await refused("sleep", replace(LIMITS, wall=0.5)) == errors.BUSY
            assert await refused("killed") == errors.BUSY
        counted = {
            (name, *sorted(labels.values())): value
            for family in instruments.families()
            for name, labels, value in family[3]
            if name in ("kairanban_children_ended_total", "kairanban_children")
        }
    finally:
        instruments.stop()
    assert [(line["event"], line["how"], line["lane"]) for line in logged] == [
        ("child_failed", "timeout", "files"), ("child_failed", "killed", "files"),
    ]  # fmt: skip
    assert counted == {
        ("kairanban_children_ended_total", "done", "files"): 1,
        ("kairanban_children_ended_total", "files", "timeout"): 1,
        ("kairanban_children_ended_total", "files", "killed"): 1,
        ("kairanban_children", "files", "running"): 0,
        ("kairanban_children", "files", "waiting"): 0,
    }
