"""Archives, events and calendar feeds in the gallery."""

from dataclasses import replace
from urllib.parse import quote

from kairanban.circulation.circulars.actions import publishing
from kairanban.community.signin.actions import feeds
from kairanban.core.clock import DAY, HOUR
from tests.browser.scene import Scene
from tests.world import TEXTS, World, circular


async def prepare(world: World, now: int) -> str:
    """Make events, one of them withdrawn; return the token of a new calendar feed."""
    far = replace(
        TEXTS,
        title="みどりヶ丘自治会・上ノ沢区合同 総合防災訓練と炊き出しのお知らせ",
        facts_where="若葉市立みどりヶ丘小学校 校庭（雨のときは体育館、上ばきをお持ちください）",
    )
    await circular(world, category="event", event_at=now + 5 * DAY)
    await circular(world, category="disaster", texts=far, event_at=now + 400 * DAY + HOUR)
    off = await circular(
        world, texts=replace(TEXTS, title="もちつき大会", facts_where=""), event_at=now + 9 * DAY
    )
    async with world.database.write(world.yamada) as tx:
        await publishing.withdraw(tx, off, "雪の予報のため")
    for _number in range(3):
        async with world.database.write(world.suzuki) as tx:
            await feeds.make(tx, world.households["suzuki"])
    async with world.database.write(world.sato) as tx:
        return await feeds.make(tx, world.households["sato"])


def scenes(world: World, connected: str) -> list[Scene]:
    here = f"/associations/{world.places['midorigaoka']}/circulars"
    cleaning, nothing = f"words={quote('清掃')}", f"words={quote('雪かきの手つだい')}&year=2026&category=fee"
    return [
        Scene("archive_found", f"/circulars?{cleaning}", "sato"),
        Scene("archive_nothing", f"/circulars?{nothing}", "sato"),
        Scene("archive_office", here, "yamada"),
        Scene("archive_office_drafter", f"{here}?{cleaning}", "kimura"),
        Scene("archive_office_nothing", f"{here}?{nothing}", "ito"),
        Scene("archive_office_empty", f"/associations/{world.places['kaminosawa']}/circulars", "ono"),
        Scene("events", "/events", "takahashi"),
        Scene("events_empty", "/events?done=ended", "mori"),
        Scene("events_connected", "/events", "sato"),
        Scene("events_all_connected", "/events", "suzuki"),
        Scene("calendar_made", "/events", "sato", cookies=(("calendar", connected),)),
    ]
