"""Names on a page have their readings, outside of tags and of words that are read already."""

from kairanban.i18n.named import readings_of, with_names

NAMES = readings_of(
    [
        ("みどりヶ丘自治会", "ミドリガオカジチカイ"),
        ("佐藤 一郎", "さとう いちろう"),
        ("若葉市", "わかばし"),
        ("林 次郎", "はやし じろう"),
    ]
)


def read(html: str, level: str = "all") -> str:
    return (
        with_names(html, NAMES, level)
        .replace('<span class="phrase">', "")
        .replace('<span class="phrase long">', "")
        .replace('<span class="phrase longest">', "")
        .replace("</span>", "")
    )


def test_names_are_read_with_their_family_name() -> None:
    assert NAMES["佐藤"] == (("佐藤", "さとう"),)
    assert read("佐藤一郎") == "<ruby>佐藤<rt>さとう</rt></ruby><ruby>一郎<rt>いちろう</rt></ruby>"
    # One kanji is too often another word: 林業.
    assert "林" not in NAMES
    assert read("<p>佐藤さんと佐藤 一郎様</p>") == (
        "<p><ruby>佐藤<rt>さとう</rt></ruby>さんと<ruby>佐藤<rt>さとう</rt></ruby> <ruby>一郎<rt>いちろう</rt></ruby>様</p>"
    )


def test_a_family_name_with_two_readings_is_not_read() -> None:
    assert "角田" not in readings_of([("角田 一", "かくた はじめ"), ("角田 次", "つのだ つぎ")])


def test_kana_of_a_name_stay_outside() -> None:
    assert read("みどりヶ丘自治会より") == "みどり<ruby>ヶ丘自治会<rt>がおかじちかい</rt></ruby>より"


def test_tags_plain_elements_and_read_words_stay_as_they_are() -> None:
    for html in (
        '<img alt="若葉市">',
        "<title>若葉市</title>",
        "<option>若葉市</option>",
        "<ruby>若葉市<rt>わかばし</rt></ruby>",
        "若葉市役所",
        "新佐藤",
    ):
        assert read(html) == html


def test_a_particle_stays_with_its_name() -> None:
    assert (
        with_names("佐藤さんは", NAMES, "all")
        == '<span class="phrase"><ruby>佐藤<rt>さとう</rt></ruby>さんは</span>'
    )


def test_easy_names_are_not_read_to_who_reads_hard_words_only() -> None:
    assert read("若葉市", "hard") == "若葉市"
    assert "<ruby>" in read("佐藤さん", "hard")


def test_offices_before_a_name_are_read_too() -> None:
    assert read("会長 佐藤") == ("<ruby>会長<rt>かいちょう</rt></ruby> <ruby>佐藤<rt>さとう</rt></ruby>")
