"""A new key for the chair, told on paper: to households that no screen tells, and on notice boards."""

from dataclasses import dataclass

from kairanban.access.rules import LEAST_SHOWN
from kairanban.community.announcements.rules import OWN_WORDS, WORDS, Told
from kairanban.community.handovers.actions.recovery import under_way
from kairanban.community.handovers.queries import on_paper, recovery
from kairanban.community.handovers.queries.on_paper import PaperBlock
from kairanban.community.handovers.queries.recovery import Recovery
from kairanban.community.handovers.rules import RECOVERY_GOES_ROUND, RECOVERY_WAITS
from kairanban.community.places.actions.places import find_place
from kairanban.community.places.queries.places import Place
from kairanban.core.actor import System
from kairanban.core.clock import Moment
from kairanban.core.errors import NotFound
from kairanban.core.ids import PlaceId
from kairanban.db.tx import Tx


@dataclass(frozen=True, slots=True)
class OnPaper:
    """How many households are told on paper, and on how many notice boards of buildings it hangs."""

    blocks: tuple[PaperBlock, ...]
    """Empty for the town, which sees no small number of households."""
    households: int
    few: bool
    """Whether the number is less than five, and is shown as five to the town."""
    boards: int

    @property
    def copies(self) -> int:
        """One for each household and each building, and one for the association's own board."""
        return self.households + self.boards + 1


@dataclass(frozen=True, slots=True)
class Notice:
    """The words of the announcement on screens, for paper."""

    place: Place
    words: str
    officer: str
    told: Moment
    opens: Moment
    """When the key can be handed over."""


async def on_paper_in(tx: Tx, association: PlaceId) -> OnPaper:
    """Return who is told on paper; raise for anybody who takes no part in the recovery."""
    _, of_town = await under_way(tx, association)
    blocks = await tx.all(on_paper.BLOCKS, association=association)
    boards: int = await tx.value(on_paper.BOARDS, association=association)
    number = sum(one.households for one in blocks)
    if isinstance(tx.actor, System) or not of_town:
        return OnPaper(tuple(blocks), number, False, boards)
    few = 0 < number < LEAST_SHOWN
    return OnPaper((), LEAST_SHOWN if few else number, few, boards)


async def notice(tx: Tx, association: PlaceId) -> Notice:
    """Return what is told of the recovery that both sides agreed on; raise NotFound for any other."""
    found, _ = await under_way(tx, association)
    if found is None or found.told is None:
        raise NotFound
    return await _notice(tx, found)


async def goes_round(tx: Tx, association: PlaceId) -> Notice | None:
    """Return what goes round behind the next route sheets; the caller has checked that a sheet there is the actor's."""
    found = await tx.first(recovery.TOLD, association=association, goes_round=RECOVERY_GOES_ROUND)
    return await _notice(tx, found) if found is not None else None


async def _notice(tx: Tx, found: Recovery) -> Notice:
    told = Moment(found.told or 0)
    kind = Told.RECOVERY_PRESENT if found.present else Told.RECOVERY
    words = (WORDS if found.officer_name else OWN_WORDS)[kind]
    return Notice(
        await find_place(tx, found.association),
        words,
        found.officer_name,
        told,
        Moment(told + RECOVERY_WAITS),
    )
