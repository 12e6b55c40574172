"""Names on a page in another language."""

import pytest

from kairanban.i18n.named import readings_of
from kairanban.i18n.romanised import letters, with_letters

NAMES = readings_of([("みどりヶ丘自治会", "みどりがおかじちかい"), ("佐藤 一郎", "さとう いちろう")])


@pytest.mark.parametrize(
    ("reading", "written"),
    [
        ("ごとう きよ", "Gotō Kiyo"),
        ("おおの しょうた", "Ōno Shōta"),
        ("いのうえ ゆうこ", "Inoue Yūko"),
        ("はっちょう", "Hatchō"),
        ("みどりがおかじちかい", "Midorigaoka Jichikai"),
        ("さくらちょうないかい", "Sakura Chōnaikai"),
        ("ほんだ じゅんいち", "Honda Junichi"),
    ],
)
def test_readings_in_letters(reading: str, written: str) -> None:
    assert letters(tuple(("名", word) for word in reading.split())) == written


def test_a_name_is_japanese_and_read_once() -> None:
    page = with_letters("<p>佐藤, 佐藤 一郎</p><p>佐藤</p>", NAMES, latin=True)
    assert page == (
        '<p><span lang="ja">佐藤</span> <span class="latin">(Satō)</span>, <span lang="ja">佐藤 一郎</span> '
        '<span class="latin">(Satō Ichirō)</span></p><p><span lang="ja">佐藤</span></p>'
    )


def test_other_scripts_mark_the_name_alone() -> None:
    assert with_letters("<p>佐藤</p>", NAMES, latin=False) == '<p><span lang="ja">佐藤</span></p>'


def test_attributes_and_plain_elements_stay_as_they_are() -> None:
    for html in (
        '<img alt="佐藤">',
        "<title>佐藤</title>",
        "<option>佐藤</option>",
        '<p lang="ja">佐藤です</p>',
        '<article class="x" lang="ja"><p>佐藤</p></article>',
    ):
        assert with_letters(html, NAMES, latin=True) == html


def test_a_name_without_a_reading_is_japanese_all_the_same() -> None:
    names = readings_of([("若葉市", "")])
    assert with_letters("<p>若葉市</p>", names, latin=True) == '<p><span lang="ja">若葉市</span></p>'
    # The label of a household is the family name of its people.
    assert readings_of([("佐藤", ""), ("佐藤 一郎", "さとう いちろう")])["佐藤"] == (("佐藤", "さとう"),)


def test_the_header_has_the_name_alone() -> None:
    page = with_letters("<header>佐藤</header><p>佐藤</p>", NAMES, latin=True)
    assert page.index("(Satō)") > page.index("</header>")
