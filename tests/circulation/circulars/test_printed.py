"""The type of a printed circular follows the length of its text."""

from dataclasses import replace

import pytest

from kairanban.circulation.circulars.actions.article import article
from kairanban.circulation.circulars.queries.attribution import Attribution
from kairanban.circulation.circulars.rules.article import Article, Sheet
from kairanban.circulation.circulars.rules.printed import CLOSE, LARGE, MIDDLE, SMALL, Type, type_of
from kairanban.core.ids import AttachmentId
from tests.world import TEXTS

SHEET = Sheet(AttachmentId(1), 1, 1200, 1700, "pdf", "ごみ.pdf")


def written(letters: int, sheets: int = 0) -> Article:
    texts = replace(TEXTS, body="あ" * letters)
    attribution = Attribution("みどりヶ丘自治会")
    return article(
        texts, [SHEET] * sheets, kind="notice", category="notice", importance="normal", published=None,
        attribution=attribution,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("letters", "type"), [(0, LARGE), (200, LARGE), (400, MIDDLE), (600, LARGE), (3000, LARGE)]
)
def test_a_text_of_its_own_stays_large(letters: int, type: Type) -> None:
    assert type_of(written(letters), readings=False) == type


@pytest.mark.parametrize(
    ("letters", "type"), [(200, LARGE), (400, MIDDLE), (600, CLOSE), (900, SMALL), (3000, CLOSE)]
)
def test_a_text_before_its_sheets_keeps_to_one(letters: int, type: Type) -> None:
    assert type_of(written(letters, sheets=2), readings=False) == type


def test_furigana_take_room() -> None:
    plain, read = (type_of(written(300), readings=readings) for readings in (False, True))
    assert plain.size > read.size
