"""開示 to the household itself: all of its own, nothing of another adult's, nothing about the dead."""

import json

import pytest
from sqlalchemy import bindparam

from kairanban.accountability.disclosure.queries.everything import PARTS
from kairanban.accountability.disclosure.rules.notes import Lived, are_of_others, may_read_note
from kairanban.accountability.disclosure.rules.reading import PRINTED_MOST
from kairanban.circulation.replies.actions.answers import answer
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.community.hiding import actions as hiding
from kairanban.community.people.actions.households import died
from kairanban.core.clock import DAY
from kairanban.core.ids import ResidentId
from kairanban.db.statements import Statement
from kairanban.db.tables.callbacks import call
from kairanban.db.tables.ledger import look
from kairanban.db.tables.notify import notice_address
from kairanban.db.tables.people import resident
from kairanban.db.tables.safety import help_call
from kairanban.db.tables.signin import session
from tests.accountability.disclosure.holding import (
    SHARED_TABLET,
    consented,
    live,
    own_file,
    put,
    visited,
)
from tests.conftest import SetClock
from tests.pdfs import text_of
from tests.visiting import Visit, said
from tests.world import SYSTEM, World, checked, circular

pytestmark = pytest.mark.anyio

_SIGN_IN_AS = Statement(
    session.update().where(session.c.id == bindparam("of_session")).values(person=bindparam("who"), person_since=1, person_seen=1)
)  # fmt: skip
_IS = Statement(
    resident.update().where(resident.c.id == bindparam("of_resident")).values(person=bindparam("who"))
)


async def test_a_household_gets_all_of_its_own_as_a_page_a_paper_and_a_file(world: World) -> None:
    id = await circular(world)
    async with world.database.write(world.sato) as tx:
        await answer(tx, id, world.households["sato"], Answer("acknowledged", client_id="x", made=None))
    await visited(world, "sato", "お元気でした", world.database.clock())
    await consented(world, "sato", world.residents["sato"], "民生委員 永井")
    async with Visit(world, "sato") as browser:
        page, paper = await browser.get("/own-data"), await browser.get("/own-data/paper")
        printed = await browser.get("/own-data/paper.pdf")
        kept = await browser.get("/own-data/file")
    for words in ("佐藤の住所", "022-111-0000", "佐藤 花子", "民生委員 永井"):
        assert words in said(page), words
        assert words in said(paper), words
        assert words in text_of(printed.content), words
        assert words in kept.text, words
    assert "お元気でした" in text_of(printed.content)
    assert "公園の清掃" in kept.text
    assert "attachment" in kept.headers["content-disposition"]
    assert kept.headers["cache-control"] == "no-store"


async def test_the_file_has_stable_names_and_iso_times_and_every_part(world: World) -> None:
    found = await own_file(world, "sato")
    head = {name: found[name] for name in ("format", "version", "made_by", "of", "association")}
    assert head == {
        "format": "kairanban.disclosure", "version": 1, "made_by": "household", "of": "household",
        "association": "みどりヶ丘自治会",
    }  # fmt: skip
    assert found["made"] == "2026-12-01T01:00:00+00:00"
    assert [name for name in found if isinstance(found[name], list)] == [part.name for part in PARTS]
    [home] = found["household"]
    assert home["address"] == "佐藤の住所"
    assert home["hidden"] is False
    assert home["arrived"] == "2026-12-01T01:00:00+00:00"
    assert home["gone"] is None
    assert "佐藤" not in json.dumps({name: found[name] for name in ("visits", "consents", "callbacks")})


async def test_another_household_is_not_in_it(world: World) -> None:
    await visited(world, "suzuki", "鈴木さんのこと", world.database.clock())
    async with Visit(world, "sato") as browser:
        kept = (await browser.get("/own-data/file")).text
        other = await browser.get(f"/own-data/file?home={world.households['suzuki']}")
    assert "鈴木" not in kept
    assert other.status_code == 404


async def test_a_shared_tablet_does_not_give_it(world: World) -> None:
    async with world.database.write(SYSTEM) as tx:
        await tx.run(SHARED_TABLET)
    async with Visit(world, "sato") as browser:
        for path in ("/own-data", "/own-data/paper", "/own-data/paper.pdf", "/own-data/file"):
            answer = await browser.get(path)
            assert answer.status_code == 403, path
            assert "佐藤の住所" not in answer.text


async def test_a_device_that_a_hidden_household_does_not_trust_does_not_give_it(world: World) -> None:
    home = world.households["sato"]
    async with world.database.write(world.yamada) as tx:
        await hiding.hide(tx, world.places["midorigaoka"], home)
    async with Visit(world, "sato") as browser:
        refused = await browser.get("/own-data/file")
    assert refused.status_code == 403
    assert "佐藤の住所" not in refused.text


async def test_a_trusted_device_of_a_hidden_household_gives_what_is_sealed(world: World) -> None:
    async with world.database.write(world.sato) as tx:
        await hiding.hide_own(tx, world.households["sato"], world.people["yamada"])
    [sealed] = (await own_file(world, "sato"))["hiding"]
    assert sealed["address"] == "佐藤の住所"
    assert sealed["keeper"] == "山田 美代子"


async def test_adults_of_a_household_do_not_see_each_others_consents(world: World) -> None:
    hanako = world.residents["sato"]
    ichiro = await live(world, "佐藤 一郎", "sato")
    await consented(world, "sato", hanako, "花子の立会人")
    await consented(world, "sato", ichiro, "一郎の立会人")
    assert (await own_file(world, "sato"))["consents"] == []
    async with world.database.write(SYSTEM) as tx:
        await tx.run(_IS, of_resident=ichiro, who=world.people["kimura"])
        now = tx.now
        await tx.run(_SIGN_IN_AS, of_session=world.sato.session, who=world.people["kimura"])
        await tx.run(
            Statement(session.update().where(session.c.id == world.sato.session).values(person_since=now, person_seen=now))
        )  # fmt: skip
    found = await own_file(world, "sato")
    assert [(one["resident"], one["witness"]) for one in found["consents"]] == [("佐藤 一郎", "一郎の立会人")]


async def test_who_lives_alone_sees_her_consents(world: World) -> None:
    await consented(world, "sato", world.residents["sato"], "立会人")
    assert [one["witness"] for one in (await own_file(world, "sato"))["consents"]] == ["立会人"]


async def test_what_another_device_asked_in_private_is_not_in_it(world: World) -> None:
    home, block = world.households["sato"], world.places["block_1"]
    await live(world, "佐藤 一郎", "sato")
    check = await checked(world)
    for session_, phone in ((world.sato.session, "here"), (world.suzuki.session, "elsewhere")):
        await put(
            world, call, household=home, session=session_, place=block, phone=phone, asked=1, passes_on=2
        )
        await put(
            world, help_call, check=check, household=home, session=session_, place=block, opened=1, passes_on=2,
            closed_words=phone,
        )  # fmt: skip
    found = await own_file(world, "sato")
    assert [one["phone"] for one in found["callbacks"]] == ["here"]
    assert [one["closed_words"] for one in found["help_calls"]] == ["here"]
    assert found["safety_checks"] == [], "its state would tell that somebody asked for help"


async def test_the_address_an_adult_gave_for_messages_is_hers(world: World) -> None:
    home = world.households["sato"]
    ichiro = await live(world, "佐藤 一郎", "sato")
    for whose, target in ((ichiro, "ichiro@example.jp"), (None, "all@example.jp")):
        await put(
            world, notice_address, channel="mail", household=home, resident=whose, target=target, made=1, renewed=1
        )  # fmt: skip
    await put(
        world, notice_address, channel="push", session=world.sato.session, target="https://push.example/secret",
        p256dh="k", auth="a", made=1, renewed=1,
    )  # fmt: skip
    found = (await own_file(world, "sato"))["addresses"]
    assert {one["target"] for one in found} == {"all@example.jp", None}
    assert {one["device"] for one in found} == {"ipad", None}


async def test_notes_are_read_by_whoever_lived_there_alone(world: World, clock: SetClock) -> None:
    await visited(world, "sato", "一人のとき", clock.now)
    clock.advance(DAY)
    husband = await live(world, "佐藤 一郎", "sato", since=clock.now)
    await visited(world, "sato", "二人のとき", clock.now + 1)
    found = await own_file(world, "sato")
    assert [one["note"] for one in found["visits"]] == [None, None], "nobody knows who reads"
    assert found["notes_left_out"] == 2
    clock.advance(DAY)
    async with world.database.write(world.yamada) as tx:
        await died(tx, world.places["midorigaoka"], world.households["sato"], ResidentId(husband))
    await visited(world, "sato", "そのあと", clock.now + 1)
    found = await own_file(world, "sato")
    assert [one["note"] for one in found["visits"]] == ["そのあと", None, "一人のとき"]
    assert [one["kind"] for one in found["visits"]] == ["met"] * 3


async def test_after_a_death_nothing_said_of_the_dead_is_given(world: World, clock: SetClock) -> None:
    home, place = world.households["sato"], world.places["midorigaoka"]
    await live(world, "佐藤 一郎", "sato", since=1)
    await visited(world, "sato", "花子さんのこと", clock.now)
    check = await checked(world)
    await put(
        world, help_call, check=check, household=home, session=world.sato.session, place=world.places["block_1"],
        opened=1, passes_on=2, about="佐藤 花子", closed_words="病院へ引き継ぎました",
    )  # fmt: skip
    clock.advance(DAY)
    async with world.database.write(world.yamada) as tx:
        await died(tx, place, home, world.residents["sato"])
    async with Visit(world, "sato") as browser:
        kept = (await browser.get("/own-data/file")).text
    assert "花子さんのこと" not in kept
    assert "病院へ引き継ぎました" not in kept


async def test_what_one_asked_of_her_own_part_does_not_stand_in_the_access_record(world: World) -> None:
    for purpose in ("own_part", "household"):
        await put(
            world, look, viewer=world.people["yamada"], purpose=purpose, place=world.places["midorigaoka"],
            household=world.households["sato"], day=739_000, at=1,
        )  # fmt: skip
    assert [one["purpose"] for one in (await own_file(world, "sato"))["access"]] == ["household"]
    async with Visit(world, "sato") as browser:
        assert "一人の方" not in said(await browser.get("/looks"))


async def test_a_long_part_is_cut_on_paper_and_whole_in_the_file(world: World) -> None:
    number = PRINTED_MOST + 30
    async with world.database.write(SYSTEM) as tx:
        await tx.each(
            Statement(look.insert().values({column.name: bindparam(column.name) for column in look.c})),
            [
                {
                    "viewer": world.people["yamada"], "purpose": "household", "place": world.places["midorigaoka"],
                    "household": world.households["sato"], "day": 739_000 + day, "at": day,
                }
                for day in range(number)
            ],
        )  # fmt: skip
    assert len((await own_file(world, "sato"))["access"]) == number
    async with Visit(world, "sato") as browser:
        paper = await browser.get("/own-data/paper")
        assert (await browser.get("/own-data/paper.pdf")).status_code == 200
    assert said(paper).count("山田 美代子さんが") >= PRINTED_MOST
    assert "30" in said(paper)


def test_a_note_is_read_only_by_the_one_who_lived_there_alone() -> None:
    alone = [Lived(1, "花子", 0, None)]
    assert may_read_note(5, alone, 1)
    assert not may_read_note(5, alone, None)
    assert not may_read_note(5, [*alone, Lived(2, "一郎", 3, 9)], 1), "he lived there, and has died since"
    assert may_read_note(10, [*alone, Lived(2, "一郎", 3, 9)], 1)
    continued = [Lived(2, "花子", 7, None), Lived(1, "花子", 0, 7)]
    assert may_read_note(5, continued, 2), "her row began again when she became the representative"


def test_words_about_somebody_who_left_are_of_others() -> None:
    lived = [Lived(1, "花子", 0, None), Lived(2, "一郎", 0, 5)]
    assert are_of_others("一郎", lived)
    assert not are_of_others("花子", lived)
    assert not are_of_others("", lived)
