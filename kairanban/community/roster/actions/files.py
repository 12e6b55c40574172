"""Uploaded roster files, kept for the preview for one day at most."""

import json

from kairanban.access.permission import require
from kairanban.community.roster.queries import uploads
from kairanban.community.roster.queries.uploads import RosterFile, Waiting
from kairanban.community.roster.rules.choices import Choices
from kairanban.community.roster.rules.frozen_json import to_plain
from kairanban.core.clock import DAY
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx

LONGEST_NAME = 120


async def keep(tx: Tx, association: PlaceId, name: str, data: bytes, choices: Choices | None = None) -> int:
    """Store an uploaded file for the preview, with the choices it begins with; the roster does not change."""
    await require(tx, Task.CHANGE_ROSTER, association)
    id: int = await tx.value(
        uploads.ADD_FILE,
        association=association,
        person=tx.actor.person,
        name=name[-LONGEST_NAME:],
        data=data,
        choices=json.dumps(to_plain(choices or Choices())),
        made=tx.now,
    )
    return id


async def find(tx: Tx, file: int) -> RosterFile:
    """Return a file to people who may change its roster; raise NotFound."""
    return await tx.one(uploads.FILE, file=file)


async def waiting(tx: Tx, association: PlaceId) -> list[Waiting]:
    await require(tx, Task.CHANGE_ROSTER, association)
    return await tx.all(uploads.WAITING, association=association)


async def save_choices(tx: Tx, file: int, choices: Choices) -> None:
    await find(tx, file)
    await tx.run(uploads.SAVE_CHOICES, file=file, new_choices=json.dumps(to_plain(choices)))


async def remove(tx: Tx, file: int) -> RosterFile:
    """Delete a file without importing it."""
    found = await find(tx, file)
    await tx.run(uploads.REMOVE_FILE, file=file)
    return found


async def forget_old_files(tx: Tx) -> int:
    """Delete files older than a day, imported or not."""
    return await tx.run(uploads.FORGET_FILES, before=tx.now - DAY)
