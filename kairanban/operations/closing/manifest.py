"""What a folder of returned data holds: its files with digests, and the rows they were written from."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

NAME = "manifest.json"


@dataclass(frozen=True)
class Manifest:
    address: str
    made: int
    rows: dict[str, int]
    circulars: int
    files: dict[str, str]
    """SHA-256 by path, as `sha256sum` writes it."""

    @property
    def total(self) -> int:
        return sum(self.rows.values())


def digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file but the manifest and what is made after it."""
    return {
        str(file.relative_to(folder)): _digest(file)
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.parent != folder
    }


def write(folder: Path, manifest: Manifest) -> None:
    (folder / NAME).write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1))


def read(folder: Path) -> Manifest | None:
    """Return the manifest; None if there is none that can be read."""
    try:
        return Manifest(**json.loads((folder / NAME).read_text()))
    except (OSError, ValueError, TypeError):
        return None


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
