"""利用目的のお知らせ: the association's own, one a household, in its language beside Japanese."""

import pytest
from sqlalchemy import bindparam

from kairanban.accountability.data_rules.rules import CARE, PURPOSES
from kairanban.accountability.purpose_notices.pages import TEMPLATE, in_order, sheets_page
from kairanban.accountability.purpose_notices.rules import Notice, purposes
from kairanban.community.hiding.actions import hide
from kairanban.community.people.actions.offices import end_appointment
from kairanban.community.signin.rules.lifetimes import BATCH_LASTS
from kairanban.confined.printing import print_pdf
from kairanban.db.statements import Statement
from kairanban.db.tables.people import household
from kairanban.i18n.languages import LANGUAGES
from kairanban.i18n.templating import render
from kairanban.i18n.translate import translate
from tests.conftest import SetClock
from tests.pdfs import pages_of, text_of
from tests.visiting import Visit, said
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio

_READS = Statement(
    household.update().where(household.c.id == bindparam("which")).values(language=bindparam("reads"))
)


async def reads(world: World, name: str, language: str) -> None:
    async with world.database.write(SYSTEM) as tx:
        await tx.run(_READS, which=world.households[name], reads=language)


async def batch(world: World, chair: Visit, *names: str) -> str:
    form = {"household": [str(world.households[name]) for name in names]}
    made = await chair.post(f"/associations/{world.places['midorigaoka']}/cards", form)
    assert made.status_code == 303, made.text
    return made.headers["location"]


def squeezed(text: str) -> str:
    return "".join(text.split())


async def test_it_names_the_association_its_purposes_and_its_contact(world: World) -> None:
    async with Visit(world, "yamada") as chair:
        page = said(await chair.get(f"{await batch(world, chair, 'sato')}/notices"))
        await chair.post(
            f"/associations/{world.places['midorigaoka']}/data-rules",
            {"contact": "書記 伊藤", "contact_phone": "022-000-0009"},
        )
        other = said(await chair.get(f"{await batch(world, chair, 'sato')}/notices"))
    for words in (
        "みどりヶ丘自治会",
        "会長 山田",
        "022-000-0001",
        *(translate("ja", one) for one in PURPOSES),
        "市区町村",
    ):
        assert words in page
    for words in ("書記 伊藤", "022-000-0009"):
        assert words in other


async def test_care_is_a_purpose_only_where_somebody_does_it(world: World) -> None:
    care = translate("ja", CARE)
    async with Visit(world, "yamada") as chair:
        path = await batch(world, chair, "sato")
        assert care in said(await chair.get(f"{path}/notices"))
        async with world.database.write(SYSTEM) as tx:
            await end_appointment(tx, world.places["midorigaoka"], world.actors["nagai"].appointments[0].id)
        assert care not in said(await chair.get(f"{path}/notices"))


async def test_there_is_one_sheet_a_household_in_the_order_of_the_cards(world: World) -> None:
    await reads(world, "suzuki", "vi")
    await reads(world, "tanaka", "ko")
    async with world.database.write(world.yamada) as tx:
        await hide(tx, world.places["midorigaoka"], world.households["suzuki"])
    async with Visit(world, "yamada") as chair:
        path = await batch(world, chair, "tanaka", "sato", "suzuki", "takahashi")
        sheets = pages_of((await chair.get(f"{path}/notices.pdf")).content)
    title = "個人情報の利用目的のお知らせ"
    assert [title in squeezed(one) for one in sheets] == [True] * 4
    assert ["Hội" in one for one in sheets] == [False, True, False, False]
    assert ["개인정보" in one for one in sheets] == [False, False, False, True]
    # Nothing on it belongs to one household: a hidden one loses nothing by it.
    assert not any(name in one for one in sheets for name in ("佐藤", "鈴木", "高橋", "田中"))


async def test_it_opens_with_the_cards_and_no_longer(world: World, clock: SetClock) -> None:
    async with Visit(world, "yamada") as chair, Visit(world, "ito") as officer:
        path = await batch(world, chair, "sato")
        assert f"{path}/notices.pdf" in (await chair.get(path)).text
        assert (await officer.get(f"{path}/notices")).status_code == 409
        clock.advance(BATCH_LASTS)
        assert (await chair.get(f"{path}/notices")).status_code == 409


async def test_every_language_fits_on_one_sheet_with_the_longest_names() -> None:
    notice = Notice("自" * 60, "窓" * 60, "022-000-0001 " * 4, purposes(cares=True), True, 14)
    languages = [*LANGUAGES, "unknown"]
    view = sheets_page(notice, languages)
    pdf = await print_pdf(render("ja", TEMPLATE, page=view), in_order(view, languages))
    sheets = pages_of(pdf)
    assert len(sheets) == len(languages)
    for language, sheet in zip(languages, sheets, strict=True):
        # The contact stands last: nothing is cut off.
        twice = language not in ("ja", "unknown")
        assert squeezed(sheet).count("022-000-0001" * 4) == (2 if twice else 1), language


async def test_a_card_says_the_same_in_the_households_language(world: World) -> None:
    await reads(world, "suzuki", "vi")
    async with Visit(world, "yamada") as chair:
        path = await batch(world, chair, "sato", "suzuki")
        page = said(await chair.get(f"{path}/sheet"))
        printed = text_of((await chair.get(f"{path}/sheet.pdf")).content)
    for message in ("Point the camera at the code.", "Please keep this card like the key of your house."):
        assert page.count(translate("ja", message)) == 2
        assert page.count(translate("vi", message)) == 1
    assert 'lang="vi"' in page
    assert "camera" not in page.replace(translate("vi", "Point the camera at the code."), "")
    assert squeezed(translate("vi", "On the page that opens, press Yes.")) in squeezed(printed)


@pytest.mark.parametrize("cares", [False, True])
def test_the_other_purposes_are_always_named(cares: bool) -> None:
    assert set(PURPOSES) - set(purposes(cares=cares)) == (set() if cares else {CARE})
