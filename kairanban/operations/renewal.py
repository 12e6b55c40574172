"""A new version of the program in the same process: tried beside the old one, then started in its place with its port and processes."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog

log = structlog.get_logger()

# What the old version leaves to the new one: the descriptor of its port and the ids of its processes; or CHECK.
LEFT = "KAIRANBAN_LEFT"
CHECK = "check"


@dataclass(frozen=True)
class Inherited:
    """What a version finds in its process: the port, and the web processes of the version before."""

    port: socket.socket
    pids: tuple[int, ...]


def only_checks() -> bool:
    """Tell whether this process only tries whether the new version can start."""
    return os.environ.get(LEFT) == CHECK


def inherited() -> Inherited | None:
    """Return what the version before has left, once; None for a first start."""
    left = os.environ.pop(LEFT, "")
    if not left or left == CHECK:
        return None
    descriptor, *pids = map(int, left.split())
    return Inherited(socket.socket(fileno=descriptor), tuple(pids))


def started_as() -> list[str]:
    """Return the command of this process.

    A script by its own path: a link in that path, or the first line of the script, may lead to another version by now.
    """
    script = sys.argv[0]
    is_script = os.path.isfile(script) and os.access(script, os.X_OK) and not script.endswith(".py")
    return [os.path.abspath(script), *sys.argv[1:]] if is_script else [sys.executable, *sys.orig_argv[1:]]


@dataclass
class Renewal:
    """Tries the program as it lies on the disk now, and becomes it."""

    port: socket.socket
    command: Sequence[str] = field(default_factory=started_as)
    _tried: "subprocess.Popen[bytes] | None" = None

    def begin(self) -> None:
        """Start to try the program; what it says goes where this process writes."""
        if self._tried is not None:
            return
        try:
            self._tried = subprocess.Popen(self.command, env={**os.environ, LEFT: CHECK})
        except OSError as error:
            # No program where it lay: the one that runs goes on.
            log.error("web_processes_not_renewed", error=type(error).__name__)

    def is_tried(self) -> bool:
        """Tell whether the program was tried and can start; say in the log if it cannot."""
        code = None if self._tried is None else self._tried.poll()
        if code is None:
            return False
        self._tried = None
        if code:
            log.error("web_processes_not_renewed", code=code)
        return code == 0

    def become(self, pids: Sequence[int]) -> None:
        """Go on as the new version, which takes over the port and these processes; returns only if it is gone again."""
        log.info("web_processes_renewed", processes=len(pids))
        sys.stdout.flush()
        sys.stderr.flush()
        # The new version heeds it once it can.
        heeded = signal.signal(signal.SIGHUP, signal.SIG_IGN)
        self.port.set_inheritable(True)
        left = " ".join(map(str, (self.port.fileno(), *pids)))
        try:
            os.execve(self.command[0], [*self.command], {**os.environ, LEFT: left})
        except OSError as error:
            self.port.set_inheritable(False)
            signal.signal(signal.SIGHUP, heeded)
            log.error("web_processes_not_renewed", error=type(error).__name__)
