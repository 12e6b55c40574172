"""One family in two associations: what the town says to both is shown, told and answered once, and counted in each."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from kairanban.circulation.circulars.actions.latecomers import address_latecomers
from kairanban.circulation.circulars.rules.kinds import Change
from kairanban.circulation.families import actions
from kairanban.circulation.municipal_requests.actions import corrections, decisions, relays
from kairanban.circulation.replies.actions import answers
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.community.household_changes.actions.moving import come_back, leave
from kairanban.community.people.actions.households import NewHousehold, add_household
from kairanban.community.places.actions.places import add_place
from kairanban.community.places.rules import PlaceKind
from kairanban.community.signin.actions import printing
from kairanban.community.signin.queries.devices import BIND
from kairanban.community.signin.rules.lifetimes import UNDO_PAIRING
from kairanban.core.actor import Home
from kairanban.core.clock import DAY, at, day_of
from kairanban.core.errors import Refused
from kairanban.core.ids import CircularId
from kairanban.db.statements import Statement
from kairanban.db.tables.circulars import tally
from kairanban.db.tables.people import household
from kairanban.db.tables.replies import reply
from kairanban.notify.actions.fan_out import fan_out_new
from tests.community.signin.test_pairing import show_digits, type_digits
from tests.conftest import SetClock
from tests.notify.telling import WORKER
from tests.visiting import Visit, said
from tests.world import SYSTEM, TEXTS, World, asked, circular

pytestmark = pytest.mark.anyio

HERE, THERE = "midorigaoka", "kaminosawa"
_REPLIES = Statement(
    select(reply.c.circular, reply.c.household, reply.c.choice, reply.c.method, reply.c.proxy)
    .where(reply.c.taken_back.is_(None))
    .order_by(reply.c.circular)
)
_COUNTS = Statement(select(tally.c.circular, tally.c.opened, tally.c.replied).order_by(tally.c.circular))
_FAMILIES = Statement(select(household.c.id).where(household.c.family.is_not(None)).order_by(household.c.id))


async def bind(world: World, browser: Visit, household: str, association: str, by: str) -> None:
    async with world.database.write(world.actors[by]) as tx:
        made = await printing.make_cards(tx, world.places[association], {world.households[household]})
    await browser.get(f"/c/{made[0][1]}")
    assert (await browser.post("/card/devices")).status_code == 303


async def both_homes(world: World, browser: Visit) -> dict[str, object]:
    """Let Sato's tablet serve the household 上の家 as well; return the form that links both."""
    await bind(world, browser, "mori", THERE, "ono")
    return {"household": [str(world.households["sato"]), str(world.households["mori"])]}


async def test_a_screen_added_with_six_digits_links_nobody_for_seven_days(
    world: World, clock: SetClock
) -> None:
    """The link would stay when the screen is taken off."""
    async with Visit(world) as browser:
        await type_digits(world, await show_digits(browser))
        await browser.post("/pairing/device")
        form = await both_homes(world, browser)
        assert (await browser.post("/family/links", form)).status_code == 403
        clock.advance(UNDO_PAIRING)
        assert (await browser.post("/family/links", form)).status_code == 303


async def linked(world: World, browser: Visit) -> None:
    form = await both_homes(world, browser)
    assert (await browser.post("/family/links", form)).headers["location"] == "/family?done=linked"


async def passed(world: World, request: CircularId, where: str, note: str = "") -> CircularId:
    by = {HERE: "yamada", THERE: "ono"}[where]
    async with world.database.write(world.actors[by]) as tx:
        return await decisions.pass_on(tx, world.places[where], request, note, at_once=True)


async def both_pass_on(world: World, request: CircularId) -> tuple[CircularId, CircularId]:
    return await passed(world, request, HERE), await passed(world, request, THERE)


async def replies(world: World) -> list[tuple[int, int, str, str]]:
    async with world.database.read(WORKER) as tx:
        return [row[:4] for row in await tx.rows(_REPLIES)]


async def families(world: World) -> list[int]:
    async with world.database.read(WORKER) as tx:
        return await tx.column(_FAMILIES)


async def test_the_family_links_its_households_by_its_own_press(world: World) -> None:
    async with Visit(world, "sato") as tablet, Visit(world, "mori") as other:
        assert "お宅は、一つです" in said(await tablet.get("/family"))
        form = await both_homes(world, tablet)
        page = said(await tablet.get("/family"))
        assert "みどりヶ丘自治会" in page
        assert "上ノ沢区" in page
        for _ in range(2):
            assert (await tablet.post("/family/links", form)).headers["location"] == "/family?done=linked"
        assert await families(world) == sorted([world.households["sato"], world.households["mori"]])
        # Another device of one of them learns that it is linked, and may part it, but not with whom.
        assert "まとめ" in said(await other.get("/"))
        page = said(await other.get("/family"))
        assert "みどりヶ丘" not in page
        parted = await other.post(f"/family/links/{world.households['mori']}/removal")
        assert parted.headers["location"] == "/family?done=parted"
        assert await families(world) == []
        assert (await tablet.post(f"/family/links/{world.households['sato']}/removal")).status_code == 303


async def test_only_who_holds_both_links_them(world: World) -> None:
    sato, mori, suzuki = (world.households[name] for name in ("sato", "mori", "suzuki"))
    async with Visit(world, "sato") as tablet:
        for asked_for in ([sato, mori], [sato, suzuki], [sato, sato], [sato], []):
            assert (await tablet.post("/family/links", {"household": asked_for})).status_code == 404
        assert (await tablet.post(f"/family/links/{mori}/removal")).status_code == 404
        await bind(world, tablet, "suzuki", HERE, "yamada")
        assert "同じご家族ですか" not in said(await tablet.get("/family"))
        refused = await tablet.post("/family/links", {"household": [sato, suzuki]})
        assert refused.status_code == 409
    async with world.database.write(replace(world.sato, kiosk=True)) as tx:
        with pytest.raises(Refused):
            await actions.part(tx, sato)
    assert await families(world) == []


async def test_a_third_household_of_an_association_that_is_in_the_family_is_refused(world: World) -> None:
    async with Visit(world, "sato") as tablet:
        await linked(world, tablet)
        await bind(world, tablet, "suzuki", HERE, "yamada")
        form = {"household": [world.households["suzuki"], world.households["mori"]]}
        assert (await tablet.post("/family/links", form)).status_code == 409


async def test_what_reaches_both_is_listed_once_with_both_notes(world: World) -> None:
    request = await asked(world, HERE, THERE)
    async with Visit(world, "sato") as tablet:
        await linked(world, tablet)
        here = await passed(world, request, HERE, "集会所の前に集まります")
        there = await passed(world, request, THERE, "沢口は橋のそばです")
        own = await circular(world)
        home = (await tablet.get("/")).text
        assert f"/circulars/{here}?" in home
        assert f"/circulars/{there}?" not in home
        assert f"/circulars/{own}?" in home
        page = said(await tablet.get(f"/circulars/{here}"))
        assert "上ノ沢区からも" in page
        assert "沢口は橋のそばです" in page


@pytest.mark.parametrize("press_there", [False, True])
async def test_one_answer_counts_in_each_and_is_taken_back_in_each(world: World, press_there: bool) -> None:
    request = await asked(world, HERE, THERE)
    async with Visit(world, "sato") as tablet:
        await linked(world, tablet)
        here, there = await both_pass_on(world, request)
        sato, mori = world.households["sato"], world.households["mori"]
        at, home = (there, mori) if press_there else (here, sato)
        await tablet.get(f"/circulars/{at}?home={home}", **{"Sec-Fetch-Dest": "document"})
        for _ in range(2):
            await tablet.post(f"/circulars/{at}/acknowledgement", {"home": home, "press": "a"})
        assert await replies(world) == [
            (here, sato, "acknowledged", "app"),
            (there, mori, "acknowledged", "app"),
        ]
        async with world.database.read(WORKER) as tx:
            counts = {row[0]: row[1:] for row in await tx.rows(_COUNTS) if row[2]}
        assert set(counts) == {here, there}
        assert len(set(counts.values())) == 1
        assert "全部読みました" in said(await tablet.get("/"))

        await tablet.post(f"/circulars/{at}/reply/removal", {"home": home})
        assert await replies(world) == []


async def test_without_the_link_each_answers_for_itself(world: World) -> None:
    request = await asked(world, HERE, THERE)
    async with Visit(world, "sato") as tablet:
        await both_homes(world, tablet)
        here, there = await both_pass_on(world, request)
        home = (await tablet.get("/")).text
        assert f"/circulars/{here}?" in home
        assert f"/circulars/{there}?" in home
        await tablet.post(f"/circulars/{here}/acknowledgement", {"home": world.households["sato"]})
        assert [at for at, *_ in await replies(world)] == [here]
        # Linked afterwards, what was answered is carried over.
        form = {"household": [world.households["sato"], world.households["mori"]]}
        await tablet.post("/family/links", form)
        assert [at for at, *_ in await replies(world)] == [here, there]


async def test_an_association_that_passes_it_on_later_has_the_answer_already(world: World) -> None:
    request = await asked(world, HERE, THERE)
    async with Visit(world, "sato") as tablet:
        await linked(world, tablet)
        here = await passed(world, request, HERE)
        await tablet.post(f"/circulars/{here}/acknowledgement", {"home": world.households["sato"]})
        there = await passed(world, request, THERE)
        await fan_out_new(world.database, WORKER)
        assert [at for at, *_ in await replies(world)] == [here, there]
        assert "全部読みました" in said(await tablet.get("/"))


async def test_a_paper_reply_counts_in_both_and_names_no_officer_elsewhere(world: World) -> None:
    request = await asked(world, HERE, THERE)
    async with Visit(world, "sato") as tablet:
        await linked(world, tablet)
        here, there = await both_pass_on(world, request)
    async with world.database.write(world.yamada) as tx:
        await answers.answer_for(
            tx, here, world.households["sato"], Answer("acknowledged", "slip", signed="花子"), "paper"
        )
    async with world.database.read(WORKER) as tx:
        found = {row[0]: row[3:] for row in await tx.rows(_REPLIES)}
    assert found == {here: ("paper", world.people["yamada"]), there: ("paper", None)}
    async with world.database.write(world.yamada) as tx:
        await answers.take_back_for(tx, here, world.households["sato"])
    assert await replies(world) == []


async def test_a_corrected_one_is_apart_until_both_have_taken_it_over(world: World) -> None:
    request = await asked(world, HERE, THERE)
    async with Visit(world, "sato") as tablet:
        await linked(world, tablet)
        here, there = await both_pass_on(world, request)
        sato, mori = str(world.households["sato"]), str(world.households["mori"])
        await tablet.post(f"/circulars/{here}/acknowledgement", {"home": sato})
        async with world.database.write(world.shimizu) as tx:
            await corrections.correct(
                tx, request, Change.CHANGE, replace(TEXTS, title="河川の清掃"), "場所", None, None
            )
        async with world.database.write(WORKER) as tx:
            await relays.relay(tx, request, world.places[HERE])
        await fan_out_new(world.database, WORKER)
        # What was answered to the earlier words stands there, and is no answer to the new ones here.
        assert f"/circulars/{there}?" in (await tablet.get("/")).text
        assert "新しい回覧" in said(await tablet.get("/"))
        await tablet.post(f"/circulars/{here}/acknowledgement", {"home": sato, "press": "again"})
        async with world.database.write(WORKER) as tx:
            await relays.relay(tx, request, world.places[THERE])
        await fan_out_new(world.database, WORKER)
        assert f"/circulars/{there}?" not in (await tablet.get("/")).text
        assert "全部読みました" in said(await tablet.get("/"))
        assert (await tablet.get(f"/circulars/{there}?home={mori}")).status_code == 200


async def test_what_one_association_withdrew_is_still_answered_in_the_other(world: World) -> None:
    request = await asked(world, HERE, THERE)
    async with Visit(world, "sato") as tablet, Visit(world, "yamada") as chair:
        await linked(world, tablet)
        here, there = await both_pass_on(world, request)
        await chair.post(f"/circulars/{here}/withdrawal", {"why": "まちがい"})
        assert f"/circulars/{there}?" in (await tablet.get("/")).text
        await tablet.post(f"/circulars/{there}/acknowledgement", {"home": world.households["mori"]})
        assert [at for at, *_ in await replies(world)] == [there]


async def test_a_household_that_left_is_no_longer_of_the_family(world: World) -> None:
    request = await asked(world, HERE, THERE)
    async with Visit(world, "sato") as tablet:
        await linked(world, tablet)
        here, _there = await both_pass_on(world, request)
        async with world.database.write(world.ono) as tx:
            await leave(tx, world.places[THERE], world.households["mori"], at(day_of(tx.now)), empty=False)
        await tablet.post(f"/circulars/{here}/acknowledgement", {"home": world.households["sato"]})
        assert [at for at, *_ in await replies(world)] == [here]


async def test_who_parted_and_links_anew_is_not_joined_with_those_it_left(world: World) -> None:
    async with world.database.write(SYSTEM) as tx:
        for number, name in enumerate(("hara", "kawa")):
            world.places[name] = await add_place(tx, PlaceKind.ASSOCIATION, name, world.places["town"])
            house = NewHousehold(world.places[name], name, world.places[name], number + 1)
            world.households[name] = await add_household(tx, house)
    sato, mori, hara, kawa = (world.households[name] for name in ("sato", "mori", "hara", "kawa"))
    homes = [
        Home(id, None, "", world.places[at])
        for id, at in ((sato, HERE), (mori, THERE), (hara, "hara"), (kawa, "kawa"))
    ]
    async with world.database.write(SYSTEM) as tx:
        for home in homes[1:]:
            bound = {"household": home.household, "kind": "ipad", "how": "card", "bound": tx.now}
            await tx.value(BIND, session=world.sato.session, approved_by=None, **bound)
    tablet = replace(world.sato, homes=tuple(homes))
    for one, other in ((sato, mori), (mori, hara)):
        async with world.database.write(tablet) as tx:
            await actions.link(tx, one, other)
    async with world.database.write(tablet) as tx:
        await actions.part(tx, sato)
        await actions.link(tx, sato, kawa)
        shared = {home.id: home.family for home in await actions.own(tx)}
    assert shared[sato] == shared[kawa] != shared[mori] == shared[hara]


async def test_what_closed_in_one_association_waits_in_the_other_and_is_shown(
    world: World, clock: SetClock
) -> None:
    """Passed on after the day to reply by, it has none there: the first page does not say that all is read."""
    request = await asked(world, HERE, THERE, reply_by=clock.now + DAY)
    async with Visit(world, "sato") as tablet:
        await linked(world, tablet)
        here = await passed(world, request, HERE)
        answered = await passed(world, await asked(world, HERE, THERE, reply_by=clock.now + DAY), HERE)
        await tablet.post(f"/circulars/{answered}/acknowledgement", {"home": world.households["sato"]})
        clock.advance(2 * DAY)
        there = await passed(world, request, THERE)
        home = await tablet.get("/")
        assert f"/circulars/{there}?" in home.text
        assert "新しい回覧" in said(home)
        assert f"/circulars/{here}?" in home.text


async def test_taking_back_leaves_what_could_not_be_answered_again(world: World, clock: SetClock) -> None:
    request = await asked(world, HERE, THERE, reply_by=clock.now + DAY)
    async with Visit(world, "sato") as tablet:
        await linked(world, tablet)
        here = await passed(world, request, HERE)
        await tablet.post(f"/circulars/{here}/acknowledgement", {"home": world.households["sato"]})
        clock.advance(2 * DAY)
        there = await passed(world, request, THERE)
        await fan_out_new(world.database, WORKER)
        assert [at for at, *_ in await replies(world)] == [here, there]
        await tablet.post(f"/circulars/{there}/reply/removal", {"home": world.households["mori"]})
        assert [at for at, *_ in await replies(world)] == [here]


async def test_a_household_that_comes_late_has_the_answer_already(world: World) -> None:
    request = await asked(world, HERE, THERE)
    async with Visit(world, "sato") as tablet:
        await linked(world, tablet)
        async with world.database.write(world.ono) as tx:
            await leave(tx, world.places[THERE], world.households["mori"], at(day_of(tx.now)), empty=False)
            await add_household(tx, NewHousehold(world.places[THERE], "橋のそば", world.places["valley"], 2))
        here, there = await both_pass_on(world, request)
        await tablet.post(f"/circulars/{here}/acknowledgement", {"home": world.households["sato"]})
        async with world.database.write(world.ono) as tx:
            await come_back(tx, world.places[THERE], world.households["mori"])
        await address_latecomers(world.database, WORKER)
        await fan_out_new(world.database, WORKER)
        assert [at for at, *_ in await replies(world)] == [here, there]
