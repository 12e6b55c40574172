"""The filter of system calls, run step by step for both machines."""

import struct

import pytest

from kairanban.confined.inside import calls, seccomp
from kairanban.confined.inside.calls import Call
from kairanban.confined.inside.seccomp import ALLOW, REFUSE, UNKNOWN
from kairanban.confined.limits import Job

OURS = 4711
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
READ: Call = (0, 63)
EXIT: Call = (231, 94)
THREAD, PROCESS = 0x3D0F00, 0x11


def verdict(machine: str, job: Job, number: int, *arguments: int, architecture: int | None = None) -> int:
    """Run the filter as the kernel does."""
    steps = seccomp.program(machine, job, OURS)
    data = struct.pack(
        "IIQ6Q", number, architecture or ARCHITECTURES[machine], 0, *(*arguments, *(0,) * 6)[:6]
    )
    at = held = 0
    while True:
        code, yes, no, value = struct.unpack("HBBI", steps[at])
        at += 1
        match code:
            case 0x20:
                (held,) = struct.unpack_from("I", data, value)
            case 0x06:
                return int(value)
            case 0x05:
                at += value
            case 0x15:
                at += yes if held == value else no
            case 0x25:
                at += yes if held > value else no
            case 0x45:
                at += yes if held & value else no
            case _:
                raise AssertionError(code)


@pytest.fixture(params=calls.MACHINES)
def machine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def number(call: Call, machine: str) -> int:
    found = call[calls.MACHINES.index(machine)]
    assert found is not None
    return found


@pytest.mark.parametrize("job", list(Job))
def test_work_is_allowed_and_every_listed_call_is_refused(machine: str, job: Job) -> None:
    assert verdict(machine, job, number(READ, machine)) == ALLOW
    assert verdict(machine, job, number(EXIT, machine)) == ALLOW
    place = calls.MACHINES.index(machine)
    for group in (calls.NETWORK, calls.OTHER_PROCESSES, calls.CHANGING_FILES, calls.SYSTEM):
        for name, call in group.items():
            if call[place] is not None:
                assert verdict(machine, job, call[place] or 0) == REFUSE, name


@pytest.mark.parametrize("job", list(Job))
def test_only_a_scan_starts_a_program_and_nothing_starts_a_process(machine: str, job: Job) -> None:
    assert (verdict(machine, job, number(calls.EXECVE, machine)) == ALLOW) == (job is Job.SCAN)
    clone = number(calls.CLONE, machine)
    assert verdict(machine, job, clone, PROCESS) == REFUSE
    threads = job in (Job.PHOTOGRAPH, Job.PRINT)
    assert (verdict(machine, job, clone, THREAD) == ALLOW) == threads
    # glibc then asks for clone instead.
    assert verdict(machine, job, number(calls.CLONE3, machine)) == UNKNOWN


@pytest.mark.parametrize(("flags", "wanted"), [(0, ALLOW), (0o2000000, ALLOW), (1, REFUSE), (2, REFUSE), (0o100, REFUSE), (0o1000, REFUSE), (0o20200000, REFUSE)])  # fmt: skip
def test_files_are_opened_for_reading_only(machine: str, flags: int, wanted: int) -> None:
    assert verdict(machine, Job.PRINT, number(calls.OPENAT, machine), 0, 0, flags) == wanted
    if machine == "x86_64":
        assert verdict(machine, Job.PRINT, number(calls.OPEN, machine), 0, flags) == wanted
    assert verdict(machine, Job.PRINT, number(calls.OPENAT2, machine)) == UNKNOWN


def test_a_child_signals_and_limits_itself_only(machine: str) -> None:
    for call, ours in ((calls.TGKILL, OURS), (calls.PRLIMIT64, 0)):
        assert verdict(machine, Job.SCAN, number(call, machine), ours) == ALLOW
        assert verdict(machine, Job.SCAN, number(call, machine), 1) == REFUSE
    assert verdict(machine, Job.SCAN, number(calls.FCNTL, machine), 0, 8, 1) == REFUSE
    assert verdict(machine, Job.SCAN, number(calls.FCNTL, machine), 0, 1030) == ALLOW
    assert verdict(machine, Job.SCAN, number(calls.IOCTL, machine), 0, 0x8901, 1) == REFUSE
    assert verdict(machine, Job.SCAN, number(calls.IOCTL, machine), 0, 0x5401) == ALLOW
    assert verdict(machine, Job.SCAN, number(calls.PRCTL, machine), 1, 0) == REFUSE


def test_other_call_tables_and_calls_newer_than_we_know_are_closed(machine: str) -> None:
    read = number(READ, machine)
    assert verdict(machine, Job.DOCUMENT, read, architecture=0x40000003) == REFUSE
    assert verdict(machine, Job.DOCUMENT, read + 0x40000000) == UNKNOWN
    assert verdict(machine, Job.DOCUMENT, calls.NEWEST + 1) == UNKNOWN
    assert verdict(machine, Job.DOCUMENT, calls.NEWEST) == ALLOW
