"""Landlock: from then on the process opens only the files named here, and only for reading.

Source: linux/landlock.h. The numbers of its calls are the same on every machine.
"""

import ctypes
import os
import struct
from collections.abc import Iterable

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_ASK_VERSION = 1
_PATH_BENEATH = 1

_EXECUTE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 2, 1 << 3
# Every right of the files by version: 1 has thirteen, 2 adds REFER, 3 TRUNCATE, 5 IOCTL_DEV.
_FILES = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
# Version 4: TCP, bind and connect. Version 6: abstract sockets and signals of other processes.
_NETWORK_SINCE, _SCOPE_SINCE, _BOTH = 4, 6, 3


def version(libc: ctypes.CDLL) -> int:
    """Return the kernel's version of Landlock, 0 where it has none or a container refuses it."""
    return max(0, int(libc.syscall(_CREATE, None, 0, _ASK_VERSION)))


def restrict(libc: ctypes.CDLL, readable: Iterable[str], programs: Iterable[str]) -> int:
    """Close all other files, directories and networks; return the version in force, 0 for none."""
    known = version(libc)
    if not known:
        return 0
    rights = _FILES[max(since for since in _FILES if since <= known)]
    wanted = struct.pack(
        "QQQ", rights, _BOTH if known >= _NETWORK_SINCE else 0, _BOTH if known >= _SCOPE_SINCE else 0
    )
    ruleset = libc.syscall(_CREATE, wanted, len(wanted), 0)
    if ruleset < 0:
        return 0
    for path in readable:
        _allow(libc, ruleset, path, _READ_FILE | _READ_DIR)
    for path in programs:
        _allow(libc, ruleset, path, _READ_FILE | _EXECUTE)
    held = libc.syscall(_RESTRICT, ruleset, 0) == 0
    os.close(ruleset)
    return known if held else 0


def _allow(libc: ctypes.CDLL, ruleset: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        # Not on this machine, or closed to this account anyway.
        return
    if not os.path.isdir(path):
        rights &= ~_READ_DIR
    libc.syscall(_ADD, ruleset, _PATH_BENEATH, struct.pack("=Qi", rights, place), 0)
    os.close(place)
