"""A seccomp filter: what of the kernel a child may call.

Source: linux/filter.h, linux/seccomp.h and linux/audit.h.
"""

import ctypes
import os
import platform
import struct
from collections.abc import Iterable

from kairanban.confined.inside import calls
from kairanban.confined.inside.calls import Call
from kairanban.confined.limits import Job

_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
ALLOW = 0x7FFF0000
REFUSE = 0x00050000 | 1  # EPERM
UNKNOWN = 0x00050000 | 38  # ENOSYS: the C library then does without.
_LOAD, _EQUAL, _ABOVE, _ANY_BIT, _JUMP, _RETURN = 0x20, 0x15, 0x25, 0x45, 0x05, 0x06
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

_CLONE_THREAD = 0x10000
# O_WRONLY, O_RDWR, O_CREAT, O_TRUNC and the bit of O_TMPFILE.
_WRITING = 0o1 | 0o2 | 0o100 | 0o1000 | 0o20000000
# F_SETOWN, F_SETSIG and F_SETOWN_EX send a signal to any process when a pipe has data; F_SETLEASE, F_NOTIFY.
_OWNING = (8, 10, 15, 1024, 1026)
# What Python and the C library ask of a file: TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX.
_HARMLESS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
# PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_PTRACER: they belong to the confinement.
_CONFINING = (1, 4, 0x59616D61)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def restrict(libc: ctypes.CDLL, job: Job) -> bool:
    """Install the filter for the rest of the process; return False where this machine has none."""
    machine = platform.machine()
    if machine not in calls.MACHINES:
        return False
    steps = program(machine, job, os.getpid())
    given = _Program(len(steps), b"".join(steps))
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(given), 0, 0) == 0)


def program(machine: str, job: Job, process: int) -> list[bytes]:
    """Return the filter's steps for a job that runs as that process."""
    place = calls.MACHINES.index(machine)

    def number(call: Call) -> int | None:
        return call[place]

    never = {
        **calls.NETWORK,
        **calls.OTHER_PROCESSES,
        **calls.CHANGING_FILES,
        **calls.SYSTEM,
        **({} if job is Job.SCAN else {"execve": calls.EXECVE}),
        **({} if job.makes_threads else {"clone": calls.CLONE}),
    }
    return [
        _step(_LOAD, 0, 0, _ARCHITECTURE),
        _step(_EQUAL, 1, 0, _ARCHITECTURES[machine]),
        _step(_RETURN, 0, 0, REFUSE),
        _step(_LOAD, 0, 0, _NUMBER),
        _step(_ABOVE, 0, 1, calls.NEWEST),
        _step(_RETURN, 0, 0, UNKNOWN),
        # Their arguments lie in memory, where a filter cannot look.
        *_always(map(number, (calls.CLONE3, calls.OPENAT2)), UNKNOWN),
        *_if(number(calls.OPEN), 1, _ANY_BIT, (_WRITING,), REFUSE, ALLOW),
        *_if(number(calls.OPENAT), 2, _ANY_BIT, (_WRITING,), REFUSE, ALLOW),
        *_if(number(calls.IOCTL), 1, _EQUAL, _HARMLESS, ALLOW, REFUSE),
        *_if(number(calls.FCNTL), 1, _EQUAL, _OWNING, REFUSE, ALLOW),
        *_if(number(calls.PRCTL), 0, _EQUAL, _CONFINING, REFUSE, ALLOW),
        *_if(number(calls.PRLIMIT64), 0, _EQUAL, (0,), ALLOW, REFUSE),
        # abort() is a signal to oneself.
        *_if(number(calls.TGKILL), 0, _EQUAL, (process,), ALLOW, REFUSE),
        *(
            _if(number(calls.CLONE), 0, _ANY_BIT, (_CLONE_THREAD,), ALLOW, REFUSE)
            if job.makes_threads
            else ()
        ),
        *_always(map(number, never.values()), REFUSE),
        _step(_RETURN, 0, 0, ALLOW),
    ]


def _always(numbers: Iterable[int | None], verdict: int) -> list[bytes]:
    """Return the steps that answer these calls with the verdict, and all others go past."""
    known = [number for number in numbers if number is not None]
    compared = [_step(_EQUAL, len(known) - at, 0, number) for at, number in enumerate(known)]
    return [*compared, _step(_JUMP, 0, 0, 1), _step(_RETURN, 0, 0, verdict)]


def _if(
    number: int | None, argument: int, test: int, values: tuple[int, ...], then: int, otherwise: int
) -> list[bytes]:
    """Return the steps of one call: `then` if its argument passes the test with one of the values."""
    if number is None:
        return []
    steps = [
        _step(_LOAD, 0, 0, _ARGUMENTS + 8 * argument),
        *(_step(test, len(values) - at, 0, value) for at, value in enumerate(values)),
        _step(_RETURN, 0, 0, otherwise),
        _step(_RETURN, 0, 0, then),
    ]
    return [_step(_EQUAL, 0, len(steps), number), *steps]


def _step(code: int, when_true: int, when_false: int, value: int) -> bytes:
    return struct.pack("HBBI", code, when_true, when_false, value)
