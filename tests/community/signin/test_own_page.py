"""A person's own page: what it shows, what she changes there, and what it takes."""

import pytest
from sqlalchemy import select

from kairanban.access.rules import STEP_UP_MINUTES
from kairanban.community.people.actions.offices import appoint
from kairanban.community.signin.actions import own_page, passkeys, sessions
from kairanban.community.signin.rules.passkeys import Registered
from kairanban.core.clock import DAY, MINUTE, Moment
from kairanban.core.errors import Conflict, NotFound, SignInNeeded, StepUpNeeded
from kairanban.core.ids import SessionId
from kairanban.core.roles import Role
from kairanban.db.statements import Statement
from kairanban.db.tables.signin import passkey
from tests.conftest import SetClock
from tests.records import journalled
from tests.visiting import Visit, said
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio

_PASSKEYS = Statement(select(passkey.c.id).order_by(passkey.c.id))
GOOD = {"sign_in_name": "ito", "password": "aki no yama 8", "again": "aki no yama 8"}


async def add(world: World, *names: str) -> list[int]:
    """Add passkeys of Ito; return their ids."""
    async with world.database.write(world.ito) as tx:
        for name in names:
            await passkeys.add_own(tx, Registered(name.encode(), b"key", 0), name)
        return [int(one) for one in await tx.column(_PASSKEYS)]


async def sign_in(world: World, person: str, kind: str) -> str:
    async with world.database.write(SYSTEM) as tx:
        return await sessions.sign_in(tx, world.people[person], kind)


async def with_password(world: World) -> None:
    async with Visit(world, "ito") as browser:
        assert (await browser.post("/own-page/password", GOOD)).status_code == 303


async def test_it_shows_offices_with_their_last_day_keys_and_sign_ins(world: World, clock: SetClock) -> None:
    async with world.database.write(SYSTEM) as tx:
        await appoint(
            tx, world.people["ito"], Role.BLOCK_LEADER, world.places["block_2"], starts=tx.now,
            ends=Moment(tx.now - tx.now % DAY + 120 * DAY + 15 * 60 * MINUTE),
        )  # fmt: skip
    await add(world, "わたしの iPhone")
    await sign_in(world, "ito", "ipad")
    clock.advance(DAY)
    async with Visit(world, "ito") as browser:
        shown = said(await browser.get("/own-page"))
    for words in ("伊藤 隆", "みどりヶ丘自治会", "2班", "わたしの iPhone", "iPad"):
        assert words in shown
    # The term ends at midnight: the day before is its last one.
    assert "2027年3月31日" in shown
    assert "2027年4月1日" not in shown


async def test_a_household_is_led_to_sign_in(world: World) -> None:
    async with Visit(world, "sato") as tablet:
        answer = await tablet.get("/own-page")
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/own-page")
        assert (await tablet.post("/own-page/sign-ins/others/removal")).status_code == 401
        assert (await tablet.get("/own-page/password")).status_code == 401


async def test_adding_removing_and_the_password_ask_once_more_who_it_is(
    world: World, clock: SetClock
) -> None:
    (first,) = await add(world, "a")
    asked = [
        ("GET", "/own-page/password"), ("POST", "/own-page/password"), ("GET", "/own-page/passkeys"),
        ("POST", "/own-page/passkeys/options"), ("POST", "/own-page/passkeys"), ("POST", f"/own-page/passkeys/{first}/removal"),
    ]  # fmt: skip
    async with Visit(world, "ito") as browser:
        assert (await browser.post("/own-page/passkeys/options")).status_code == 200
        assert (await browser.get("/own-page/passkeys")).status_code == 200
        clock.advance(STEP_UP_MINUTES * MINUTE + 1)
        for method, path in asked:
            answer = await (browser.get(path) if method == "GET" else browser.post(path, GOOD))
            assert answer.status_code == 303, path
            assert answer.headers["location"].startswith("/step-up"), path
        # What only closes doors is not held up.
        assert (
            (await browser.post("/own-page/sign-ins/others/removal"))
            .headers["location"]
            .startswith("/own-page")
        )
    async with world.database.write(world.ito) as tx:
        with pytest.raises(StepUpNeeded):
            await passkeys.add_own(tx, Registered(b"b", b"key", 0), "b")


async def test_a_new_password_ends_the_other_sign_ins_and_signs_in(world: World) -> None:
    elsewhere = await sign_in(world, "ito", "computer")
    world.tokens["elsewhere"] = elsewhere
    async with Visit(world, "ito") as browser, Visit(world, "elsewhere") as other, Visit(world) as new:
        assert (await other.get("/office")).status_code == 200
        answer = await browser.post("/own-page/password", GOOD)
        assert answer.headers["location"] == "/own-page?done=password"
        assert (await other.get("/office")).status_code == 401
        assert (await browser.get("/office")).status_code == 200
        assert (await new.post("/sign-in", {**GOOD, "next": "/office"})).status_code == 303
    assert [one.other for one in await journalled(world, "password_set")] == [world.people["ito"]]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"password": "kairanban2026", "again": "kairanban2026"}, "作られています"),
        ({"password": "伊藤隆1234567", "again": "伊藤隆1234567"}, "作られています"),
        ({"password": "みどりヶ丘自治会2026", "again": "みどりヶ丘自治会2026"}, "作られています"),
        ({"password": "basketball", "again": "basketball"}, "最初に試される"),
        ({"password": "asdfghjkl135", "again": "asdfghjkl135"}, "並び"),
        ({"password": "short"}, "10文字"),
        ({"again": "another one"}, "同じでは"),
    ],
)
async def test_a_password_that_is_guessed_first_is_refused_with_the_reason(
    world: World, changed: dict[str, str], words: str
) -> None:
    async with Visit(world, "ito") as browser:
        refused = await browser.post("/own-page/password", GOOD | changed)
        assert refused.status_code == 422
        assert words in said(refused)
        assert 'value="ito"' in refused.text
        assert (await browser.post("/own-page/password", GOOD)).status_code == 303


async def test_a_taken_name_is_refused(world: World) -> None:
    await with_password(world)
    async with Visit(world, "yamada") as browser:
        refused = await browser.post("/own-page/password", GOOD)
        assert refused.status_code == 422
        assert "もう使われています" in said(refused)


async def test_the_last_key_stays_and_it_is_said(world: World) -> None:
    first, second = await add(world, "a", "b")
    async with Visit(world, "ito") as browser:
        assert f"/own-page/passkeys/{second}/removal" in (await browser.get("/own-page")).text
        assert (await browser.post(f"/own-page/passkeys/{first}/removal")).status_code == 303
        shown = await browser.get("/own-page")
        assert f"/own-page/passkeys/{second}/removal" not in shown.text
        refused = await browser.post(f"/own-page/passkeys/{second}/removal")
        assert refused.status_code == 409
        for page in (shown, refused):
            assert "ただ1つ" in said(page)
        await with_password(world)
        assert (await browser.post(f"/own-page/passkeys/{second}/removal")).status_code == 303
    async with world.database.read(world.ito) as tx:
        assert await tx.column(_PASSKEYS) == []


async def test_removing_a_key_ends_the_sign_ins_elsewhere(world: World) -> None:
    first, _second = await add(world, "a", "b")
    world.tokens["elsewhere"] = await sign_in(world, "ito", "computer")
    async with Visit(world, "ito") as browser, Visit(world, "elsewhere") as other:
        await browser.post(f"/own-page/passkeys/{first}/removal")
        assert (await other.get("/own-page")).status_code == 401
        assert (await browser.get("/own-page")).status_code == 200
    # It is gone, and does not confirm a new key either.
    async with world.database.read(world.ito) as tx:
        with pytest.raises(Conflict):
            await passkeys.find(tx, b"a")
    assert [one.other for one in await journalled(world, "passkey_removed")] == [world.people["ito"]]


async def test_nobody_touches_the_keys_or_sign_ins_of_others(world: World) -> None:
    (first,) = await add(world, "a")
    async with world.database.write(world.yamada) as tx:
        for change in (own_page.name_passkey(tx, first, "x"), own_page.remove_passkey(tx, first)):
            with pytest.raises(NotFound):
                await change
        await own_page.end_sign_in(tx, SessionId(world.ito.session or 0))
        await own_page.end_others(tx)
        assert (await own_page.own(tx)).passkeys == []
    async with Visit(world, "ito") as browser:
        assert (await browser.get("/own-page")).status_code == 200
    async with world.database.read(world.sato) as tx:
        with pytest.raises(SignInNeeded):
            await own_page.own(tx)


async def test_a_key_is_named_and_a_name_of_nothing_is_refused(world: World) -> None:
    (first,) = await add(world, "a")
    async with Visit(world, "ito") as browser:
        refused = await browser.post(f"/own-page/passkeys/{first}/name", {"name": " "})
        assert refused.status_code == 422
        assert "details open" in refused.text
        assert (
            await browser.post(f"/own-page/passkeys/{first}/name", {"name": "台所の iPad"})
        ).status_code == 303
        assert "台所の iPad" in (await browser.get("/own-page")).text


async def test_one_sign_in_or_all_others_are_ended_and_this_one_never(world: World) -> None:
    for kind in ("ipad", "iphone"):
        world.tokens[kind] = await sign_in(world, "ito", kind)
    async with world.database.read(world.ito) as tx:
        this, *others = (await own_page.own(tx)).sign_ins
    assert (this.id, [one.kind for one in others]) == (world.ito.session, ["iphone", "ipad"])
    async with Visit(world, "ito") as browser, Visit(world, "ipad") as ipad, Visit(world, "iphone") as iphone:
        for _twice in range(2):
            assert (await browser.post(f"/own-page/sign-ins/{others[0].id}/removal")).status_code == 303
        assert (await iphone.get("/own-page")).status_code == 401
        assert (await ipad.get("/own-page")).status_code == 200
        await browser.post(f"/own-page/sign-ins/{this.id}/removal")
        await browser.post("/own-page/sign-ins/others/removal")
        assert (await ipad.get("/own-page")).status_code == 401
        assert (await browser.get("/own-page")).status_code == 200
    assert len(await journalled(world, "person_signed_out")) == 2


async def test_a_sign_in_that_has_run_out_is_not_listed(world: World, clock: SetClock) -> None:
    clock.advance(8 * DAY)
    world.tokens["new"] = await sign_in(world, "ito", "ipad")
    async with Visit(world, "new") as browser:
        assert "others/removal" not in (await browser.get("/own-page")).text


async def test_a_registration_names_the_known_keys(world: World) -> None:
    await add(world, "a")
    async with Visit(world, "ito") as browser:
        options = (await browser.post("/own-page/passkeys/options")).json()
        assert [one["id"] for one in options["excludeCredentials"]] == ["YQ"]
        assert (await browser.json("/own-page/passkeys", {"rawId": "x"})).status_code == 409
