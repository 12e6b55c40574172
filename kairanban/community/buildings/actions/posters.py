"""The poster of a building: made, printable for half an hour, renewed, taken down."""

from kairanban.access.permission import require
from kairanban.community.buildings.queries import posters as queries
from kairanban.community.buildings.queries.posters import Made, Poster
from kairanban.community.places.actions.places import building_of, find_place
from kairanban.community.signin.rules.lifetimes import BATCH_LASTS
from kairanban.community.signin.rules.sealing import seal, unseal
from kairanban.community.signin.rules.tokens import CARD_BYTES, hashed, new_token
from kairanban.confined.cards import PosterSheet, qr_svg
from kairanban.core.errors import Conflict
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.languages import DEFAULT, LANGUAGES
from kairanban.i18n.marks import N as _n
from kairanban.i18n.translate import translate

# Printed below the Japanese text in every other language.
INVITES = _n("You can read the neighbourhood's circulars on your phone. Point the camera at the code.")


async def in_use(tx: Tx, building: PlaceId) -> Poster | None:
    """Return the poster whose code is valid. The caller has asked for permission."""
    return await tx.first(queries.IN_USE, building=building)


async def make(tx: Tx, association: PlaceId, building: PlaceId, session_token: str) -> int:
    """Make a poster and return its id; the code of the previous one ends."""
    await require(tx, Task.PRINT_CARDS, association)
    await building_of(tx, association, building)
    token = new_token(CARD_BYTES)
    await tx.run(queries.END, of_building=building)
    poster: int = await tx.value(
        queries.NEW,
        building=building,
        token_hash=hashed(token),
        made=tx.now,
        made_by=tx.actor.person,
        session=tx.actor.session,
        sealed=seal(session_token, [(building, token)]),
    )
    await journal.record(tx, "poster_made", association=association, other=building)
    return poster


async def take_down(tx: Tx, association: PlaceId, building: PlaceId) -> None:
    """End the code of the poster; a second call changes nothing."""
    await require(tx, Task.PRINT_CARDS, association)
    await building_of(tx, association, building)
    if await tx.run(queries.END, of_building=building):
        await journal.record(tx, "poster_ended", association=association, other=building)


async def stored(tx: Tx, poster: int) -> Made:
    """Return a poster with its address sealed by the session that made it. The caller asks for permission."""
    return await tx.one(queries.PRINTABLE, poster=poster)


async def printable(tx: Tx, poster: int, session_token: str, address: str) -> tuple[Made, PosterSheet]:
    """Return what is printed; raise Conflict for other sessions and after half an hour.

    `address` is the public address of this server.
    """
    made = await stored(tx, poster)
    await require(tx, Task.PRINT_CARDS, made.association)
    fresh = tx.now - made.made <= BATCH_LASTS and made.session == tx.actor.session
    tokens = unseal(session_token, made.sealed) if made.sealed is not None else None
    if tokens is None or not fresh:
        raise Conflict(
            _n("This poster can no longer be printed. Please make a new one; the old code then ends.")
        )
    place = await find_place(tx, made.association)
    leads_to = f"{address}/b/{tokens[0][1]}"
    return made, PosterSheet(
        association=place.name,
        building=(await find_place(tx, made.building)).name,
        qr_svg=qr_svg(leads_to),
        address=leads_to,
        also=tuple(
            (one.tag, translate(one.code, INVITES)) for one in LANGUAGES.values() if one.code != DEFAULT
        ),
        help_name=place.help_name,
        help_phone=place.help_phone,
    )
