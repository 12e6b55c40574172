"""役員交代 in the gallery: named, looked on, gone over, taken part in by the town; envelopes of next year's leaders."""

from datetime import date

from kairanban.community.handovers.actions import checklist, naming, recovery
from kairanban.community.people.actions.offices import add_person, appoint
from kairanban.community.places.actions.places import add_place
from kairanban.community.places.rules import PlaceKind
from kairanban.community.signin.actions import envelopes, sessions
from kairanban.core.actor import Actor, Appointment
from kairanban.core.clock import DAY, Moment
from kairanban.core.ids import AppointmentId, PersonId, PlaceId, SessionId
from kairanban.core.roles import Role
from kairanban.db.tx import Tx
from tests.browser.scene import Scene
from tests.world import SYSTEM, World


async def prepare(world: World) -> None:
    """Three associations: one before, one in the middle of and one without a handover."""
    p = world.places
    async with world.database.write(SYSTEM) as tx:
        p["kawanaka"] = await add_place(tx, PlaceKind.MUNICIPALITY, "川中市")
        await _officer(tx, world, "sugi", "杉 恵子", Role.MUNICIPAL_OFFICER, p["kawanaka"])
        for place, name, chair, chair_name in (
            ("before", "桜台自治会", "sakura", "桜井 直"), ("between", "柳町自治会", "yanagi", "柳 節子"),
            ("without", "松原区", "matsu", "松原 勝"), ("agreed", "竹原区", "take", "竹原 望"), ("keyless", "梅原区", "ume", "梅原 治"),
        ):  # fmt: skip
            p[place] = await add_place(
                tx, PlaceKind.ASSOCIATION, name, p["kawanaka"], help_name=f"会長 {chair_name}", help_phone="022-000-0031"
            )  # fmt: skip
            await _officer(tx, world, chair, chair_name, Role.CHAIR, p[place])
            await _officer(tx, world, f"{chair}_2", f"{chair_name[0]}田 二郎", Role.OFFICER, p[place])
        block = await add_place(tx, PlaceKind.BLOCK, "1班", p["before"], sort=1)
        leader = await add_person(tx, "班田 長子")
        term = await appoint(
            tx, leader, Role.BLOCK_LEADER, block, starts=tx.now, ends=Moment(tx.now + 5 * DAY)
        )
        p["leader_term"] = PlaceId(term)
        now = tx.now
    chairs = {
        one: _acting(world, one, p[place], now)
        for one, place in (("sakura", "before"), ("yanagi", "between"))
    }
    async with world.database.write(chairs["sakura"]) as tx:
        await naming.name_successor(tx, p["before"], "", "次田 清", date(2099, 4, 1))
        listed = await checklist.items(tx, p["before"])
        await checklist.add(tx, p["before"], "お祭りの法被と太鼓")
        await checklist.tick(tx, p["before"], listed[6].id, True)
    async with world.database.write(chairs["yanagi"]) as tx:
        await naming.name_successor(tx, p["between"], "", "新川 道子", None)
    await _sign_in(world, "next", "before")
    await _sign_in(world, "new", "between")
    officer = _acting(world, "matsu_2", p["without"], now, Role.OFFICER)
    async with world.database.write(officer) as tx:
        await recovery.ask(tx, p["without"], world.people["matsu"], "")
    town = _acting(world, "sugi", p["kawanaka"], now, Role.MUNICIPAL_OFFICER)
    async with world.database.write(town) as tx:
        for place, chair in (("agreed", "take"), ("keyless", "ume")):
            await recovery.ask(tx, p[place], world.people[chair], "")
        await recovery.agree_in_person(tx, p["agreed"], world.people["take_2"])
    await _envelopes(world)


async def _envelopes(world: World) -> None:
    """The next leader of a block is invited on paper, by the chair who prints it."""
    place = world.places["midorigaoka"]
    async with world.database.write(SYSTEM) as tx:
        leader = await add_person(tx, "来年 班子")
        await appoint(tx, leader, Role.BLOCK_LEADER, world.places["block_2"], starts=tx.now, ends=None)
    async with world.database.write(world.yamada) as tx:
        made = await envelopes.make(tx, place, {leader})
        batch = await envelopes.keep(tx, place, made, world.tokens["yamada"])
    world.places["envelopes"] = PlaceId(batch)


async def _officer(tx: Tx, world: World, key: str, name: str, role: Role, place: PlaceId) -> None:
    person = world.people[key] = await add_person(tx, name)
    await appoint(tx, person, role, place, starts=tx.now, ends=None)
    world.tokens[key] = await sessions.sign_in(tx, person)


def _acting(world: World, who: str, place: PlaceId, now: Moment, role: Role = Role.CHAIR) -> Actor:
    held = Appointment(AppointmentId(0), role, place, None)
    return Actor(SessionId(0), person=world.people[who], appointments=(held,), stepped_up_at=now)


async def _sign_in(world: World, key: str, place: str) -> None:
    async with world.database.write(SYSTEM) as tx:
        found = await naming.current(tx, world.places[place])
        assert found is not None
        world.people[key] = PersonId(found.person)
        world.tokens[key] = await sessions.sign_in(tx, found.person)


def scenes(world: World) -> list[Scene]:
    p = world.places
    before, between, without = (f"/associations/{p[one]}" for one in ("before", "between", "without"))
    agreed, keyless = (f"/associations/{p[one]}/recovery" for one in ("agreed", "keyless"))
    return [
        Scene("handover_naming", f"{without}/handover", "matsu"),
        Scene("handover_named", f"{before}/handover?done=named", "sakura"),
        Scene("handover_looked_on", f"{before}/handover", "next"),
        Scene("handover_next_office", "/office", "next"),
        Scene("handover_office", "/office", "sakura"),
        Scene("handover_leaver", f"{between}/handover", "yanagi"),
        Scene("handover_receiver", f"{between}/handover", "new"),
        Scene("handover_gone_office", "/office", "new"),
        Scene("handed_over", "/handed-over"),
        Scene("handover_paper", f"{before}/handover/paper", "sakura"),
        Scene("recovery_ask", f"{before}/recovery", "sakura_2"),
        Scene("recovery_agree", f"{without}/recovery", "sugi"),
        Scene("recovery_asked", f"{without}/recovery?done=asked", "matsu_2"),
        Scene("recovery_keyless", keyless, "sugi"),
        Scene("recovery_agreed", f"{agreed}?done=agreed", "sugi"),
        Scene("recovery_notice", f"{agreed}/notice", "take_2"),
        Scene("recovery_office", "/office", "sugi"),
        Scene("envelopes", f"/envelopes/{p['envelopes']}", "yamada"),
        Scene(
            "block_leaders_paper", f"/associations/{p['midorigaoka']}/block-leaders?done=appointed", "yamada"
        ),
        Scene("appointment", f"{before}/appointments/{p['leader_term']}", "sakura"),
    ]
