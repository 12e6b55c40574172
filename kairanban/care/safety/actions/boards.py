"""The board of a check: counts by block, and households for people who go round."""

from dataclasses import dataclass

from kairanban.access.permission import is_stepped_up, may
from kairanban.access.rules import LEAST_SHOWN
from kairanban.care.safety.actions.starting import must_say_why
from kairanban.care.safety.queries import boards
from kairanban.care.safety.queries.boards import Block, Check, House
from kairanban.care.safety.rules import Counts, State
from kairanban.core.errors import NotFound
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx

EVERY_BLOCK = -1
# Order of the list: help needed first, then unknown.
_FIRST = (State.HELP, State.UNKNOWN, State.HELPED, State.SAFE)


@dataclass(frozen=True, slots=True)
class Board:
    """A check with its counts; `named` if the actor may see households. A municipality sees one total."""

    check: Check
    blocks: list[Block]
    counts: Counts
    named: bool
    may_end: bool
    must_say_why: bool
    """Whether it is the association's own real check, and the actor serves the town."""
    stepped_up: bool
    few: bool
    """Whether there are too few households to show their number to the municipality."""


async def find(tx: Tx, check: int) -> Check:
    """Return the check if any of its households is in the actor's scope; raise NotFound."""
    return await tx.one(boards.FIND, check=check)


async def checks(tx: Tx) -> list[Check]:
    """Return the checks, running ones first."""
    return await tx.all(boards.LIST)


async def board(tx: Tx, check: int) -> Board:
    found = await find(tx, check)
    blocks = await tx.all(boards.BLOCKS, check=check)
    whole = sum((one.counts for one in blocks), Counts())
    sees_all = await may(tx, Task.FOLLOW_UP, found.association)
    mine = set(await tx.column(boards.MY_BLOCKS, check=check))
    named = sees_all or bool(mine)
    shown = blocks if sees_all else [one for one in blocks if one.id in mine]
    may_end = sees_all or await may(tx, Task.START_SAFETY_CHECK, found.place)
    return Board(
        check=found,
        blocks=shown if named else [],
        counts=sum((one.counts for one in shown), Counts()) if named else whole,
        named=named,
        may_end=may_end and found.ended is None,
        must_say_why=await must_say_why(tx, check, found.association, found.place),
        stepped_up=is_stepped_up(tx),
        few=not named and whole.households < LEAST_SHOWN,
    )


async def round_of(tx: Tx, check: int, block: PlaceId) -> tuple[Board, Block, list[House]]:
    """Return the households of a block in route order; NotFound for others' blocks."""
    found = await board(tx, check)
    one = next((one for one in found.blocks if one.id == block), None)
    if one is None:
        raise NotFound
    return found, one, await tx.all(boards.HOUSEHOLDS, check=check, block=block)


async def unknown_of(tx: Tx, found: Board) -> list[House]:
    """Return unknown households in the blocks the actor sees."""
    shown = {one.id for one in found.blocks}
    houses = await tx.all(boards.HOUSEHOLDS, check=found.check.id, block=EVERY_BLOCK)
    return [one for one in houses if one.state == State.UNKNOWN and one.block_id in shown]


def help_first(houses: list[House]) -> list[House]:
    return sorted(houses, key=lambda one: _FIRST.index(State(one.state)))
