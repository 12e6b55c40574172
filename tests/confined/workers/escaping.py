"""A worker that tries every way out it knows, and returns how each ended."""

import _thread
import ctypes
import errno
import fcntl
import os
import platform
import resource
import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kairanban.confined import frames
from kairanban.confined.inside import calls

DONE = "done"


def work(header: dict[str, Any], blobs: Sequence[bytes]) -> bytes:
    if header.get("program"):
        # Where this succeeds there is nothing left to answer with.
        return frames.pack({"ended": _try(lambda: os.execv("/bin/true", ["true"]))})
    return frames.pack({"ended": attempts(header)})


def attempts(given: dict[str, Any]) -> dict[str, str]:
    """Try everything; return "done" or the error of each way."""
    database, folder, other = Path(given["database"]), Path(given["folder"]), int(given["other"])
    return {
        "write to more descriptors": _try(_inherited),
        "read the database": _try(database.read_bytes),
        "list the data folder": _try(lambda: os.listdir(folder)),
        "read the accounts": _try(Path("/etc/passwd").read_bytes),
        "read a process's environment": _try(Path(f"/proc/{other}/environ").read_bytes),
        "write a file": _try(lambda: (folder / "escaped").write_bytes(b"")),
        "make a folder": _try(lambda: (folder / "made").mkdir()),
        "cut the database": _try(lambda: os.truncate(database, 3)),
        "open the database to everybody": _try(lambda: database.chmod(0o666)),
        "rename the database": _try(lambda: database.rename(folder / "renamed")),
        "make a file in memory": _try(lambda: os.memfd_create("x")),
        "make a socket": _try(socket.socket),
        "make a socket of this machine": _try(lambda: socket.socket(socket.AF_UNIX)),
        "make a pair of sockets": _try(socket.socketpair),
        "start a process": _try(_fork),
        "start a thread": _try(lambda: _thread.start_new_thread(lambda: None, ())),
        "signal a process": _try(lambda: os.kill(other, 0)),
        "signal a process through a pipe": _try(lambda: fcntl.fcntl(os.pipe()[0], fcntl.F_SETOWN, other)),
        "open a process": _try(lambda: os.pidfd_open(other)),
        "trace a process": _try(lambda: _call("ptrace", calls.OTHER_PROCESSES, 0x4206, other, 0, 0)),
        "read a process's memory": _try(
            lambda: _call("process_vm_readv", calls.OTHER_PROCESSES, other, 0, 0, 0, 0, 0)
        ),
        "limit a process": _try(lambda: resource.prlimit(other, resource.RLIMIT_CORE, (0, 0))),
        "slow a process down": _try(lambda: os.setpriority(os.PRIO_PROCESS, other, 19)),
        "make a namespace": _try(lambda: _call("unshare", calls.SYSTEM, 0x10000000)),
        "queue calls": _try(lambda: _call("io_uring_setup", calls.SYSTEM, 1, ctypes.create_string_buffer(120))),
        "read keys": _try(lambda: _call("keyctl", calls.SYSTEM, 0, -3, 0)),
    }  # fmt: skip


def _try(way: Callable[[], object]) -> str:
    try:
        way()
    except OSError as error:
        return errno.errorcode.get(error.errno or 0, "nothing")
    except RuntimeError:
        # A thread that cannot be started.
        return "EPERM"
    return DONE


def _fork() -> None:
    if (child := os.fork()) == 0:
        os._exit(0)
    os.waitpid(child, 0)


def _call(name: str, group: dict[str, calls.Call], *arguments: Any) -> None:
    number = group[name][calls.MACHINES.index(platform.machine())]
    assert number is not None
    libc = ctypes.CDLL(None, use_errno=True)
    # The C library takes longs: of an int, the upper half of a seventh argument would be left to chance.
    given = [ctypes.c_long(one) if isinstance(one, int) else one for one in arguments]
    if libc.syscall(ctypes.c_long(number), *given) < 0:
        raise OSError(ctypes.get_errno(), name)


def _inherited() -> None:
    """Raise OSError unless there are more descriptors than input, output, errors and the answer's pipe."""
    opened = 0
    for descriptor in range(resource.getrlimit(resource.RLIMIT_NOFILE)[0]):
        try:
            os.fstat(descriptor)
        except OSError:
            continue
        opened += 1
    if opened <= 4:
        raise OSError(errno.EBADF, "no more")
