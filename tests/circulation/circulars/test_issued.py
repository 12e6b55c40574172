"""Permission for a circular is asked where it is issued: at the group, where a group writes."""

import re
from pathlib import Path

import kairanban

ROOT = Path(kairanban.__file__).parent
# A request of the town is the town's, and kept with it.
OF_THE_TOWN = ("Task.ASK_ASSOCIATIONS",)
IN_SQL = re.compile(r"circular\.c\.association\.in_\((?:places|seats)_for\((Task\.\w+)\)\)")
IN_ACTIONS = re.compile(
    r"(?:require|require_here|may|serves_at)\(tx, (Task\.\w+|task)[^)]*, "
    r"(?:work|found|asked|one|draft)\.association\)"
)


def asked_at_the_association(source: str) -> list[str]:
    """Return what is asked at a circular's association instead of its issuer's place."""
    asked = [found[1] for found in IN_SQL.finditer(source)]
    asked += [found[1] for found in IN_ACTIONS.finditer(source)]
    return [task for task in asked if task not in OF_THE_TOWN]


def test_permission_is_asked_where_a_circular_is_issued() -> None:
    for room in ("circulation", "desks", "notify", "accountability"):
        for path in (ROOT / room).rglob("*.py"):
            if "municipal_requests" not in path.parts:
                assert asked_at_the_association(path.read_text()) == [], path


def test_a_permission_asked_at_the_association_is_found() -> None:
    assert asked_at_the_association("circular.c.association.in_(places_for(Task.FOLLOW_UP))")
    assert asked_at_the_association("await require(tx, Task.PUBLISH, work.association)")
    assert not asked_at_the_association("await require(tx, Task.PUBLISH, work.place)")
    assert not asked_at_the_association("circular.c.association.in_(places_for(Task.ASK_ASSOCIATIONS))")
