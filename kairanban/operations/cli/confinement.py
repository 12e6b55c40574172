"""The check of `doctor` for the processes that read uploaded files. It only reads, and returns (ok, sentence)."""

import asyncio
from pathlib import Path

import kairanban
from kairanban.config import Settings
from kairanban.confined.errors import Unreadable
from kairanban.confined.inside.readable import readable
from kairanban.confined.limits import Job
from kairanban.confined.protections import Protections, protections

_READERS = "Processes that read uploaded files, print and look up furigana"
NO_LANDLOCK = (
    "The kernel has no Landlock (or the container refuses it): {readers} could read other files of this account, "
    "also the database, and a scan could start other programs. They still write nothing and reach neither the network nor "
    "other processes. It needs Linux 5.13 or newer with 'landlock' in the list lsm= of its command line."
)
NO_FILTER = (
    "System calls cannot be filtered here (seccomp needs x86-64 or arm64, and a kernel or container that allows it): "
    "{readers} could start processes and use the network. Other files, also the database, stay closed."
)
NEITHER = (
    "The kernel has neither Landlock nor a filter of system calls (seccomp): {readers} could read the database and use "
    "the network. Only their memory, time and number of files are limited. Use Linux 5.13 or newer on x86-64 or arm64."
)


def confinement(settings: Settings) -> tuple[bool, str]:
    """Say what the kernel lacks to confine such a process, and what holds without it."""
    for path in readable(Job.SCAN, tuple(kairanban.__path__)):
        if settings.data.resolve().is_relative_to(Path(path).resolve()):
            return (
                False,
                f"The data folder lies in {path}, which processes that read uploaded files may read: move it.",
            )
    try:
        return said(asyncio.run(protections()))
    except (Unreadable, OSError):
        return False, f"{_READERS} cannot be started: files cannot be attached. Is there enough memory?"


def said(held: Protections) -> tuple[bool, str]:
    """Return the sentence for what is in force."""
    readers = _READERS[0].lower() + _READERS[1:]
    match held:
        case Protections(landlock=0, seccomp=False):
            return False, NEITHER.format(readers=readers)
        case Protections(landlock=0):
            return False, NO_LANDLOCK.format(readers=readers)
        case Protections(seccomp=False):
            return False, NO_FILTER.format(readers=readers)
    return True, (
        f"{_READERS} see no other file, process or network (Landlock {held.landlock}, system calls are filtered)."
    )
