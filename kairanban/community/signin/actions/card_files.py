"""Cards of many households as PDFs, eighty at a time."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence

from kairanban.community.places.actions.places import find_place
from kairanban.community.places.queries.places import Place
from kairanban.community.signin.actions.printing import card, printable
from kairanban.community.signin.queries.cards import Printable
from kairanban.community.signin.rules.sealing import Tokens
from kairanban.confined.cards import CardSheet
from kairanban.confined.printing import print_pdf
from kairanban.core.actor import System
from kairanban.core.ids import PlaceId
from kairanban.db.engine import Database
from kairanban.i18n.languages import DEFAULT
from kairanban.i18n.templating import render

# Ten sheets of paper; fewer cards are printed at once.
CARDS_A_PART = 80
PRINTER = System("printing")


async def card_files(
    database: Database, association: PlaceId, made: Tokens, address: str
) -> AsyncIterator[tuple[int, bytes]]:
    """Yield the PDFs in route order, each with the number of its cards; raise MissingPart, Unreadable."""
    tokens = dict(made)
    async with database.read(PRINTER) as tx:
        place = await find_place(tx, association)
        chosen = [one for one in await printable(tx, association) if one.id in tokens]
    for first in range(0, len(chosen), CARDS_A_PART):
        some = chosen[first : first + CARDS_A_PART]
        # In a thread: the codes and the page of eighty cards would hold the event loop for a second.
        html = await asyncio.to_thread(_html, place, some, tokens, address)
        yield len(some), await print_pdf(html, in_parts=True)


def _html(place: Place, some: Sequence[Printable], tokens: Mapping[int, str], address: str) -> str:
    cards = tuple(card(place, one, tokens[one.id], address) for one in some)
    return render(DEFAULT, "community/signin/cards/sheet.html", page=CardSheet(cards))
