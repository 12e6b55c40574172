"""Our own sender, as its process runs it: `python -m tests.bench.pushing send|encrypt JOB`."""

import asyncio
import json
import math
import sys
import time
from pathlib import Path
from typing import Any

from kairanban.notify.rules.outcomes import Answer
from kairanban.notify.sending.push import PushSender


async def main(what: str, asked: dict[str, Any]) -> None:
    sender = PushSender(asked["settings"])
    jobs, warm = asked["jobs"], asked["warm"]

    async def do(some: list[dict[str, Any]]) -> None:
        if what == "encrypt":
            for job in some:
                sender.sealed(job)
            return
        for outcome in await asyncio.gather(*(sender.send(job, math.inf) for job in some)):
            assert outcome.answer is Answer.TAKEN, outcome

    await do(jobs[:warm])
    cpu, wall = time.process_time(), time.perf_counter()
    await do(jobs[warm:])
    done = {"pushes": len(jobs) - warm, "cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}
    sys.stdout.write(json.dumps(done) + "\n")
    await sender.close()


if __name__ == "__main__":
    import uvloop

    uvloop.run(main(sys.argv[1], json.loads(Path(sys.argv[2]).read_text())))
