"""Route sheets in the gallery: the sheet, the board's position, and the entry."""

from kairanban.care.visits.queries.emergency import WRITE_DOWN
from kairanban.circulation.route_sheets.actions import positions
from kairanban.circulation.route_sheets.actions.entering import Ticked, enter
from kairanban.community.people.actions.households import NewHousehold, add_household, add_resident
from kairanban.community.places.actions.places import add_place
from kairanban.community.places.rules import PlaceKind
from kairanban.core.clock import HOUR
from kairanban.core.ids import CircularId
from tests.browser.scene import Scene
from tests.world import SYSTEM, World, circular


async def prepare(world: World, ids: dict[str, CircularId]) -> dict[str, CircularId]:
    """Put a board at a hidden household, and enter a sheet."""
    block = world.places["block_1"]
    made = {
        "under_way": ids["long"],
        "entered": await circular(world, reply_kind="text"),
        # These two are covered by a test of their own.
        "round": await circular(world, reply_kind="attendance"),
        "round_without": await circular(world, reply_kind="attendance"),
    }
    async with world.database.write(world.abe) as tx:
        await positions.move(tx, made["under_way"], block, world.households["matsumoto"])
        ticked = [Ticked(world.households[name], signed="花子") for name in ("suzuki", "matsumoto")]
        await enter(tx, made["entered"], block, ticked, "gallery", 1)
    await _looked_up(world)
    made["note"] = await circular(world)
    return made


async def _looked_up(world: World) -> None:
    """Add a block of one household without a device, which was looked up in an emergency."""
    async with world.database.write(SYSTEM) as tx:
        association = world.places["midorigaoka"]
        block = world.places["block_5"] = await add_place(tx, PlaceKind.BLOCK, "5班", association, sort=5)
        home = NewHousehold(association, "古川", block, 1, address="", phone="", method="paper")
        household = await add_household(tx, home)
        await add_resident(tx, household, "古川 はる", representative=True)
        await tx.value(
            WRITE_DOWN, household=household, person=world.people["nagai"], reason="声をかけても応答がなく、新聞がたまっているため",
            at=tx.now, opens=tx.now, asked=0, until=tx.now + HOUR,
        )  # fmt: skip


def scenes(world: World, ids: dict[str, CircularId], made: dict[str, CircularId]) -> list[Scene]:
    one, two = world.places["block_1"], world.places["block_2"]

    def at(id: CircularId, part: str, block: int = one) -> str:
        return f"/circulars/{id}/blocks/{block}/{part}"

    own = world.households["matsumoto"]
    return [
        Scene("sheet", at(ids["attendance"], "sheet/paper"), "abe"),
        Scene("sheet_text", at(ids["text"], "sheet/paper"), "yamada"),
        Scene("sheet_none", at(ids["plain"], "sheet/paper", two), "yamada"),
        Scene("sheets", f"/circulars/{ids['change']}/sheets", "yamada"),
        Scene("sheet_note", at(made["note"], "sheet/paper", world.places["block_5"]), "yamada"),
        Scene("entry_note", at(made["note"], "sheet/entry", world.places["block_5"]), "ito"),
        Scene("town_be_told", "/office/notices", "shimizu"),
        Scene("slip", at(ids["change"], "slip"), "abe"),
        Scene("position", at(made["under_way"], "sheet?done=moved"), "abe"),
        Scene("position_unknown", at(ids["plain"], "sheet"), "abe"),
        Scene("position_old", at(ids["change"], "sheet?edition=1"), "abe"),
        Scene("position_withdrawn", at(ids["withdrawn"], "sheet"), "abe"),
        Scene("entry", at(ids["plain"], "sheet/entry"), "abe"),
        Scene("entry_number", at(ids["number"], "sheet/entry"), "abe"),
        Scene("entry_some", at(ids["attendance"], "sheet/entry"), "ito"),
        Scene("entry_old", at(ids["change"], "sheet/entry?edition=1"), "abe"),
        Scene("entry_done", at(made["entered"], f"sheet/entry?written=1&own={own}"), "abe"),
        Scene("entry_none", at(ids["plain"], "sheet/entry", two), "ito"),
        Scene("block_changed", f"/circulars/{ids['change']}/blocks/{one}", "abe"),
        *(Scene(name, f"/circulars/{made[name]}/blocks/{one}", "abe") for name in ("round", "round_without")),
        Scene("block_withdrawn", f"/circulars/{ids['withdrawn']}/blocks/{one}", "abe"),
    ]
