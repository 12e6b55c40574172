"""The figures of the moment: what stands in the database and on the disk, read when a monitor asks."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

from kairanban.accountability.retention.actions.forgetting import LAST_DAY
from kairanban.accountability.retention.actions.watching import watched
from kairanban.accountability.retention.queries import runs
from kairanban.config import Settings
from kairanban.core.clock import SECOND, at
from kairanban.db.backup import last_backup
from kairanban.db.settings import get_setting
from kairanban.db.tx import Tx
from kairanban.db.write_probe import WRITTEN
from kairanban.desks.monitoring import queries
from kairanban.measures.exposition import Figure

CHANNELS = ("push", "mail")
STATES = ("due", "later")


@dataclass(frozen=True, slots=True)
class _Name:
    """The name and the explanation of a figure."""

    name: str
    text: str

    def figure(self, value: float, **labels: str) -> Figure:
        return Figure(f"kairanban_{self.name}", self.text, value, labels)


OUTBOX = _Name("outbox", "Messages that wait: due now, or to be tried later.")
OLDEST = _Name("outbox_oldest_due_seconds", "How long the oldest due message has been due.")
FAULTS = _Name("channel_faults", "Services that take nothing because of this server.")
FAULT_SINCE = _Name("channel_fault_since_timestamp_seconds", "Since when the oldest of these faults lasts.")
WROTE = _Name("worker_wrote_timestamp_seconds", "When the worker last wrote into the database.")
FORGOT = _Name("retention_finished_day_timestamp_seconds", "The day on which nothing past its term was left.")
RAN = _Name(
    "retention_run_timestamp_seconds", "When rows past their term were last deleted, or none were found."
)
TRUSTED = _Name("clock_trusted", "Whether the clock is trusted; if not, nothing is deleted.")
DATABASE = _Name("database_up", "Whether the database answered.")
BACKUP = _Name("backup_timestamp_seconds", "When the newest backup was made.")
FREE = _Name("data_free_bytes", "Room left on the disk of the data folder.")
INFO = _Name("info", "The version of the program.")


async def of_database(tx: Tx) -> list[Figure]:
    """Return what the database knows."""
    waiting = {(one.channel, one.state): one for one in await tx.all(queries.WAITING)}
    faults = {one.channel: one for one in await tx.all(queries.FAULTS)}
    found = [DATABASE.figure(1)]
    for channel in CHANNELS:
        for state in STATES:
            here = waiting.get((channel, state))
            found.append(OUTBOX.figure(here.number if here else 0, channel=channel, state=state))
        due, fault = waiting.get((channel, "due")), faults.get(channel)
        found.append(OLDEST.figure((tx.now - due.first) / SECOND if due else 0, channel=channel))
        found.append(FAULTS.figure(fault.number if fault else 0, channel=channel))
        if fault:
            found.append(FAULT_SINCE.figure(fault.since / SECOND, channel=channel))
    watch = await watched(tx)
    found.append(TRUSTED.figure(float(watch is None or watch.trusted)))
    if wrote := await get_setting(tx, WRITTEN):
        found.append(WROTE.figure(int(wrote) / SECOND))
    if day := await get_setting(tx, LAST_DAY):
        found.append(FORGOT.figure(at(date.fromordinal(int(day))) / SECOND))
    for run in await tx.all(runs.LATEST, most=1):
        found.append(RAN.figure(run.at / SECOND))
    return found


def of_disk(settings: Settings) -> list[Figure]:
    """Return what the data folder tells, and the version of the program."""
    found = [INFO.figure(1, version=version("kairanban"))]
    if (made := last_backup(settings.data)) is not None:
        found.append(BACKUP.figure(made))
    try:
        disk = os.statvfs(settings.data)
    except OSError:
        return found
    return [*found, FREE.figure(disk.f_bavail * disk.f_frsize)]


def without_database() -> Sequence[Figure]:
    """Return that the database did not answer."""
    return [DATABASE.figure(0)]
