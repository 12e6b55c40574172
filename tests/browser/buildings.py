"""Buildings in the gallery: notice board, poster, and requests to join."""

from sqlalchemy import bindparam

from kairanban.circulation.progress.actions import notice_boards as boards
from kairanban.circulation.progress.queries import notice_boards
from kairanban.community.buildings.actions import join_decisions, join_requests, posters
from kairanban.community.buildings.actions.join_requests import Wish
from kairanban.community.people.actions.households import NewHousehold, add_household, add_resident
from kairanban.community.signin.rules.sealing import unseal
from kairanban.core.clock import DAY
from kairanban.core.ids import CircularId
from kairanban.db.statements import Statement
from kairanban.db.tables.buildings import joining_request
from tests.browser.scene import Scene
from tests.world import SYSTEM, World

_AGE_REQUEST = Statement(
    joining_request.update()
    .where(joining_request.c.label == bindparam("of_label"))
    .values(asked=bindparam("asked_at"))
)


async def settle(world: World) -> None:
    """Add two households to the building before anything is published."""
    association, building = world.places["midorigaoka"], world.places["maison"]
    async with world.database.write(SYSTEM) as tx:
        for number, label in enumerate(
            ("203号室 平田", "204号室 マリア・ダ・シルバ・ペレイラ・ドス・サントス"), 1
        ):
            new = NewHousehold(association, label, building, number, method="digital")
            await add_resident(tx, await add_household(tx, new), f"{label[6:]} さん", representative=True)


async def prepare(world: World, ids: dict[str, CircularId]) -> dict[str, str]:
    """Make boards in every state; return tokens of posters and requests by name."""
    association, building = world.places["midorigaoka"], world.places["maison"]
    async with world.database.write(world.nakajima) as tx:
        for name in ("plain", "attendance"):
            await boards.put_up(tx, association, building, ids[name])
        await tx.run(
            notice_boards.POST,
            circular=ids["change"],
            building=building,
            edition=1,
            posted_by=None,
            posted=tx.now,
        )
        await tx.run(
            notice_boards.POST,
            circular=ids["withdrawn"],
            building=building,
            edition=1,
            posted_by=None,
            posted=tx.now,
        )
    async with world.database.write(world.yamada) as tx:
        tokens = {"poster": str(await posters.make(tx, association, building, world.tokens["yamada"]))}
        made = await posters.stored(tx, int(tokens["poster"]))
        tokens["scanned"] = (unseal(world.tokens["yamada"], made.sealed or b"") or [])[0][1]
    wishes = {
        "asked": Wish("203号室", "ひらた", "ja", "a"),
        "agreed": Wish("205", "リン", "vi", "b"),
        "declined": Wish("9", "?", "en", "c"),
        "long": Wish("社員寮 別館二階 203号室（東）", "グエン・ティ・ラン・アイン・フオン", "my", "d"),
        "old": Wish("101", "王", "zh", "e"),
    }
    for name, wish in wishes.items():
        async with world.database.write(SYSTEM) as tx:
            tokens[name] = await join_requests.ask(tx, tokens["scanned"], wish, "iphone") or ""
            if name == "old":
                await tx.run(_AGE_REQUEST, of_label=wish.label, asked_at=tx.now - 8 * DAY)
    async with world.database.write(world.yamada) as tx:
        asking = {
            one.request.label: one.request.id for one in await join_decisions.questions(tx, association)
        }
        await join_decisions.accept(tx, association, asking["リン"], None)
        await join_decisions.decline(tx, association, asking["?"])
    return tokens


def scenes(world: World, ids: dict[str, CircularId], tokens: dict[str, str]) -> list[Scene]:
    return [*_poster(tokens), *_building(world, ids, tokens)]


def _poster(tokens: dict[str, str]) -> list[Scene]:
    """Make a poster and return its token."""
    return [
        Scene("poster_asking", "/building", cookies=(("poster", tokens["scanned"]),)),
        Scene("poster_ended", "/building", cookies=(("poster", "no-such-poster"),), status=404),
        Scene("poster_waiting", "/building/request", cookies=(("joining", tokens["asked"]),)),
        Scene("poster_waiting_long", "/building/request", cookies=(("joining", tokens["long"]),)),
        Scene("poster_agreed", "/building/request", cookies=(("joining", tokens["agreed"]),)),
        Scene("poster_declined", "/building/request", cookies=(("joining", tokens["declined"]),)),
        Scene("poster_old", "/building/request", cookies=(("joining", tokens["old"]),)),
        Scene("poster_withdrawn", "/building/request?done=withdrawn"),
        Scene("welcome_waiting", "/", cookies=(("joining", tokens["asked"]),)),
    ]


def _building(world: World, ids: dict[str, CircularId], tokens: dict[str, str]) -> list[Scene]:
    place, building = world.places["midorigaoka"], world.places["maison"]
    here = f"/associations/{place}/buildings/{building}"
    return [
        Scene("board", "/office", "nakajima"),
        Scene("board_done", "/office?done=posted", "nakajima"),
        Scene("board_undone", "/office?done=taken_down", "nakajima"),
        Scene("board_progress", f"/circulars/{ids['plain']}/progress", "yamada"),
        Scene("board_block", f"/circulars/{ids['change']}/blocks/{building}", "yamada"),
        Scene("building", f"{here}?done=contact", "yamada"),
        Scene("building_officer", f"{here}?done=taken_down", "ito"),
        Scene("poster_made", f"/posters/{tokens['poster']}", "yamada"),
        Scene("questions", f"/associations/{place}/joining", "yamada"),
        Scene("questions_done", f"/associations/{place}/joining?done=accepted", "ito"),
        Scene("questions_none", f"/associations/{world.places['kaminosawa']}/joining", "ono"),
    ]
