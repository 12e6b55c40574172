"""A town from an empty folder, by commands and pages alone, and a year passing in it."""

import re
from datetime import date
from pathlib import Path

import pytest

from kairanban.community.handovers.actions.receiving import go_over
from kairanban.config import Settings
from kairanban.core.actor import System
from kairanban.core.clock import Moment, at
from kairanban.db.engine import Database
from kairanban.operations.commands import COMMANDS
from tests.community.roster.office import fields
from tests.conftest import SetClock
from tests.visiting import ADDRESS, Visit, said
from tests.world import World

pytestmark = pytest.mark.anyio

PASSWORD = "shizukana-kawa-27"
ROSTER = "班,順番,氏名,住所,電話\n1班,1,佐藤 花子,上町1-1,022-740-0001\n1班,2,鈴木 茂,上町1-2,\n2班,1,高橋 節子,下町2-1,022-740-0003\n"
MARCH, APRIL = date(2027, 3, 31), date(2027, 4, 1)


class Somebody:
    """A person with a browser of her own, who signs in by her password when need be."""

    def __init__(self, database: Database, name: str) -> None:
        self.name, self.visit = name, Visit(World(database))

    async def accept(self, invitation: str) -> None:
        path = invitation.removeprefix(ADDRESS)
        assert (await self.visit.get(path)).status_code == 303, self.name
        chosen = {"sign_in_name": self.name, "password": PASSWORD, "again": PASSWORD}
        answer = await self.visit.post("/invitation/password", chosen)
        assert answer.status_code == 303, said(answer)

    async def sign_in(self) -> None:
        answer = await self.visit.post("/sign-in", {"sign_in_name": self.name, "password": PASSWORD})
        assert answer.status_code == 303, said(answer)

    async def status(self, path: str) -> int:
        return (await self.visit.get(path)).status_code

    async def page(self, path: str) -> str:
        answer = await self.visit.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return said(answer)

    async def done(self, path: str, **form: object) -> str:
        """Post a form that must be taken; return where it leads."""
        answer = await self.visit.post(path, form)
        assert answer.status_code == 303, (path, answer.status_code, said(answer)[:2000])
        return answer.headers["location"]

    async def invites(self, path: str, **form: object) -> str:
        """Post for an invitation; return its address."""
        answer = await self.visit.post(path, form)
        assert answer.status_code == 200, (path, answer.status_code)
        return invitation_in(answer.text)


def invitation_in(text: str) -> str:
    found = re.search(rf"{ADDRESS}/i/[\w-]+", text)
    assert found is not None
    return found[0]


class Town:
    def __init__(self, database: Database, clock: SetClock) -> None:
        self.database, self.clock = database, clock
        self.settings = Settings(Path("/nowhere"), "sqlite://", ADDRESS)
        self.people: dict[str, Somebody] = {}

    async def command(self, command: str, **given: object) -> str:
        return "\n".join((await COMMANDS[command](self.database, self.settings, given)).lines)

    async def comes(self, name: str, invitation: str) -> Somebody:
        self.people[name] = Somebody(self.database, name)
        await self.people[name].accept(invitation)
        return self.people[name]

    async def day(self, moment: Moment) -> None:
        """Let time pass; the worker does what is due, and everybody who still has a key signs in again."""
        self.clock.now = moment
        await go_over(self.database, System("test"))


async def the_roster_is_read(chair: Somebody, association: str) -> None:
    file = [("file", ("名簿.csv", ROSTER.encode(), "text/csv"))]
    read = await chair.visit.send(f"{association}/roster/files", {}, file)
    preview = read.headers["location"]
    taken = await chair.visit.post(f"{preview}/taking", fields(await chair.page(preview)))
    assert "new=3" in taken.headers["location"]


async def set_up(town: Town) -> tuple[Somebody, Somebody, str, str, str]:
    """Return the officer of the town, a chair with her roster, and the addresses of the town and two associations."""
    first = await town.command("invite", place="若葉市", name="清水 博", role="municipal_officer")
    officer = await town.comes("shimizu", invitation_in(first))
    here = re.search(r'href="(/towns/\d+)"', await officer.page("/office"))
    assert here is not None
    for name in ("みどりヶ丘自治会", "上ノ沢区"):
        await officer.done(here[1], kind="association", name=name, code="")
    branches = re.findall(rf'href="{here[1]}/places/(\d+)"', await officer.page(here[1]))
    green, upper = dict.fromkeys(branches)
    chairs = [
        await town.comes(key, await officer.invites(f"{here[1]}/places/{place}/chair", chair=name))
        for key, place, name in (("yamada", green, "山田 美代子"), ("ono", upper, "小野 清"))
    ]
    association = f"/associations/{green}"
    await the_roster_is_read(chairs[0], association)
    return officer, chairs[0], here[1], association, f"/associations/{upper}"


async def the_roster_is_asked_about(chair: Somebody, association: str) -> None:
    """名簿更新: the forms of one block come back, and are entered together."""
    await chair.done(f"{association}/renewal")
    block = re.search(
        rf'href="({association}/renewal/blocks/\d+)"', await chair.page(f"{association}/renewal")
    )
    assert block is not None
    asked = re.findall(r'name="(\w+)" value="(\d+)"', await chair.page(block[1]))
    right = [number for name, number in asked if name == "right"]
    assert right
    await chair.done(block[1], right=right[0])
    await chair.done(f"{association}/renewal/end")


async def somebody_dies(chair: Somebody, association: str) -> None:
    """鈴木 lived alone: the house is proposed as empty, and stands empty."""
    page = await chair.page(f"{association}/roster")
    homes = re.findall(rf'href="({association}/households/\d+)"', page)
    (home,) = [one for one in dict.fromkeys(homes) if "鈴木 茂" in await chair.page(one)]
    end = re.search(rf'action="({home}/residents/\d+/end)"', await chair.page(home))
    assert end is not None
    await chair.done(end[1])
    assert f'action="{home}/empty-house"' in await chair.page(home)
    await chair.done(f"{home}/empty-house")
    assert home not in await chair.page(f"{association}/roster")


async def test_a_town_is_set_up_and_a_year_passes(database: Database, clock: SetClock) -> None:
    town = Town(database, clock)
    officer, chair, of_town, association, other = await set_up(town)
    place = association.rsplit("/", 1)[1]

    # The town appoints a supporter and a commissioner; both serve until their own last day.
    for name, role in (("林 久美子", "settlement_supporter"), ("永井 弘", "welfare_commissioner")):
        await officer.done(f"{of_town}/people", name=name, role=role, place=place)
    people = await officer.page(f"{of_town}/people")
    assert "2027年3月31日" in people
    assert "2028年11月30日" in people
    invited = re.findall(rf'action="({of_town}/people/\d+/invitation)"', people)
    supporter = await town.comes("hayashi", await officer.invites(invited[0]))
    commissioner = await town.comes("nagai", await officer.invites(invited[1]))
    assert await supporter.status("/board") == 200

    # Two months ahead the town reads what ends.
    await town.day(at(date(2027, 2, 1), 9))
    await officer.sign_in()
    assert "林 久美子" in (await officer.page("/office")).split("2027年3月31日")[0]

    # March: the next chair is named and looks on; block leaders for the new year, on paper.
    await town.day(at(date(2027, 3, 20), 19))
    await chair.sign_in()
    named = {"name": "佐藤花子", "day": "2027-04-01"}
    question = await chair.visit.post(f"{association}/handover", named)
    key = re.search(r'name="who" value="(r\d+)"', question.text)
    assert key is not None, said(question)
    await chair.done(f"{association}/handover", **named, who=key[1], sure="1")
    page = await chair.page(f"{association}/handover")
    invitation = re.search(rf'action="({association}/people/\d+/invitation)"', page)
    assert invitation is not None
    successor = await town.comes("sato", await chair.invites(invitation[1]))
    assert await successor.status(f"{association}/roster") == 200
    assert (await successor.visit.post("/circulars", {"association": place})).status_code == 404
    leaders = await chair.page(f"{association}/block-leaders")
    turns = dict(re.findall(r'name="(leader_\d+)" value="([^"]*)"', leaders))
    assert sorted(turns.values()) == ["佐藤 花子", "高橋 節子"]
    await chair.done(f"{association}/block-leaders", starts="2027-04-01", **turns)
    leaders = await chair.page(f"{association}/block-leaders")
    without_key = re.search(r'name="person" value="(\d+)"', leaders)
    assert without_key is not None
    sheets = await chair.done(f"{association}/block-leaders/envelopes", person=without_key[1])
    envelope = invitation_in(await chair.page(sheets))
    assert await Somebody(database, "x").status("/sign-in") == 200
    early = Somebody(database, "takahashi")
    await early.visit.get(envelope.removeprefix(ADDRESS))
    assert await early.status("/invitation") == 404
    await chair.done(f"{association}/handover/contact", help_name="会長 佐藤", help_phone="022-740-0001")

    # A supporter's term ends at midnight; the commissioner's goes on.
    await town.day(Moment(at(APRIL) - 60_000))
    for one in (supporter, commissioner, chair):
        await one.sign_in()
    assert await supporter.status("/board") == 200
    await town.day(at(APRIL))
    assert await supporter.status("/board") == 404
    assert await commissioner.status("/board") == 200

    # The day: the office goes over, both say so, and the leaver's key ends.
    await town.day(at(APRIL, 10))
    await successor.sign_in()
    assert "022-740-0001" in await successor.page("/office")
    assert await chair.status("/office") == 200
    await successor.done(f"{association}/handover/receipt")
    assert await chair.done(f"{association}/handover/receipt") == "/handed-over"
    assert await chair.status(association) in (401, 404)
    refused = await chair.visit.post("/sign-in", {"sign_in_name": "yamada", "password": PASSWORD})
    assert refused.status_code == 422
    assert (await successor.visit.post("/circulars", {"association": place})).status_code == 303
    await the_roster_is_asked_about(successor, association)
    await somebody_dies(successor, association)

    # In the other association she is entered a second time, and comes in with the key she has.
    upper = town.people["ono"]
    await upper.sign_in()
    await upper.done(f"{other}/people", name="佐藤 花子", role="officer", place=other.rsplit("/", 1)[1])
    double = re.search(rf'action="({other}/people/\d+/invitation)"', (await upper.page(f"{other}/people")).split("佐藤 花子")[1])  # fmt: skip
    assert double is not None
    second = await upper.invites(double[1])
    assert (await successor.visit.get(second.removeprefix(ADDRESS))).status_code == 303
    await successor.done("/invitation/joining")
    for both in (association, other):
        assert await successor.status(f"{both}/roster") == 200

    # The block leader opens her envelope; the other association has seen nothing of all this.
    leader = await town.comes("takahashi", envelope)
    assert await leader.status("/office") == 200
    for path in ("roster", "handover", "people"):
        assert await town.people["ono"].status(f"{association}/{path}") == 404
        assert await town.people["ono"].status(f"{other}/{path}") == 200
