"""Display settings: in one cookie and with the person, valid on the next page, not kept on shared tablets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairanban.db.statements import Statement
from kairanban.db.tables.signin import session
from kairanban.web.needs import CHOICES, Needs, read
from tests.visiting import Visit
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio

_SHARED = Statement(session.update().values(kiosk=1))


def test_every_choice_round_trips() -> None:
    for name, values in CHOICES.items():
        for value in values:
            needs = Needs().chosen(name, value)
            assert getattr(read(needs.written()), name) == value


@given(st.text(max_size=400))
def test_invalid_values_in_the_cookie_are_ignored(written: str) -> None:
    needs = read(written)
    for name, values in CHOICES.items():
        assert getattr(needs, name) in (*values, "")


async def test_a_choice_applies_from_the_next_page_also_before_sign_in(world: World) -> None:
    async with Visit(world) as visitor:
        answer = await visitor.post("/settings", {"size": "largest", "at": "size", "back": "/sign-in"})
        assert answer.headers["location"] == "/settings?done=changed&back=/sign-in#size"
        await visitor.post("/settings", {"theme": "dark"})
        page = (await visitor.get("/")).text
        assert 'data-size="largest"' in page
        assert 'data-theme="dark"' in page
        await visitor.post("/settings", {"theme": "device"})
        assert "data-theme" not in (await visitor.get("/")).text.split("<head>")[0]


async def test_an_unknown_choice_changes_nothing(world: World) -> None:
    async with Visit(world) as visitor:
        await visitor.post(
            "/settings", {"size": "huge", "colour": "pink", "back": "https://elsewhere.example/"}
        )
        assert 'data-size="standard"' in (await visitor.get("/")).text


async def test_preferences_follow_the_person_to_another_device(world: World) -> None:
    async with Visit(world, "yamada") as one:
        await one.post("/settings", {"size": "large", "language": "en"})
    async with Visit(world, "yamada") as another:
        page = (await another.get("/office")).text
        assert 'data-size="large"' in page
        assert '<html lang="en"' in page
    async with Visit(world, "ito") as somebody_else:
        assert 'data-size="standard"' in (await somebody_else.get("/office")).text


async def test_a_shared_tablet_forgets_preferences(world: World) -> None:
    async with world.database.write(SYSTEM) as tx:
        await tx.run(_SHARED)
    async with Visit(world, "sato") as tablet:
        kept = (await tablet.post("/settings", {"size": "largest"})).headers["set-cookie"]
        # Deleted when the browser closes or the session is left.
        assert "max-age" not in kept.lower()
        left = (await tablet.post("/away")).headers.get_list("set-cookie")
        assert any(one.startswith("needs=") and "max-age=0" in one.lower() for one in left)
    async with Visit(world, "sato") as again:
        assert 'data-size="standard"' in (await again.get("/")).text
