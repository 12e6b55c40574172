"""What a command gets and says, in whichever process it runs."""

import base64
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from kairanban.config import Settings
from kairanban.db.engine import Database


@dataclass
class Done:
    """Output of a command: lines, and the files it made, if any."""

    lines: list[str] = field(default_factory=list)
    file: bytes | None = None
    second: bytes | None = None

    def plain(self) -> dict[str, Any]:
        return {"lines": self.lines, "file": _written(self.file), "second": _written(self.second)}

    @classmethod
    def of(cls, plain: dict[str, Any]) -> "Done":
        return cls(plain["lines"], _read(plain["file"]), _read(plain["second"]))


def _written(file: bytes | None) -> str | None:
    return base64.b64encode(file).decode() if file is not None else None


def _read(file: str | None) -> bytes | None:
    return base64.b64decode(file) if file is not None else None


Arguments = dict[str, Any]
Command = Callable[[Database, Settings, Arguments], Coroutine[Any, Any, Done]]
