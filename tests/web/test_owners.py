"""Owners of what a device keeps: marks the same at every sign-in, and entries of somebody else are not recorded."""

import pytest

from kairanban.community.signin.actions import sessions
from kairanban.core.actor import Actor, Home, Visitor
from kairanban.core.ids import HouseholdId, PersonId, PlaceId, SessionId
from kairanban.web.owners import owners
from tests.visiting import Visit
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio

KEY = "a key of tests"


def home(household: int) -> Home:
    return Home(HouseholdId(household), None, "", PlaceId(1))


def test_a_mark_belongs_to_the_person_or_the_household_not_to_the_session() -> None:
    one = Actor(SessionId(1), PersonId(7), homes=(home(7), home(8)))
    again = Actor(SessionId(2), PersonId(7), homes=(home(8),))
    marks, later = owners(KEY, one), owners(KEY, again)
    assert list(marks) == ["person", "7", "8"]
    assert len(set(marks.values())) == 3
    assert later == {"person": marks["person"], "8": marks["8"]}


def test_a_mark_is_made_with_the_key_of_the_server() -> None:
    who = Actor(SessionId(1), PersonId(7))
    assert owners(KEY, who) != owners("another key", who)


def test_nobody_and_a_shared_tablet_have_no_mark() -> None:
    assert owners(KEY, Visitor()) == {}
    assert owners(KEY, Actor(SessionId(1), homes=(home(7),), kiosk=True)) == {}


async def marks(world: World, who: str | None, path: str = "/settings") -> str:
    async with Visit(world, who) as visit:
        return (await visit.get(path)).headers.get("Kairanban-Owner", "")


async def test_every_page_says_whose_device_it_is(world: World) -> None:
    sato = world.households["sato"]
    assert (await marks(world, "sato")).startswith(f"{sato}=")
    assert (await marks(world, "nagai", "/board")).startswith("person=")
    assert await marks(world, "nagai", "/board") == await marks(world, "nagai", "/board/households/99999")
    assert await marks(world, "sato", "/owner") == await marks(world, "sato")
    assert await marks(world, None, "/owner") == ""
    assert await marks(world, "sato") != await marks(world, "suzuki")
    assert await marks(world, None, "/") == ""


async def test_the_mark_is_the_same_at_the_next_sign_in(world: World) -> None:
    before = await marks(world, "nagai", "/board")
    async with world.database.write(SYSTEM) as tx:
        world.tokens["nagai"] = await sessions.sign_in(tx, world.people["nagai"])
    assert await marks(world, "nagai", "/board") == before


async def test_an_entry_is_recorded_for_its_owner_only(world: World) -> None:
    own = (await marks(world, "sato")).split("=")[1]
    for who, mark, status in (("suzuki", own, 401), ("sato", "", 401), ("sato", own, 303)):
        async with Visit(world, who) as visit:
            answer = await visit.post("/call", {}, **{"Kairanban-Owner": mark})
            assert answer.status_code == status, (who, mark)
            assert ("受け付けました" in (await visit.get("/call")).text) == (status == 303)
