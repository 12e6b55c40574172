"""URLs of the routes, with ids of the town."""

import io
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from sqlalchemy import bindparam

from kairanban.accountability.breach.actions import begin
from kairanban.app import routes
from kairanban.circulation.circular_templates.actions import keep
from kairanban.community.consents.actions import give
from kairanban.community.long_work.actions import following
from kairanban.community.long_work.actions.going_on import go_on
from kairanban.community.towns.queries.offers import ADD as OFFER
from kairanban.core.clock import DAY
from kairanban.core.purposes import Purpose
from kairanban.db.statements import Statement
from kairanban.db.tables.people import appointment
from kairanban.web.routing import GuardedRoute
from tests.visiting import Visit
from tests.world import SYSTEM, TEXTS, World, asked, asked_draft, checked, circular, draft, town_checked

_BEGAN = Statement(
    appointment.update()
    .where(appointment.c.person == bindparam("who"))
    .values(starts=appointment.c.starts - bindparam("ago"))
)

SURVEY_TEXTS = replace(
    TEXTS, questions="? one required 0-99\n: どの役をしますか\n- 班長\n- 会計\n? words 0-99\n: ご意見"
)

SAMPLES = Path(__file__).parents[1]
ROSTER = SAMPLES / "community" / "roster" / "samples" / "roster-midorigaoka-cp932.csv"
PAPER = SAMPLES / "confined" / "samples" / "circular-cleaning.pdf"

# The draft is meant here, unless another id in the path says otherwise.
_DRAFTING = re.compile(r"/(draft|audience|preview|proof|offers|removal|attachments|publication|schedule)")
_GOING_ROUND = re.compile("progress|posting|blocks|households|reply|acknowledgement|answer")


async def fill(world: World, path: str, **given: object) -> str:
    """Fill the path with Midorigaoka's ids, with a published circular or a draft where one is meant."""
    ids: dict[str, object] = {
        "association": world.places["midorigaoka"],
        "block": world.places["block_1"],
        "building": world.places["maison"],
        "poster": 999,
        "town": world.places["town"],
        "household": world.households["suzuki"],
        "person": world.people["ito"],
        "appointment": 2,
        "attachment": 1,
        "number": 1,
        "language": "en",
        "pattern": "cleaning",
        "who": "resident",
        "own": 999,
        "device": 999,
        "request": 999,
        "entry": 999,
        "item": 999,
        "proposal": 999,
        "batch": 999,
        "file": 999,
        "feed": 999,
        "call": 999,
        "announcement": 999,
        "look": 999,
        "address": 999,
        "passkey": 999,
        "session": 999,
        "page": 1,
        "place": world.places["elders"],
        "resident": world.residents["suzuki"],
        "purpose": "supporter",
        "visit": 999,
        "day": "2026-12-15",
        **given,
    }
    if path.startswith("/towns/"):
        # A place of the town is an association, and its people are those it appoints.
        ids |= {"place": world.places["midorigaoka"], "person": world.people["hayashi"], **given}
        if "{appointment" in path and "appointment" not in given:
            ids["appointment"] = world.actors["hayashi"].appointments[0].id
    if path.startswith("/envelopes/"):
        ids["batch"] = given.get("envelopes", 999)
    if "{municipal_request" in path and "municipal_request" not in given:
        writing = path.endswith(("/audience", "/proof", "/dispatch"))
        ids["municipal_request"] = await (asked_draft(world) if writing else asked(world))
    if "{town_check" in path and "town_check" not in given:
        ids["town_check"] = await town_checked(world)
    if "{check" in path and "check" not in given:
        ids["check"] = await checked(world)
    if path.startswith("/safety/places/") and "place" not in given:
        ids["place"] = world.places["block_1"]
    if "{circular" in path and "circular" not in given:
        ids["circular"] = await (draft(world) if is_drafting(path) else circular(world, **asking(path)))
    if "{offer" in path and "offer" not in given:
        async with world.database.write(SYSTEM) as tx:
            town, association = world.places["town"], world.places["midorigaoka"]
            ids["offer"] = await tx.value(OFFER, town=town, association=association, offered=tx.now)
    if path.startswith("/board/households"):
        await _entrust(world)
    if "{breach" in path and "breach" not in given:
        async with world.database.write(world.yamada) as tx:
            ids["breach"] = await begin(tx, world.places["midorigaoka"], tx.now, path)
    if "{long_work" in path and "long_work" not in given:
        async with world.database.write(world.yamada) as tx:
            ids["long_work"] = await following.begin(tx, "cards", world.places["midorigaoka"], 1, 1)
        await go_on(world.database, int(str(ids["long_work"])), world.tokens["yamada"], _parts())
    if "{own" in path and "own" not in given:
        kept = await circular(world)
        async with world.database.write(world.yamada) as tx:
            ids["own"] = (await keep(tx, kept))[1]
    return re.sub(r"\{(\w+)(:\w+)?\}", lambda m: str(ids[m.group(1)]), path)


def asking(path: str) -> dict[str, Any]:
    """Return what a circular is made of, so that the page of the path is there: a survey has its own."""
    return {"reply_kind": "survey", "texts": SURVEY_TEXTS} if "/survey" in path else {}


async def _parts() -> AsyncIterator[tuple[int, bytes]]:
    document, made = pdfium.PdfDocument.new(), io.BytesIO()
    document.new_page(595, 842)
    document.save(made)
    yield 1, made.getvalue()


def is_drafting(path: str) -> bool:
    """Tell whether a path is about a draft, and not about a circular that goes round."""
    return bool(_DRAFTING.search(path) and not _GOING_ROUND.search(path))


async def every_get(world: World) -> list[str]:
    """Return every URL for GET, each with content."""
    given: dict[str, object] = {"token": "nothing", "name": "nothing"}
    async with Visit(world, "yamada") as chair:
        association = world.places["midorigaoka"]
        sent = await chair.send(
            f"/associations/{association}/roster/files",
            {},
            [("file", ("名簿.csv", ROSTER.read_bytes(), "text/csv"))],
        )
        given["file"] = sent.headers["location"].rsplit("/", 1)[1]
        made = await chair.post(
            f"/associations/{association}/cards", {"household": str(world.households["suzuki"])}
        )
        given["batch"] = made.headers["location"].rsplit("/", 1)[1]
        given["envelopes"] = await enveloped(world, chair)
        poster = await chair.post(f"/associations/{association}/buildings/{world.places['maison']}/poster")
        given["poster"] = poster.headers["location"].rsplit("/", 1)[1]
        draft = (await chair.post("/circulars", {"association": str(association)})).headers["location"]
        attached = await chair.send(
            f"{draft.removesuffix('/draft')}/attachments",
            {},
            [("files", ("紙.pdf", PAPER.read_bytes(), "application/pdf"))],
        )
        assert attached.status_code == 303, attached.text
    await circular(world)
    return [
        await fill(world, path, **given)
        for path in sorted(
            route.path
            for route in routes()
            if isinstance(route, GuardedRoute) and "GET" in (route.methods or set())
        )
    ]


async def enveloped(world: World, chair: Visit) -> str:
    """Print the invitation of 阿部, a block leader without a key; return the batch."""
    form = {"person": str(world.people["abe"])}
    made = await chair.post(f"/associations/{world.places['midorigaoka']}/block-leaders/envelopes", form)
    return made.headers["location"].rsplit("/", 1)[1]


async def _entrust(world: World) -> None:
    """Let 鈴木 consent; the commissioner's term began long ago."""
    async with world.database.write(SYSTEM) as tx:
        await tx.run(_BEGAN, who=world.people["nagai"], ago=100 * DAY)
    async with world.database.write(world.suzuki) as tx:
        await give(tx, world.households["suzuki"], world.residents["suzuki"], Purpose.COMMISSIONER)
