"""What confines a child on this machine."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Protections:
    """The version of Landlock in force (0: none), and whether system calls are filtered."""

    landlock: int
    seccomp: bool


async def protections() -> Protections:
    """Return what a new child could set for itself; raise Unreadable if none can be started."""
    # Imported late: the child needs the class above, and no event loop.
    from kairanban.confined import child
    from kairanban.confined.limits import DOCUMENT

    found, _ = await child.run(child.Worker("kairanban.confined.inside.report"), {}, (), DOCUMENT)
    return Protections(landlock=int(found["landlock"]), seccomp=bool(found["seccomp"]))
