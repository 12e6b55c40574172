"""How far a long command is, on a terminal and elsewhere, and what a signal does to it."""

import asyncio
import os
import signal
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from queue import SimpleQueue

import pytest

from kairanban.core import headway
from kairanban.db.backup import read_backup, write_backup
from kairanban.db.migrate import engine_for, migrate, revisions
from kairanban.operations.cli.headway import MINUTE, Shown, Stoppable, long_command
from tests.db.filling import fill


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def shown_on(terminal: str) -> str:
    """Return what stands in the last line: each text clears the one before it."""
    return terminal.rpartition("\r\x1b[K")[2]


def test_a_terminal_has_one_line_that_is_rewritten_and_cleared() -> None:
    out, clock = Terminal(), Clock()
    shown = Shown("Backup", out, clock)
    with shown.showing():
        assert shown_on(out.getvalue()) == "Backup …"
        headway.begin("rows", 3_000)
        assert shown_on(out.getvalue()) == "Backup: 0 of 3,000 rows (0 %)"
        clock.now += 1
        headway.advance(1_500)
        assert shown_on(out.getvalue()) == "Backup: 1,500 of 3,000 rows (50 %)"
        headway.begin("steps", None)
        clock.now += 1
        headway.advance()
        assert shown_on(out.getvalue()) == "Backup: 1 steps"
    assert shown_on(out.getvalue()) == ""
    assert "\n" not in out.getvalue()


def test_a_terminal_is_not_written_to_for_every_row() -> None:
    out, clock = Terminal(), Clock()
    with Shown("Backup", out, clock).showing():
        headway.begin("rows", 10_000)
        for _ in range(10_000):
            clock.now += 0.001
            headway.advance()
    assert 90 <= out.getvalue().count("\r") <= 110


def test_elsewhere_a_plain_line_comes_each_minute() -> None:
    minutes: SimpleQueue[bool] = SimpleQueue()
    waited: SimpleQueue[float] = SimpleQueue()

    def wait(seconds: float) -> bool:
        waited.put(seconds)
        return minutes.get()

    out = StringIO()
    with Shown("Restoring", out, Clock(), wait).showing():
        assert waited.get() == MINUTE
        headway.begin("bytes", 4_000)
        headway.advance(1_000)
        minutes.put(False)
        assert waited.get() == MINUTE
        headway.advance(2_000)
        minutes.put(False)
        assert waited.get() == MINUTE
        assert out.getvalue() == (
            "Restoring: 1,000 of 4,000 bytes (25 %)\nRestoring: 3,000 of 4,000 bytes (75 %)\n"
        )
        minutes.put(True)


def test_a_short_command_says_nothing_elsewhere() -> None:
    out = StringIO()
    with Shown("Backup", out).showing():
        headway.begin("rows", 1)
        headway.advance()
    assert out.getvalue() == ""


def test_without_a_listener_nothing_is_counted() -> None:
    assert not headway.heard()
    headway.begin("rows", 1)
    headway.advance()


def counted(work: Callable[[], object]) -> dict[str, tuple[int, int | None]]:
    shown = Shown("", StringIO())
    with shown.showing():
        work()
    return shown.counts


def test_the_numbers_are_those_of_the_work(database_url: str, empty_url: str, tmp_path: Path) -> None:
    with engine_for(database_url).begin() as connection:
        rows = sum(map(len, fill(connection).values()))
    backup = tmp_path / "town.backup"
    assert counted(lambda: write_backup(database_url, backup)) == {"rows": (rows, rows)}
    size = backup.stat().st_size
    steps = len(revisions())
    restored = counted(lambda: read_backup(backup, empty_url))
    assert restored["bytes"] == (size, size)
    # The last ones: the schema was the newest already.
    assert restored["steps"] == (0, 0)
    other = f"sqlite:///{tmp_path / 'other.sqlite3'}"
    assert counted(lambda: migrate(other)) == {"steps": (steps, steps)}
    assert counted(lambda: migrate(other)) == {"steps": (0, 0)}


def test_a_signal_ends_the_block_with_a_sentence_and_the_usual_status(
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = signal.getsignal(signal.SIGTERM)
    cleaned = []

    def work() -> None:
        with long_command("Backup", lambda _work: "Stopped."):
            try:
                os.kill(os.getpid(), signal.SIGTERM)
            finally:
                # An impatient second one does not disturb.
                os.kill(os.getpid(), signal.SIGINT)
                cleaned.append(True)

    with pytest.raises(SystemExit) as ended:
        work()
    assert ended.value.code == 128 + signal.SIGTERM
    assert capsys.readouterr().err == "Stopped.\n"
    assert cleaned == [True]
    assert signal.getsignal(signal.SIGTERM) == before


def test_a_signal_cancels_a_task_so_that_its_transaction_ends_in_order(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ended_in_order = []

    async def work(going: Stoppable) -> None:
        async with going.cancellable():
            try:
                os.kill(os.getpid(), signal.SIGINT)
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                ended_in_order.append(True)
                raise

    with pytest.raises(SystemExit) as ended, long_command("Import", lambda _work: "Stopped.") as going:
        asyncio.run(work(going))
    assert ended.value.code == 128 + signal.SIGINT
    assert capsys.readouterr().err == "Stopped.\n"
    assert ended_in_order == [True]


def test_a_signal_whose_exception_was_lost_is_heard_at_the_next_row() -> None:
    reached = []

    def work() -> None:
        with long_command("Backup", lambda _work: "Stopped.") as stoppable:
            # As when it comes while an object is deleted.
            stoppable.number = signal.SIGINT
            headway.begin("rows", 2)
            headway.advance()
            reached.append(True)

    with pytest.raises(SystemExit):
        work()
    assert reached == []
