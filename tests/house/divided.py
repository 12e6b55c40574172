"""By which key each table would be divided among municipalities; run as a program, write the list into docs/scale.md.

A row belongs to the municipality of its place. How a table reaches one is read from its foreign keys that are never empty.
"""

import re
from pathlib import Path

from kairanban.db.tables import metadata

DOCUMENT = Path(__file__).parents[2] / "docs" / "scale.md"
BEGIN, END = "<!-- divided -->\n", "<!-- /divided -->\n"

# Tables whose way to a place no foreign key tells: columns that name one, of which a row has at least one.
NAMED = {
    "journal": ("association",),
    "notice_address": ("household", "resident", "session"),
}
# Tables that no place owns, each with the reason.
SHARED = {
    "person": "may hold offices in several towns: goes to each of them with its appointments",
    "session": "goes with the device or the person that is signed in",
    "pairing": "lives ten minutes, before anybody has signed in",
    "challenge": "lives minutes, while somebody signs in or adds a passkey",
    "attempt": "counts wrong tries by a key of the server, also of nobody known",
    "setting": "is about the server",
    "channel_fault": "is about the server's way to mail and push services",
    "retention_run": "is about the server's nights",
    "stored_file": "is named by its content and may lie in several towns: a copy for each",
    "demo_link": "exists on a demonstration only",
}


def way(name: str) -> tuple[str, ...] | None:
    """Return the shortest way of columns to a place or a shared table; None if there is none."""
    ways: dict[str, tuple[str, ...]] = {name: ()}
    for ends in (("place",), tuple(SHARED)):
        queue, ways = [name], {name: ()}
        while queue:
            at = queue.pop(0)
            if at in ends and at != name:
                return ways[at]
            for next_, column in _steps(at):
                if next_ not in ways:
                    ways[next_] = (*ways[at], f"{at}.{column}")
                    queue.append(next_)
    return None


def _steps(name: str) -> list[tuple[str, str]]:
    """Return the tables that every row of this one names, and by which column."""
    if name == "journal":
        return [("place", "association")]
    return [
        (key.column.table.name, key.parent.name)
        for key in sorted(metadata.tables[name].foreign_keys, key=lambda key: key.parent.name)
        if not key.parent.nullable
    ]


def divided() -> dict[str, str]:
    """Return by table how its municipality is reached; raise LookupError for one whose way nobody knows."""
    found = {}
    for name in sorted(metadata.tables):
        if name == "place":
            found[name] = "`place_within`: the municipality it lies in"
        elif name in SHARED:
            found[name] = f"shared: {SHARED[name]}"
        elif name in NAMED:
            found[name] = " or ".join(f"`{name}.{column}`" for column in NAMED[name])
        elif (steps := way(name)) is not None:
            found[name] = " → ".join(f"`{step}`" for step in steps)
        else:
            raise LookupError(
                f"{name} reaches no place: give it a foreign key, or say in SHARED why it needs none"
            )
    return found


def listed() -> str:
    """Return the list as it stands in the document: the tables that go the same way in one line."""
    groups: dict[str, list[str]] = {}
    for name, said in divided().items():
        # `reply.household` → `household.association` is the same as that of every table of a household.
        groups.setdefault(re.sub(rf"^`{name}\.", "`", said), []).append(name)
    lines = [f"| {', '.join(names)} | {said} |" for said, names in groups.items()]
    return "\n".join(["| tables | reach their municipality by |", "| --- | --- |", *sorted(lines)]) + "\n"


if __name__ == "__main__":
    text = DOCUMENT.read_text()
    DOCUMENT.write_text(
        f"{text[: text.index(BEGIN)]}{BEGIN}\n{listed()}\n{END}{text[text.index(END) + len(END) :]}"
    )
