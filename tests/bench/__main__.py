"""Run all measurements, each with its baseline in the same run; write docs/performance.md."""

import platform
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from tests.bench import (
    confirmations,
    day_list,
    looks,
    measuring,
    open_tablets,
    pages,
    push,
    safety,
    scale,
    town,
)
from tests.bench.report import Table

REPORT = Path(__file__).parents[2] / "docs" / "performance.md"
PARTS: dict[str, Callable[[], list[Table]]] = {
    "pages": pages.run,
    "confirmations": confirmations.run,
    "town": town.run,
    "looks": looks.run,
    "measuring": measuring.run,
    "open_tablets": open_tablets.run,
    "push": push.run,
    "day_list": day_list.run,
    "safety": safety.run,
    "scale": scale.run,
}

HEAD = """# How fast it is

Measured with `scripts/bench` on {machine}, {day}. Every figure stands beside a baseline or a bare limit from the
same run on the same machine, because figures alone do not travel. `scripts/bench pages` runs one part.
"""


def main() -> None:
    asked = sys.argv[1:] or list(PARTS)
    tables = [table for name in asked for table in PARTS[name]()]
    text = HEAD.format(
        machine=f"{platform.machine()}, 2 cores, Python {platform.python_version()}", day=date.today()
    )
    text += "\n".join(table.markdown() for table in tables)
    if asked == list(PARTS):
        REPORT.write_text(text)
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
