"""A seccomp filter that refuses sockets, access to other processes and, where possible, starting programs.

Source: linux/filter.h, linux/seccomp.h and linux/audit.h; numbers from the x86-64 and arm64 call tables.
"""

import ctypes
import platform
import struct

_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | 1  # EPERM
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _ARCHITECTURE = 0, 4
_FOREIGN_TABLE = 0x40000000  # x32 calls on x86-64

# socket, connect, bind, socketpair, ptrace, process_vm_readv/writev, mount, bpf, io_uring_setup, keyctl
_NEVER: dict[str, tuple[int, tuple[int, ...]]] = {
    "x86_64": (0xC000003E, (41, 42, 49, 53, 101, 310, 311, 165, 321, 425, 250)),
    "aarch64": (0xC00000B7, (198, 203, 200, 199, 117, 270, 271, 40, 280, 425, 219)),
}
# execve, execveat
_PROGRAMS = {"x86_64": (59, 322), "aarch64": (221, 281)}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def refuse(libc: ctypes.CDLL, *, programs: bool) -> bool:
    """Install the filter for the rest of the process; return False where this machine has none."""
    machine = platform.machine()
    if machine not in _NEVER:
        return False
    architecture, calls = _NEVER[machine]
    if programs:
        calls += _PROGRAMS[machine]

    steps = [
        _step(_LOAD, 0, 0, _ARCHITECTURE),
        _step(_EQUAL, 1, 0, architecture),
        _step(_RETURN, 0, 0, _REFUSE),
        _step(_LOAD, 0, 0, _NUMBER),
        _step(_AT_LEAST, len(calls) + 1, 0, _FOREIGN_TABLE),
        *(_step(_EQUAL, len(calls) - place, 0, call) for place, call in enumerate(calls)),
        _step(_RETURN, 0, 0, _ALLOW),
        _step(_RETURN, 0, 0, _REFUSE),
    ]
    program = _Program(len(steps), b"".join(steps))
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0)


def _step(code: int, when_true: int, when_false: int, value: int) -> bytes:
    return struct.pack("HBBI", code, when_true, when_false, value)
