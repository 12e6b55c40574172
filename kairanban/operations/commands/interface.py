"""What a command gets and says, in whichever process it runs."""

import base64
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from kairanban.config import Settings
from kairanban.db.engine import Database


@dataclass
class Done:
    """Output of a command: lines, and the file it made, if any."""

    lines: list[str] = field(default_factory=list)
    file: bytes | None = None

    def plain(self) -> dict[str, Any]:
        return {
            "lines": self.lines,
            "file": base64.b64encode(self.file).decode() if self.file is not None else None,
        }

    @classmethod
    def of(cls, plain: dict[str, Any]) -> "Done":
        return cls(plain["lines"], base64.b64decode(plain["file"]) if plain["file"] is not None else None)


Arguments = dict[str, Any]
Command = Callable[[Database, Settings, Arguments], Awaitable[Done]]
