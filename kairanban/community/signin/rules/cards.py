"""What a household card allows at a given moment."""

from dataclasses import dataclass
from enum import StrEnum

from kairanban.community.signin.rules.lifetimes import CARD_ALONE, CARD_MOST, DEVICES_MOST
from kairanban.core.hidden_households import shown_as


@dataclass(frozen=True, slots=True)
class Card:
    """A card found by its token, with its household's devices and PIN."""

    id: int
    household: int
    label: str
    association: int
    association_name: str
    help_name: str
    help_phone: str
    printed: int
    first_used: int | None
    cancelled: int | None
    gone: int | None
    devices: int
    pin_hash: str
    pin_wrong: int
    hidden: int
    block: str
    route_order: int

    @property
    def shown(self) -> str:
        """Label for the card's page, open to its finder: 「3班の12」 for a hidden household."""
        return shown_as(self.label, self.hidden, self.block, self.route_order)


class Way(StrEnum):
    """How a device can be bound with a card now."""

    ALONE = "alone"
    APPROVAL = "approval"
    FULL = "full"
    ENDED = "ended"


def way(card: Card, now: int) -> Way:
    """Return how the card binds: alone for 14 days from its first use and 60 from printing.

    Later it needs the PIN, or approval on another device or by an officer.
    """
    if card.cancelled is not None or card.gone is not None:
        return Way.ENDED
    if card.devices >= DEVICES_MOST:
        return Way.FULL
    started = card.first_used if card.first_used is not None else now
    fresh = now - started <= CARD_ALONE and now - card.printed <= CARD_MOST
    return Way.ALONE if fresh else Way.APPROVAL
