"""Resource limits of child processes."""

from dataclasses import asdict, dataclass
from typing import Any

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one child: memory and output in bytes, cpu and wall in seconds."""

    memory: int
    cpu: int
    wall: float
    output: int = 64 * MIB
    starts_programs: bool = False
    uses_threads: bool = False

    def as_job(self) -> dict[str, Any]:
        """Return the limits as plain values, for the child's command line."""
        return asdict(self)


DOCUMENT = Limits(memory=512 * MIB, cpu=20, wall=40)
SCAN = Limits(memory=512 * MIB, cpu=20, wall=40, output=MIB, starts_programs=True)
FURIGANA = Limits(memory=768 * MIB, cpu=20, wall=40)
PRINT = Limits(memory=768 * MIB, cpu=60, wall=60, uses_threads=True)
