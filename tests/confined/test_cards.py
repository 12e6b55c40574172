import pytest

from kairanban.confined.cards import CardSheet
from kairanban.confined.printing import print_pdf
from tests.confined.cards_page import card, html
from tests.pdfs import pages_of

pytestmark = pytest.mark.anyio


async def test_nine_cards_take_two_sheets_of_eight() -> None:
    pages = pages_of(await print_pdf(html(CardSheet(tuple(card(n, label=f"家{n}") for n in range(9))))))
    assert [page.count("073-555-0142") for page in pages] == [8, 1]
    assert "家8" in pages[1]


async def test_long_names_stay_on_their_card() -> None:
    long = card(
        label="有限会社みどりヶ丘農産加工組合技能実習生",
        association="紀の川市みどりヶ丘東部連合町内会第三区中央自治会",
    )
    (page,) = pages_of(await print_pdf(html(CardSheet((long,) * 8))))
    assert page.count("073-555-0142") == 8
    assert page.replace("\n", "").count("技能実習生") == 8


async def test_a_name_is_text_and_never_markup() -> None:
    assert "<b>bold</b>" not in html(CardSheet((card(label="<b>bold</b>"),)))
    assert "&lt;b&gt;bold" in html(CardSheet((card(label="<b>bold</b>"),)))


def test_every_card_has_a_code_of_its_own() -> None:
    assert card(1).qr_svg != card(2).qr_svg
    assert card(1).qr_svg == card(1).qr_svg
