"""A worker killed with -9 at a step, then another one. `python -m tests.notify.stepping JOBS`

Steps are before and after each database call, and before and after each message is sent.
"""

import asyncio
import json
import os
import random
import signal
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

from kairanban.config import Settings
from kairanban.core.clock import Moment
from kairanban.core.push_services import push_services
from kairanban.db import postgres, sqlite
from kairanban.db.engine import open_database
from kairanban.notify import courier as courier_module
from kairanban.notify.actions.fan_out import fan_out_new
from kairanban.notify.actions.reminders import remind_due
from kairanban.notify.channels.interface import Job
from kairanban.notify.courier import Courier
from kairanban.notify.rules.outcomes import Outcome
from kairanban.notify.rules.paces import PACES
from kairanban.notify.sending.push import PushSender
from tests.notify.telling import WORKER

left = 0


def step() -> None:
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)


class InProcess:
    """Sends in this process, so that sending has steps too."""

    pid = None

    def __init__(self, settings: dict[str, Any]) -> None:
        self._sender = PushSender(settings)

    async def send(self, job: Job, begin_by: float) -> Outcome:
        step()
        outcome = await self._sender.send(job, begin_by)
        step()
        return outcome

    async def close(self) -> None:
        await self._sender.close()


def counted(perform: Any) -> Any:
    async def counting(self: Any, calls: Any) -> Any:
        step()
        done = await perform(self, calls)
        step()
        return done

    return counting


async def tell(url: str, service: str, now: int) -> None:
    database = await open_database(url, lambda: Moment(now))
    settings = Settings(Path("/nowhere"), url, "http://localhost:8321", push_services=push_services(service))
    courier = Courier(database, settings, WORKER, chance=random.Random(1))
    try:
        await remind_due(database, WORKER)
        await fan_out_new(database, WORKER)
        await courier.settle()
    finally:
        await courier.close()
        await database.close()


def killed_at(number: int, url: str, service: str, now: int) -> bool:
    """Run until the step and tell whether it was reached."""
    global left
    child = os.fork()
    if child == 0:
        left = number
        asyncio.run(tell(url, service, now))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, status
    return os.WIFSIGNALED(status)


def main() -> None:
    for connection in (sqlite.SqliteConnection, postgres.PostgresConnection):
        patch.object(connection, "perform", counted(connection.perform)).start()
    patch.object(courier_module, "Sending", InProcess).start()
    jobs = json.loads(sys.argv[1])
    for number, url in jobs["databases"]:
        was_killed = killed_at(number, url, jobs["service"], jobs["now"])
        sys.stdout.write(f"{json.dumps([number, was_killed])}\n")
        sys.stdout.flush()
        asyncio.run(tell(url, jobs["service"], jobs["now"] + PACES["push"].lease))


if __name__ == "__main__":
    main()
