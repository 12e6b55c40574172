"""Uploaded rosters wait here while somebody looks at the preview, for a day at most."""

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
    """The file as it came, for the preview; nothing enters the roster by this."""
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
    """For those who may change the roster it is meant for; NotFound for everyone else."""
    return await tx.one(queries.FILE, file=file)


async def waiting(tx: Tx, association: PlaceId) -> list[Waiting]:
    await require(tx, Task.CHANGE_ROSTER, association)
    return await tx.all(queries.WAITING, association=association)


async def save_choices(tx: Tx, file: int, choices: Choices) -> None:
    await find(tx, file)
    await tx.run(queries.SAVE_CHOICES, file=file, new_choices=json.dumps(to_plain(choices)))


async def remove(tx: Tx, file: int) -> RosterFile:
    """Take a file away without taking anything from it."""
    found = await find(tx, file)
    await tx.run(queries.REMOVE_FILE, file=file)
    return found


async def forget_old_files(tx: Tx) -> None:
    """Files that have waited a day are gone, taken or not."""
    await tx.run(queries.FORGET_FILES, before=tx.now - DAY)
