"""Consents in the gallery: given by adults, entered from sheets, and the sheets."""

from sqlalchemy import bindparam

from kairanban.care.visits.actions import emergency, households
from kairanban.care.visits.actions.households import NewVisit
from kairanban.community.consents import actions
from kairanban.core.clock import DAY
from kairanban.core.purposes import Purpose
from kairanban.db.statements import Statement
from kairanban.db.tables.people import appointment
from kairanban.db.tables.visits import emergency_look
from kairanban.db.tables.visits import visit as visit_table
from tests.browser.scene import Scene
from tests.world import SYSTEM, World

_WAITS = Statement(
    emergency_look.update()
    .where(emergency_look.c.household == bindparam("household"))
    .values(opens=emergency_look.c.opens + bindparam("by"), until=emergency_look.c.until + bindparam("by"))
)
_BEGAN = Statement(
    appointment.update()
    .where(appointment.c.person == bindparam("who"))
    .values(starts=appointment.c.starts - bindparam("ago"))
)

_DUE = Statement(
    visit_table.update()
    .where(visit_table.c.household == bindparam("household"))
    .values(again=visit_table.c.again - 2)
)


async def prepare(world: World) -> None:
    async with world.database.write(SYSTEM) as tx:
        for who in ("nagai", "hayashi"):
            await tx.run(_BEGAN, who=world.people[who], ago=(100 if who == "nagai" else 3) * DAY)
    given = (("suzuki", Purpose.COMMISSIONER), ("suzuki", Purpose.CHECK_IN), ("tanaka", Purpose.COMMISSIONER))
    for who, purpose in given:
        async with world.database.write(world.actors[who]) as tx:
            await actions.give(tx, world.households[who], world.residents[who], purpose)
    visits = (
        NewVisit("met", "a", note="畑にいらした。次は大根の種まきのころに。", again_in=7),
        NewVisit("not_met", "b", made=world.database.clock() - 2 * DAY),
        NewVisit("called", "c", again_in=1, made=world.database.clock() - 3 * DAY),
    )
    async with world.database.write(world.nagai) as tx:
        for visit in visits[:2]:
            await households.add(tx, world.households["suzuki"], visit)
        await households.add(tx, world.households["tanaka"], visits[2])
        await tx.run(_DUE, household=world.households["tanaka"])
        await emergency.look_up(tx, "高橋", "声をかけても応答がなく、灯りがついたままのため")
        await emergency.look_up(tx, "高橋", "昼になっても応答がなく、新聞がたまっているため")
        await emergency.look_up(tx, "佐藤", "声をかけても応答がなく、新聞がたまっているため")
        # It waits for a second person as long as the gallery is open.
        await tx.run(_WAITS, household=world.households["sato"], by=DAY)


def scenes(world: World) -> list[Scene]:
    base = f"/associations/{world.places['midorigaoka']}/consents"
    block = world.places["block_1"]
    return [
        Scene("consents", "/consents", "suzuki"),
        Scene("consents_none", "/consents", "sato"),
        Scene("check_in", f"/consents/{world.residents['sato']}/check_in", "sato"),
        Scene("check_in_given", f"/consents/{world.residents['suzuki']}/check_in", "suzuki"),
        Scene("consents_entering", f"{base}?place={block}", "yamada"),
        Scene("consents_nobody", f"{base}?place={world.places['maison']}", "yamada"),
        Scene("consent_sheets", f"{base}/{block}/sheets", "yamada"),
        Scene("consent_sheet", "/consents/sheet", "nagai"),
        Scene("home_named", "/", "mori"),
        Scene("day_list", "/board", "nagai"),
        Scene("day_list_none", "/board", "hayashi"),
        Scene("day_list_one", f"/board?place={block}", "nagai"),
        Scene("day_list_paper", "/board/paper", "nagai"),
        Scene("visit", f"/board/households/{world.households['suzuki']}", "nagai"),
        Scene("visit_saved", f"/board/households/{world.households['tanaka']}?done=saved", "nagai"),
        Scene("visit_emergency", f"/board/households/{world.households['takahashi']}", "nagai"),
        Scene("emergency", "/board/emergency", "nagai"),
        Scene("emergency_waiting", f"/board/emergency/{world.households['sato']}", "nagai"),
        Scene("emergency_list", "/emergency-looks", "shimizu"),
        Scene("looks_emergency", "/looks", "takahashi"),
        Scene("reachability", f"/associations/{world.places['midorigaoka']}/reachability", "yamada"),
        Scene(
            "reachability_visits",
            f"/associations/{world.places['midorigaoka']}/reachability?only=without",
            "yamada",
        ),
        Scene("reachability_entrusted", "/board/reachability", "nagai"),
        Scene("paper_or_tablet", "/settings/paper", "sato"),
        Scene("paper_or_tablet_changed", "/settings/paper?done=chosen", "suzuki"),
        Scene("report", "/board/report", "nagai"),
        Scene("report_paper", "/board/report/paper", "nagai"),
    ]
