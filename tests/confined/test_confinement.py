"""What a child can do from inside: of every job, as root and not, and on kernels that lack a part.

The kernel of this machine must have Landlock and seccomp, or these tests fail: nothing here is left out in silence.
What a lesser kernel leaves open is stated in OPEN_WITHOUT_LANDLOCK and HELD_BY_LANDLOCK.
"""

import os
import subprocess
import sys
from functools import cache
from glob import glob
from pathlib import Path

import pytest

from kairanban.confined import child
from kairanban.confined.errors import Unreadable
from kairanban.confined.inside.readable import readable
from kairanban.confined.limits import SCAN, Job
from tests.confined.prober import SECRET, probe
from tests.confined.workers.escaping import DONE

NOBODY = 65534
# Only root can run the child as somebody else; without root, the account of the tests is proof for "not root".
USERS = (0, NOBODY) if os.geteuid() == 0 else (os.geteuid(),)
REFUSED = {"EPERM", "EACCES"}
OPEN_TO: dict[str, set[str]] = {
    Job.DOCUMENT: set(),
    Job.READING: set(),
    Job.SCAN: set(),
    Job.PHOTOGRAPH: {"start a thread"},
    Job.PRINT: {"start a thread"},
}
OPEN_WITHOUT_LANDLOCK = {"read the database", "list the data folder", "read the accounts"}
HELD_BY_LANDLOCK = {
    *OPEN_WITHOUT_LANDLOCK,
    *("read a process's environment", "write a file", "make a folder", "rename the database"),
    *("trace a process", "start a program"),
}

probed = cache(probe)


@cache
def _user_namespaces() -> bool:
    """Tell whether an account may make one; in a chroot, as of scripts/fresh, and in many containers it may not."""
    asked = "import ctypes; raise SystemExit(ctypes.CDLL(None).unshare(0x10000000) != 0)"
    return subprocess.run(["python3", "-c", asked], user=USERS[-1], check=False).returncode == 0


def done(ended: dict[str, str]) -> set[str]:
    return {way for way, outcome in ended.items() if outcome == DONE}


@pytest.mark.parametrize("user", USERS)
@pytest.mark.parametrize("job", list(Job))
def test_no_job_gets_out(job: Job, user: int) -> None:
    found = probed(user)
    assert found["user"] == user
    assert found["landlock"] >= 1, "this kernel has no Landlock"
    assert found["seccomp"], "this machine has no filter of system calls"
    assert done(found[job]) == OPEN_TO[job]
    # Refused by the confinement, not by a mistake in the attempt; there is nothing to write to but the answer.
    refusals = {way: outcome for way, outcome in found[job].items() if outcome != DONE}
    assert refusals.pop("write to more descriptors") == "EBADF"
    assert set(refusals.values()) <= REFUSED, refusals
    assert found["kept"] == SECRET


@pytest.mark.parametrize("user", USERS)
def test_the_same_ways_are_open_to_a_process_that_is_not_confined(user: int) -> None:
    closed = probed(user)["nothing"].keys() - done(probed(user)["nothing"])
    # These three a machine may refuse to everybody.
    assert closed <= {"make a namespace", "queue calls", "read keys"}


@pytest.mark.parametrize("job", list(Job))
def test_without_landlock_files_can_be_read_and_nothing_else_is_open(job: Job) -> None:
    found = probed(USERS[-1], ("landlock",))
    assert (found["landlock"], found["seccomp"]) == (0, True)
    # A scan may start a program, and only Landlock knows which.
    program = {"start a program"} if job is Job.SCAN else set()
    expected = OPEN_TO[job] | OPEN_WITHOUT_LANDLOCK | program
    if not _user_namespaces():
        expected.add("read a process's environment")
    assert done(found[job]) == expected
    assert found["kept"] == SECRET


@pytest.mark.parametrize("job", list(Job))
def test_without_a_filter_of_calls_other_files_and_programs_stay_closed(job: Job) -> None:
    found = probed(USERS[-1], ("seccomp",))
    assert (found["landlock"] >= 1, found["seccomp"]) == (True, False)
    assert not done(found[job]) & HELD_BY_LANDLOCK
    assert found["kept"] == SECRET


@pytest.mark.anyio
async def test_a_scan_becomes_its_program_and_no_other() -> None:
    assert await child.run_program(["/bin/cat"], b"from outside", SCAN) == b"from outside"
    # The loader is needed to start anything; it cannot read another program.
    loader = glob("/lib*/ld-*.so*")[0]
    assert await child.run_program([loader, "--version"], b"", SCAN)
    for command in (["/bin/echo", "escaped"], ["/bin/sh", "-c", "echo escaped"]):
        with pytest.raises(Unreadable):
            await child.run_program([loader, *command], b"", SCAN)


@pytest.mark.anyio
async def test_the_program_of_a_scan_is_confined_too(tmp_path: Path) -> None:
    secret = tmp_path / "kairanban.sqlite3"
    secret.write_text("secret")
    for path in (secret, Path("/etc/passwd"), Path(f"/proc/{os.getpid()}/environ")):
        assert path.read_bytes()
        with pytest.raises(Unreadable):
            await child.run_program(["/bin/cat", str(path)], b"", SCAN)


def test_folders_of_packages_are_readable_and_other_folders_of_modules_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "path", ["/home/one/.local/lib/python3.13/site-packages", "/srv/checkout"])
    found = set(readable(Job.PRINT, ()))
    assert "/home/one/.local/lib/python3.13/site-packages" in found
    assert "/srv/checkout" not in found
