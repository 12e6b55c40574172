"""Drop every privilege a worker does not need; this cannot be undone."""

import ctypes
import resource

from kairanban.confined.inside import syscalls
from kairanban.confined.limits import Limits

_PR_SET_DUMPABLE = 4
_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_SIGKILL = 9
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_OPEN_FILES = 64


def confine(limits: Limits) -> None:
    """Set all limits the system allows; those of memory, time and files always apply."""
    ceilings = {
        resource.RLIMIT_AS: limits.memory,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: _OPEN_FILES,
    }
    if not (limits.starts_programs or limits.uses_threads):
        ceilings[resource.RLIMIT_NPROC] = 0
    for ceiling, value in ceilings.items():
        resource.setrlimit(ceiling, (value, value))
    # The hard limit is one second later, so that SIGXCPU ("too long") comes before SIGKILL.
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu, limits.cpu + 1))

    libc = ctypes.CDLL(None, use_errno=True)
    # An empty network namespace. Many containers refuse this; the filter below then applies alone.
    if libc.unshare(_CLONE_NEWNET) != 0:
        libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    # Last, because a change of user resets it: the child must not outlive the server.
    libc.prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    syscalls.refuse(libc, programs=not limits.starts_programs)
