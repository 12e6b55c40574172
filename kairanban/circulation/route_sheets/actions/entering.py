"""Entry of a returned route sheet, all ticks in one save."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kairanban.circulation.replies.actions.answers import answer_for
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.circulation.replies.rules.recording import Taken
from kairanban.circulation.route_sheets.actions.notes import hand_over
from kairanban.circulation.route_sheets.actions.sheets import sheet
from kairanban.circulation.route_sheets.queries import positions as queries
from kairanban.circulation.surveys.rules.answers import Filled
from kairanban.core.errors import Invalid
from kairanban.core.ids import CircularId, HouseholdId, PlaceId
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n


@dataclass(frozen=True, slots=True)
class Ticked:
    """One row of the sheet as filled in."""

    household: HouseholdId
    choice: str = "acknowledged"
    number: int | None = None
    words: str = ""
    signed: str = ""
    filled: Filled = field(default_factory=dict)
    """The answers to a survey."""


@dataclass(frozen=True, slots=True)
class Entered:
    """Number of replies recorded, and households whose own reply stays."""

    written: int
    own: tuple[HouseholdId, ...]


async def enter(
    tx: Tx,
    circular: CircularId,
    block: PlaceId,
    ticked: Sequence[Ticked],
    press: str,
    edition: int,
    notes: Sequence[int] = (),
) -> Entered:
    """Record the whole sheet or nothing; the same form sent twice is one entry.

    `edition` is that of the form: after a change its ticks are refused (Invalid). `notes` are those handed over.
    """
    found = await sheet(tx, circular, block)
    handed = await hand_over(tx, found.head.association, block, notes)
    if not ticked and not handed:
        raise Invalid({"ticked": _n("Please tick at least one household.")})
    taken = {one.household: await _enter(tx, circular, one, press, edition) for one in ticked}
    if Taken.RECORDED in taken.values():
        # Entering the sheet implies that it came back.
        await tx.run(queries.CAME_BACK, circular=circular, block=block)
        await journal.record(
            tx, "sheet_entered", association=found.head.association, circular=circular, other=block
        )
    return Entered(
        sum(1 for what in taken.values() if what is not Taken.OWN),
        tuple(household for household, what in taken.items() if what is Taken.OWN),
    )


async def _enter(tx: Tx, circular: CircularId, one: Ticked, press: str, edition: int) -> Taken:
    try:
        return await answer_for(tx, circular, one.household, _answer(one, press, edition), "paper")
    except Invalid as invalid:
        if not one.filled:
            raise
        # Each household has fields of its own.
        raise Invalid({f"{name}_{one.household}": why for name, why in invalid.fields.items()}) from invalid


def _answer(one: Ticked, press: str, edition: int) -> Answer:
    return Answer(
        choice=one.choice,
        client_id=f"{press}-{one.household}",
        number=one.number,
        words=one.words,
        edition=edition,
        signed=one.signed,
        filled=one.filled,
    )
