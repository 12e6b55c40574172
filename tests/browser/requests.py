"""Municipal requests in the gallery, in every state."""

from dataclasses import replace
from datetime import datetime, timedelta

from kairanban.circulation.circulars.rules.kinds import Change
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.circulation.municipal_requests.actions import corrections, decisions, relays
from kairanban.community.people.actions.households import NewHousehold, add_household
from kairanban.community.places.actions.places import add_place
from kairanban.community.places.rules import PlaceKind
from kairanban.core.clock import DAY, JAPAN, at, day_of
from kairanban.core.ids import CircularId
from tests.world import SYSTEM, TEXTS, World, asked, asked_draft

LONG = replace(
    TEXTS,
    title="市道三号線の舗装工事にともなう通行止めと迂回路、ごみ集積所の一時移動のお知らせ",
    body="ご不便をおかけします。\n\n" * 8,
)
# Future days, since past ones are refused.
TODAY = datetime.now(JAPAN).date()
DELIVERY, NO_DELIVERY = TODAY + timedelta(days=20), TODAY + timedelta(days=60)


async def asked_everything(world: World) -> dict[str, CircularId]:
    """Make requests by the name of their state, in a municipality of thirty associations."""
    async with world.database.write(SYSTEM) as tx:
        for n in range(28):
            name = f"第{n + 1}町内会" if n % 5 else f"若葉台ニュータウン第{n + 1}自治会連絡協議会"
            place = await add_place(tx, PlaceKind.ASSOCIATION, name, world.places["town"], sort=20 + n)
            world.places[f"association_{n}"] = place
            for home in range(n % 7):
                await add_household(tx, NewHousehold(association=place, label=f"家{home}", place=place, method="paper"))  # fmt: skip
    every = ("midorigaoka", "kaminosawa", *(f"association_{n}" for n in range(28)))
    soon = world.database.clock() + 5 * DAY
    ids = {
        "open": await asked(world, *every, texts=LONG, deliver_on=at(DELIVERY), importance="important"),
        "second": await asked(
            world, *every[:9], deliver_on=at(DELIVERY), department="危機管理課", reply_by=soon
        ),
        "passed": await asked(world),
        "preparing": await asked(world),
        "declined": await asked(world),
        "withdrawn": await asked(world),
        "withdrawn_here": await asked(world),
        "corrected": await asked(world),
        "writing": await asked_draft(world, *every, texts=LONG, deliver_on=at(DELIVERY)),
        "empty": await asked_draft(world, "midorigaoka", department="", texts=Texts()),
    }
    place = world.places["midorigaoka"]
    async with world.database.write(world.yamada) as tx:
        for name in ("passed", "withdrawn_here", "corrected"):
            await decisions.pass_on(tx, place, ids[name], "集会所でもご覧になれます。", at_once=True)
        await decisions.pass_on(tx, place, ids["preparing"], "", at_once=False)
        await decisions.decline(tx, place, ids["declined"], "other", "同じ日に自治会の祭りがあります")
    async with world.database.write(world.shimizu) as tx:
        for name in ("withdrawn", "withdrawn_here"):
            await corrections.withdraw(tx, ids[name], "雨の予報のため、中止します。")
        changed = replace(TEXTS, facts_when="12月13日（日）午前8時")
        await corrections.correct(
            tx, ids["corrected"], Change.CHANGE, changed, "日にちが13日に変わりました", None, None
        )
    async with world.database.write(SYSTEM) as tx:
        await relays.relay(tx, ids["corrected"], place)
    async with world.database.read(world.yamada) as tx:
        for name in ("passed", "preparing"):
            found = await decisions.find(tx, place, ids[name])
            ids[f"{name}_circular"] = CircularId(found.passed or 0)
    return ids


def scenes(world: World, ids: dict[str, CircularId]) -> list[tuple[str, str, str]]:
    """Return name, path and visitor."""
    place, other = world.places["midorigaoka"], world.places["kaminosawa"]
    today = day_of(world.database.clock()).year
    town = [
        ("requests", "/requests"),
        ("requests_discarded", "/requests?done=discarded"),
        ("requests_empty", f"/requests?year={today - 5}"),
        ("request_writing", f"/circulars/{ids['writing']}/draft"),
        ("request_audience", f"/requests/{ids['writing']}/audience"),
        ("request_audience_empty", f"/requests/{ids['empty']}/audience"),
        ("request_proof", f"/requests/{ids['writing']}/proof"),
        ("request_missing", f"/requests/{ids['empty']}/proof"),
        ("request_open", f"/requests/{ids['open']}?done=sent"),
        ("request_passed", f"/requests/{ids['passed']}"),
        ("request_declined", f"/requests/{ids['declined']}?done=corrected"),
        ("request_withdrawn", f"/requests/{ids['withdrawn']}?done=withdrawn"),
        ("request_correction", f"/requests/{ids['open']}/correction"),
        ("copies_large", f"/requests/{ids['open']}/copies"),
        ("copies", f"/requests/{ids['declined']}/copies"),
        ("copies_day", f"/requests/deliveries/{DELIVERY}"),
        ("copies_day_empty", f"/requests/deliveries/{NO_DELIVERY}"),
        ("stocktaking", "/requests/stocktaking"),
        ("stocktaking_empty", f"/requests/stocktaking?year={today - 5}"),
    ]
    chair = [
        ("received", f"/associations/{place}/requests"),
        ("answer_open", f"/associations/{place}/requests/{ids['open']}"),
        ("answer_passed", f"/associations/{place}/requests/{ids['passed']}?done=passed"),
        ("answer_preparing", f"/associations/{place}/requests/{ids['preparing']}"),
        ("answer_declined", f"/associations/{place}/requests/{ids['declined']}?done=declined"),
        ("answer_withdrawn", f"/associations/{place}/requests/{ids['withdrawn']}"),
        ("answer_withdrawn_here", f"/associations/{place}/requests/{ids['withdrawn_here']}"),
        ("answer_corrected", f"/associations/{place}/requests/{ids['corrected']}"),
        ("answer_copies", f"/associations/{place}/requests/{ids['open']}/copies"),
        ("carried_audience", f"/circulars/{ids['preparing_circular']}/audience"),
        ("carried_proof", f"/circulars/{ids['preparing_circular']}/proof"),
        ("carried_correction", f"/circulars/{ids['passed_circular']}/correction"),
        ("carried_progress", f"/circulars/{ids['passed_circular']}/progress"),
    ]
    return [
        *((name, path, "shimizu") for name, path in town),
        *((name, path, "yamada") for name, path in chair),
        ("received_other", f"/associations/{other}/requests", "ono"),
        ("answer_copies_none", f"/associations/{other}/requests/{ids['open']}/copies", "ono"),
        ("carried", f"/circulars/{ids['passed_circular']}", "sato"),
    ]
