"""A town of its own in the gallery: its tree, the people it appoints, a question to an association that stands alone."""

from datetime import date

from kairanban.community.people.actions.offices import add_person, appoint
from kairanban.community.places.actions.places import add_place
from kairanban.community.places.rules import PlaceKind
from kairanban.community.signin.actions import sessions
from kairanban.community.towns.actions import associations, offers, people
from kairanban.core.actor import Actor, Appointment
from kairanban.core.ids import AppointmentId, PlaceId, SessionId
from kairanban.core.roles import Role
from tests.browser.scene import Scene
from tests.world import SYSTEM, World


async def prepare(world: World) -> None:
    p = world.places
    async with world.database.write(SYSTEM) as tx:
        p["yamakawa"] = await add_place(tx, PlaceKind.MUNICIPALITY, "山川町")
        p["hitori"] = await add_place(tx, PlaceKind.ASSOCIATION, "湖畔の里自治会")
        for name, role, place in (
            ("oda", Role.MUNICIPAL_OFFICER, "yamakawa"),
            ("kohan", Role.CHAIR, "hitori"),
        ):
            person = world.people[name] = await add_person(
                tx, {"oda": "織田 直美", "kohan": "湖畔 次郎"}[name]
            )
            await appoint(tx, person, role, p[place], starts=tx.now, ends=None)
            world.tokens[name] = await sessions.sign_in(tx, person)
        now = tx.now
    held = Appointment(AppointmentId(0), Role.MUNICIPAL_OFFICER, p["yamakawa"], None)
    officer = Actor(SessionId(0), person=world.people["oda"], appointments=(held,), stepped_up_at=now)
    async with world.database.write(officer) as tx:
        p["north"] = await associations.add(tx, p["yamakawa"], PlaceKind.DISTRICT, "北部地区")
        for number, name in enumerate(("川上区", "川下区", "峠の集落"), 1):
            p[name] = await associations.add(
                tx, p["yamakawa"], PlaceKind.ASSOCIATION, name, str(100 + number), PlaceId(p["north"])
            )
        await associations.add(tx, p["yamakawa"], PlaceKind.ASSOCIATION, "駅前町内会", "201")
        await associations.invite_chair(tx, p["yamakawa"], p["川上区"], "川上 正")
        await people.appoint(
            tx,
            p["yamakawa"],
            Role.SETTLEMENT_SUPPORTER,
            p["峠の集落"],
            name="峠 久美子",
            until=date(2099, 3, 31),
        )
        await offers.offer(tx, p["yamakawa"], "湖畔の里自治会")
        (world.places["offer"],) = (PlaceId(one.id) for one in await offers.of_town(tx, p["yamakawa"]))


def scenes(world: World) -> list[Scene]:
    p = world.places
    town = f"/towns/{p['yamakawa']}"
    return [
        Scene("town", town, "oda"),
        Scene("town_added", f"{town}?done=added", "oda"),
        Scene("town_office", "/office", "oda"),
        Scene("town_association", f"{town}/places/{p['川上区']}", "oda"),
        Scene("town_association_new", f"{town}/places/{p['川下区']}?done=moved", "oda"),
        Scene("town_district", f"{town}/places/{p['north']}", "oda"),
        Scene("town_list", f"{town}/list", "oda"),
        Scene("town_people", f"{town}/people", "oda"),
        Scene("town_offer", f"/associations/{p['hitori']}/town-offers/{p['offer']}", "kohan"),
        Scene("town_offer_office", "/office", "kohan"),
    ]
