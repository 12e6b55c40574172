"""Gather what is held about a household, or about one adult of it. The callers have asked for permission."""

from dataclasses import asdict, dataclass
from typing import Any

from kairanban.accountability.disclosure.queries.asking import LIVED, Subject
from kairanban.accountability.disclosure.queries.everything import PARTS
from kairanban.accountability.disclosure.rules.bundle import Bundle, Held
from kairanban.accountability.disclosure.rules.notes import Lived, are_of_others, may_read_note
from kairanban.core.actor import Actor
from kairanban.db.tx import Tx

# What was said of one person, or passed on about her, and how it ended.
_SAID_OF = {"safety_answers": "words", "help_calls": "closed_words"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """`adult` is the one whose own part is in it; `may_see` tells whether name and address are."""

    subject: Subject
    adult: int | None
    whole: bool
    at_desk: bool
    may_see: bool


async def lived(tx: Tx, household: int) -> list[Lived]:
    """Return the residents of today and, last, those of the last thirty days."""
    return await tx.all(LIVED, household=household)


async def gather(tx: Tx, wanted: Wanted) -> Bundle:
    """Return the bundle; at the desk no note of a visit is in it, since officers do not read them."""
    subject = wanted.subject
    values = {
        "household": subject.id,
        "adult": wanted.adult or 0,
        "here": 0 if wanted.at_desk or not isinstance(tx.actor, Actor) else tx.actor.session,
        "whole": int(wanted.whole),
        "may_see": int(wanted.may_see),
    }
    people = await lived(tx, subject.id)
    parts, left_out = [], 0
    for part in PARTS:
        rows = [_row(one) for one in await tx.all(part.rows, **_needed(part.rows.names("sqlite"), values))]
        if part.name == "visits":
            reader = None if wanted.at_desk else wanted.adult
            left_out = _leave_notes_out(rows, people, reader)
        if said := _SAID_OF.get(part.name):
            for row in rows:
                if are_of_others(row["about"] or "", people):
                    row[said] = None
        parts.append(Held(part.name, part.columns, rows))
    return Bundle(
        made=tx.now,
        association=subject.association_name,
        household=subject.id,
        label=subject.label if wanted.may_see else subject.shown,
        adult=next((one.name for one in people if one.id == wanted.adult), "")
        if wanted.may_see and not wanted.whole
        else "",
        at_desk=wanted.at_desk,
        whole=wanted.whole,
        notes_left_out=left_out,
        parts=parts,
    )


def _row(one: Any) -> dict[str, Any]:
    return asdict(one)


def _needed(names: frozenset[str], values: dict[str, int]) -> dict[str, int]:
    return {name: value for name, value in values.items() if name in names}


def _leave_notes_out(rows: list[dict[str, Any]], people: list[Lived], reader: int | None) -> int:
    number = 0
    for row in rows:
        if row["note"] and not may_read_note(row["made"], people, reader):
            row["note"] = None
            number += 1
    return number
