"""Worker that returns what confines it."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from kairanban.confined import frames


def work(header: dict[str, Any], blobs: Sequence[bytes]) -> bytes:
    return frames.pack(asdict(header["protections"]))
