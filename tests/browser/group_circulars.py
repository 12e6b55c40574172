"""Scenes of a group: its head writes to its households, the next one looks on."""

from kairanban.circulation.circulars.actions import drafts
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.circulation.replies.actions.answers import answer
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.community.people.actions.households import join
from kairanban.community.places.actions.places import add_place
from kairanban.community.places.rules import PlaceKind
from kairanban.core.clock import DAY, Moment
from kairanban.core.ids import CircularId
from kairanban.core.roles import Role
from tests.browser.scene import Scene
from tests.groups import group_circular, group_draft, serve
from tests.world import SYSTEM, World

CRAFTS = Texts(
    title="しめ縄づくりの会",
    gist="12月19日に公民館でしめ縄を作ります。",
    facts_when="12月19日（土）午前10時",
    facts_where="公民館",
    facts_bring="はさみ",
    facts_ask="子ども会 遠藤",
    facts_phone="022-000-0009",
    body="わらは会で用意します。\n\n・おうちの方もご一緒にどうぞ",
)


async def prepare(world: World) -> dict[str, CircularId]:
    async with world.database.write(SYSTEM) as tx:
        group = world.places["children"] = await add_place(
            tx, PlaceKind.GROUP, "みどりヶ丘子ども会", world.places["midorigaoka"], sort=10
        )
        for name in ("takahashi", "tanaka", "matsumoto"):
            await join(tx, world.households[name], group)
        begins = Moment(tx.now + 20 * DAY)
    await serve(world, "endo", "遠藤 美咲", Role.CHAIR, "children")
    await serve(world, "next_head", "後藤 進", Role.CHAIR, "children", starts=begins)
    ids = {
        "round": await group_circular(world, "endo", "children", texts=CRAFTS, reply_kind="attendance"),
        "ready": await group_draft(world, "endo", "children", texts=CRAFTS),
    }
    async with world.database.write(world.endo) as tx:
        ids["empty"] = await drafts.start(tx, group)
    async with world.database.write(world.takahashi) as tx:
        await answer(tx, ids["round"], world.households["takahashi"], Answer("attending", "group"))
    return ids


def scenes(world: World, ids: dict[str, CircularId]) -> list[Scene]:
    going_round = f"/circulars/{ids['round']}"
    return [
        Scene("office_group", "/office", "endo"),
        Scene("office_group_next", "/office", "next_head"),
        Scene("writing_group", f"/circulars/{ids['empty']}/draft", "endo"),
        Scene("audience_group", f"/circulars/{ids['ready']}/audience", "endo"),
        Scene("proof_group", f"/circulars/{ids['ready']}/proof", "endo"),
        Scene("progress_group", f"{going_round}/progress?done=published", "endo"),
        Scene("progress_group_next", f"{going_round}/progress", "next_head"),
        Scene("progress_group_chair", f"{going_round}/progress", "yamada"),
        Scene("block_group", f"{going_round}/blocks/{world.places['block_2']}", "endo"),
        Scene("archive_group", f"/associations/{world.places['children']}/circulars", "endo"),
        Scene("circular_group", going_round, "takahashi"),
    ]
