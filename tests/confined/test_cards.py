from dataclasses import replace

import pypdfium2 as pdfium
import pytest

from kairanban.community.signin.actions.printing import KEY, card_words
from kairanban.confined.cards import CardSheet
from kairanban.confined.printing import print_pdf
from kairanban.i18n.languages import LANGUAGES
from kairanban.i18n.translate import translate
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


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_telephone_stands_above_the_last_line_in_every_language(language: str) -> None:
    """Nothing covers anything, with the steps in two languages as well."""
    printed = await print_pdf(html(CardSheet((replace(card(), also=card_words(language)),))))
    bottom, top = place_of(printed, "073-555-0142")[1], place_of(printed, translate("ja", KEY)[:8])[3]
    assert bottom > top + 2


def place_of(pdf: bytes, words: str) -> tuple[float, float, float, float]:
    """Return left, bottom, right, top of the words on the first page in points from its foot."""
    with pdfium.PdfDocument(pdf) as document:
        text = document[0].get_textpage()
        found = text.search(words).get_next()
        assert found is not None, words
        boxes = [text.get_charbox(found[0] + at) for at in range(found[1])]
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)
