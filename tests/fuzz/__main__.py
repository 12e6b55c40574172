"""Send mutated forms to every POST route as every kind of visitor; report faults with a line that repeats each.

    scripts/fuzz [--forms 100000] [--seed 1] [--slice N [--until M]]

A slice starts from a fresh copy of the same town, so that a fault is repeated by its slice alone.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random

from kairanban.db.engine import open_database
from tests.conftest import TODAY, SetClock
from tests.engines import Template, template
from tests.fuzz.sending import Report, Sender, broken_keys, journal_state
from tests.fuzz.town import Forms, build, posts
from tests.world import World, copied
from tests.world import build as people

PER_SLICE = 400
Build = Callable[[World], Awaitable[Forms]]


def main() -> int:
    """Print counts by status and the faults; return 1 if there is one."""
    parser = argparse.ArgumentParser(prog="scripts/fuzz", description=__doc__.splitlines()[0])
    parser.add_argument("--forms", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--slice", type=int, help="only this one")
    parser.add_argument("--until", type=int, default=PER_SLICE, help="only the first forms of the slice")
    asked = parser.parse_args()
    slices = range(-(-asked.forms // PER_SLICE)) if asked.slice is None else [asked.slice]
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, template(Path(folder)) as made:
        report = asyncio.run(fuzz(made, Path(folder), build, asked.seed, slices, asked.until))
    say(report, time.monotonic() - began)
    return 1 if report.faults else 0


async def fuzz(
    made: Template, folder: Path, forms_of: Build, seed: int, slices: range | list[int], per_slice: int
) -> Report:
    report, began = Report(), time.monotonic()
    original = made.copy(_new(folder))
    database = await open_database(original, SetClock(TODAY))
    try:
        world = await people(database)
        forms = await forms_of(world)
    finally:
        await database.close()
    for number in slices:
        url, clock = made.copy(_new(folder), original), SetClock(TODAY)
        database = await open_database(url, clock)
        try:
            options = f"scripts/fuzz --seed {seed} --slice {number}"
            sender = Sender(copied(world, database), clock, forms, report, options)
            before = await journal_state(sender.world)
            random = Random(f"{seed}.{number}")
            await sender.send(random, per_slice)
            await sender.look(random)
            after = await journal_state(sender.world)
        finally:
            await database.close()
        if any(new < old for new, old in zip(after, before, strict=True)):
            report.fault("the journal became shorter", options)
        for key in broken_keys(url):
            report.fault(f"broken key {key}", options)
        made.drop(url)
        if number % 10 == 9:
            say(report, time.monotonic() - began)
    return report


def say(report: Report, seconds: float) -> None:
    counts = ", ".join(f"{status}: {count}" for status, count in sorted(report.statuses.items()))
    lines = [
        f"{report.sent} forms, {seconds:.0f} s; {counts}",
        f"{len(report.routes)} of {len(posts())} routes; {len(report.faults)} kinds of fault",
    ]
    for kind, line in sorted(report.faults.items()):
        lines += [f"  {report.counts[kind]} × {kind}", f"      {line}"]
    sys.stdout.write("\n".join([*lines, ""]))
    sys.stdout.flush()


_folders = iter(range(10**9))


def _new(folder: Path) -> Path:
    made = folder / str(next(_folders))
    made.mkdir()
    return made


if __name__ == "__main__":
    sys.exit(main())
