"""Uploaded roster files, kept for the preview for one day at most."""

import json

from kairanban.access.permission import require
from kairanban.community.roster import queries
from kairanban.community.roster.queries import RosterFile, Waiting
from kairanban.community.roster.rules.frozen_json import to_plain
from kairanban.community.roster.rules.understanding import Choices
from kairanban.core.clock import DAY
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx

LONGEST_NAME = 120


async def keep(tx: Tx, association: PlaceId, name: str, data: bytes) -> int:
    """Store an uploaded file for the preview; the roster does not change."""
    await require(tx, Task.CHANGE_ROSTER, association)
    id: int = await tx.value(
        queries.ADD_FILE,
        association=association,
        person=tx.actor.person,
        name=name[-LONGEST_NAME:],
        data=data,
        choices="{}",
        made=tx.now,
    )
    return id


async def find(tx: Tx, file: int) -> RosterFile:
    """Return a file to people who may change its roster; raise NotFound."""
    return await tx.one(queries.FILE, file=file)


async def waiting(tx: Tx, association: PlaceId) -> list[Waiting]:
    await require(tx, Task.CHANGE_ROSTER, association)
    return await tx.all(queries.WAITING, association=association)


async def save_choices(tx: Tx, file: int, choices: Choices) -> None:
    await find(tx, file)
    await tx.run(queries.SAVE_CHOICES, file=file, new_choices=json.dumps(to_plain(choices)))


async def remove(tx: Tx, file: int) -> RosterFile:
    """Delete a file without importing it."""
    found = await find(tx, file)
    await tx.run(queries.REMOVE_FILE, file=file)
    return found


async def forget_old_files(tx: Tx) -> int:
    """Delete files older than a day, imported or not."""
    return await tx.run(queries.FORGET_FILES, before=tx.now - DAY)
