"""Drop every privilege a job does not need; this cannot be undone."""

import ctypes
import resource

from kairanban.confined.inside import landlock, seccomp
from kairanban.confined.inside.readable import programs, readable
from kairanban.confined.limits import Limits
from kairanban.confined.protections import Protections

_PR_SET_DUMPABLE = 4
_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_SIGKILL = 9
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_OPEN_FILES = 64
_CAPABILITY_VERSION = 0x20080522
# An installation may be closed to others; Landlock says what root reads of it.
_CAP_DAC_READ_SEARCH = 1 << 2


def confine(limits: Limits, packages: tuple[str, ...]) -> Protections:
    """Set all limits the system allows; those of memory, time and files always apply."""
    ceilings = {
        resource.RLIMIT_AS: limits.memory,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: _OPEN_FILES,
    }
    if not limits.job.makes_threads:
        ceilings[resource.RLIMIT_NPROC] = 0
    for ceiling, value in ceilings.items():
        resource.setrlimit(ceiling, (value, value))
    # The hard limit is one second later, so that SIGXCPU ("too long") comes before SIGKILL.
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu, limits.cpu + 1))

    libc = ctypes.CDLL(None, use_errno=True)
    # An empty network namespace. Many containers refuse this; the filter below then applies alone.
    if libc.unshare(_CLONE_NEWNET) != 0:
        libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
    _drop_capabilities(libc)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    # After any change of user, which resets it: the child must not outlive the server.
    libc.prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    version = landlock.restrict(libc, readable(limits.job, packages), programs(limits.program))
    return Protections(landlock=version, seccomp=seccomp.restrict(libc, limits.job))


def _drop_capabilities(libc: ctypes.CDLL) -> None:
    """Give up what root may do beyond others, but for reading its own installation."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
    # Effective, permitted and inheritable, first the lower 32 of each.
    held = (ctypes.c_uint32 * 6)()
    if libc.capget(header, held) == 0:
        kept = held[1] & _CAP_DAC_READ_SEARCH
        libc.capset(header, (ctypes.c_uint32 * 6)(kept, kept, 0, 0, 0, 0))
