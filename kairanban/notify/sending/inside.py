"""Main module of the sending process: read jobs (one JSON line each), try them concurrently, write outcomes.

It lives as long as the server and holds the libraries, connections and the signing key, never the database.
"""

import asyncio
import json
import os
import sys
import time
from typing import Any

from kairanban.notify.channels.interface import Job, Sender
from kairanban.notify.rules.outcomes import Answer, Outcome
from kairanban.notify.sending.hosts import Silent, Timer, TooLate

LONGEST_LINE = 1024 * 1024


async def main() -> None:
    """Run until the server closes the pipe."""
    # Page requests have priority over messages.
    os.nice(10)
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=LONGEST_LINE)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    channels = senders(json.loads(await reader.readline()))
    tasks = set[asyncio.Task[None]]()
    try:
        while line := await reader.readline():
            task = asyncio.create_task(_do(channels, json.loads(line)))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
    finally:
        for sender in channels.values():
            await sender.close()


def senders(settings: dict[str, Any], timer: Timer = time.monotonic) -> dict[str, Sender]:
    """Return a sender per channel; a new channel is added here, with a module beside the others."""
    from kairanban.notify.sending.mail import MailSender
    from kairanban.notify.sending.push import PushSender

    return {"push": PushSender(settings, timer), "mail": MailSender(settings, timer)}


async def tried(senders: dict[str, Sender], job: Job, begin_by: float) -> Outcome:
    """Try the job once, unless its slot comes after `begin_by` or its host is being skipped."""
    try:
        return await senders[job["channel"]].send(job, begin_by)
    except TooLate:
        return Outcome(Answer.NOT_BEGUN)
    except Silent:
        return Outcome(Answer.LATER, why="silent")
    except Exception as error:
        # Our own errors are recorded like refusals: a retry would not help.
        return Outcome(Answer.REFUSED, why=type(error).__name__)


async def _do(senders: dict[str, Sender], line: dict[str, Any]) -> None:
    outcome = await tried(senders, line["job"], line["begin_by"])
    said = {"number": line["number"], "answer": outcome.answer, "code": outcome.code}
    said |= {"after": outcome.after, "why": outcome.why}
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    import uvloop

    uvloop.run(main())
