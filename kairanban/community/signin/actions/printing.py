"""Household cards: made, sealed for half an hour, printed, cancelled."""

from functools import cache

from kairanban.access.permission import require
from kairanban.community.places.actions.places import find_place
from kairanban.community.places.queries.places import Place
from kairanban.community.signin.queries import cards, device_requests, feeds
from kairanban.community.signin.queries import devices as device_queries
from kairanban.community.signin.queries.cards import Printable
from kairanban.community.signin.rules.lifetimes import BATCH_LASTS
from kairanban.community.signin.rules.sealing import Tokens, seal, unseal
from kairanban.community.signin.rules.tokens import CARD_BYTES, hashed, new_token
from kairanban.confined.cards import Card, CardSheet, CardWords, qr_svg
from kairanban.core.errors import Conflict, Invalid, NotFound
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.languages import DEFAULT, LANGUAGES
from kairanban.i18n.marks import N as _n
from kairanban.i18n.translate import translate

CARDS_AT_ONCE = 500

# What a card says; the template has the same in Japanese.
STEPS = (
    _n("Point the camera at the code."),
    _n("Press the words that appear."),
    _n("On the page that opens, press Yes."),
)
HELP = _n("If you are unsure, please ring")
KEY = _n("Please keep this card like the key of your house.")


async def printable(tx: Tx, association: PlaceId) -> list[Printable]:
    await require(tx, Task.PRINT_CARDS, association)
    return await tx.all(cards.TO_PRINT, association=association)


async def to_issue(tx: Tx, association: PlaceId) -> list[Printable]:
    """As `printable`; StepUpNeeded unless stepped up."""
    await require(tx, Task.ISSUE_CARDS, association)
    return await tx.all(cards.TO_PRINT, association=association)


async def make_cards(tx: Tx, association: PlaceId, households: set[HouseholdId]) -> Tokens:
    """Make a card for each household; its earlier cards end, its devices stay.

    Raise Invalid without households and for more than 500.
    """
    known = {one.id for one in await to_issue(tx, association)}
    chosen = [id for id in known if id in households]
    if not chosen:
        raise Invalid({"household": _n("Please choose households first.")})
    if len(chosen) > CARDS_AT_ONCE:
        raise Invalid({"household": _n("Please print at most 500 cards at once.")})
    made: Tokens = []
    for household in sorted(chosen):
        token = new_token(CARD_BYTES)
        await tx.run(cards.CANCEL, household_id=household)
        await tx.value(
            cards.NEW,
            household=household,
            token_hash=hashed(token),
            printed=tx.now,
            printed_by=tx.actor.person,
        )
        made.append((household, token))
    await journal.record(tx, "cards_printed", association=association, other=len(made))
    return made


async def keep_batch(
    tx: Tx, association: PlaceId, made: Tokens, session_token: str, kind: str = "cards"
) -> int:
    """Seal the tokens for half an hour of printing and return the batch's id."""
    batch: int = await tx.value(
        cards.NEW_BATCH,
        session=tx.actor.session,
        association=association,
        made=tx.now,
        sealed=seal(session_token, made),
        kind=kind,
    )
    return batch


async def open_batch(tx: Tx, batch: int, session_token: str, kind: str = "cards") -> tuple[PlaceId, Tokens]:
    """Return a batch's tokens; Conflict after half an hour and for other sessions."""
    found = await tx.first(cards.BATCH, batch=batch, within=BATCH_LASTS, of_kind=kind)
    if found is not None and (tokens := unseal(session_token, found.sealed)) is not None:
        return found.association, tokens
    raise Conflict(_n("These cards can no longer be shown. Please print new ones; the old ones then end."))


async def sheet(tx: Tx, association: PlaceId, made: Tokens, address: str) -> CardSheet:
    """Return the cards to print in route order; `address` is the public address of this server."""
    place = await find_place(tx, association)
    tokens = dict(made)
    return CardSheet(
        tuple(
            card(place, household, tokens[household.id], address)
            for household in await printable(tx, association)
            if household.id in tokens
        )
    )


def card(place: Place, household: Printable, token: str, address: str) -> Card:
    """Return the card of a household."""
    return Card(
        association=place.name,
        label=household.shown,
        block=household.block,
        qr_svg=qr_svg(f"{address}/c/{token}"),
        help_name=place.help_name,
        help_phone=place.help_phone,
        also=card_words(household.language),
    )


@cache
def card_words(code: str) -> CardWords | None:
    """Return what a card says in a language, None for Japanese."""
    if code == DEFAULT or code not in LANGUAGES:
        return None
    # Easy Japanese says some things as Japanese does: once is enough.
    *steps, help, key = (_differing(code, one) for one in (*STEPS, HELP, KEY))
    return CardWords(LANGUAGES[code].tag, tuple(steps), help, key)


def _differing(code: str, message: str) -> str:
    """Return the message in the language; empty where Japanese says the same."""
    said = translate(code, message)
    return "" if said == translate(DEFAULT, message) else said


async def cancel_card(tx: Tx, association: PlaceId, household: HouseholdId, devices_too: bool) -> None:
    """Cancel the household's card; `devices_too` also ends its devices, requests and calendar feeds."""
    if household not in {one.id for one in await printable(tx, association)}:
        raise NotFound
    await tx.run(cards.CANCEL, household_id=household)
    if devices_too:
        await tx.run(device_queries.REMOVE_ALL, household_id=household)
        await tx.run(device_requests.FORGET_REQUESTS, household_id=household)
        await tx.run(feeds.REVOKE_ALL, household_id=household)
    await journal.record(tx, "card_cancelled", association=association, household=household)
