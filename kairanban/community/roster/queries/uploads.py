"""Uploaded roster files, and the headings of an association's own file."""

import json
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from kairanban.access.scope import places_for
from kairanban.community.roster.rules.choices import Choices
from kairanban.community.roster.rules.frozen_json import from_plain
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.db.statements import NOW, Query, Statement, inserting
from kairanban.db.tables.roster import roster_file, roster_heading, roster_memory


@dataclass(frozen=True, slots=True)
class RosterFile:
    """A file with the choices made in its preview; empty after the import."""

    id: int
    association: PlaceId
    name: str
    data: bytes
    kept_choices: str
    made: int
    taken: int | None

    @property
    def choices(self) -> Choices:
        plain = json.loads(self.kept_choices)
        return from_plain(Choices, plain) if plain else Choices()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that waits for its import."""

    id: int
    name: str
    made: int


ADD_FILE = inserting(roster_file, "association", "person", "name", "data", "choices", "made")

_FILE = (
    roster_file.c.id,
    roster_file.c.association,
    roster_file.c.name,
    roster_file.c.data,
    roster_file.c.choices.label("kept_choices"),
    roster_file.c.made,
    roster_file.c.taken,
)

FILE = Query(
    select(*_FILE).where(
        roster_file.c.id == bindparam("file"), roster_file.c.association.in_(places_for(Task.CHANGE_ROSTER))
    ),
    RosterFile,
)

WAITING = Query(
    select(roster_file.c.id, roster_file.c.name, roster_file.c.made)
    .where(roster_file.c.association == bindparam("association"), roster_file.c.taken.is_(None))
    .order_by(roster_file.c.id),
    Waiting,
)

SAVE_CHOICES = Statement(
    roster_file.update()
    .where(roster_file.c.id == bindparam("file"), roster_file.c.taken.is_(None))
    .values(choices=bindparam("new_choices"))
)

# Empties a file after its import; its row stays for a day.
EMPTY_FILE = Statement(
    roster_file.update()
    .where(roster_file.c.id == bindparam("file"), roster_file.c.taken.is_(None))
    .values(data=b"", choices="{}", taken=NOW)
)

REMOVE_FILE = Statement(roster_file.delete().where(roster_file.c.id == bindparam("file")))

FORGET_FILES = Statement(roster_file.delete().where(roster_file.c.made < bindparam("before")))

HEADING = Statement(
    select(roster_heading.c.mapping).where(roster_heading.c.association == bindparam("association"))
)

REMEMBER_HEADING = Statement(
    lambda insert: (
        insert(roster_heading)
        .values(association=bindparam("association"), mapping=bindparam("mapping"))
        .on_conflict_do_update(
            index_elements=[roster_heading.c.association], set_={"mapping": bindparam("mapping")}
        )
    )
)

MEMORY = Statement(
    select(roster_memory.c.choices).where(roster_memory.c.association == bindparam("association"))
)

REMEMBER = Statement(
    lambda insert: (
        insert(roster_memory)
        .values(association=bindparam("association"), choices=bindparam("decided"), made=NOW)
        .on_conflict_do_update(
            index_elements=[roster_memory.c.association], set_={"choices": bindparam("decided"), "made": NOW}
        )
    )
)
