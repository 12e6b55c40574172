"""Ruby over the right characters in any markup; the text stays complete."""

import re

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from kairanban.i18n.counted import counted
from kairanban.i18n.furigana import Span, fitted, parse, ruby, wanted, weave, write
from kairanban.i18n.kanji import GRADES, TAUGHT, is_hard
from kairanban.i18n.phrases import broken
from kairanban.i18n.prose import prose
from kairanban.i18n.templating import environment
from tests.visiting import without_breaks


def without(html: str) -> str:
    return without_breaks(re.sub(r"<rt>.*?</rt>|</?ruby>", "", html))


def test_all_primary_school_kanji_are_listed() -> None:
    assert [len(grade) for grade in GRADES] == [80, 160, 200, 202, 193, 191]
    assert len(TAUGHT) == 1026


def test_a_hard_word_has_a_kanji_not_taught_in_primary_school() -> None:
    assert is_hard("清掃")
    assert is_hard("回覧板") is False
    assert is_hard("訃報")
    assert is_hard("人々") is False


def test_okurigana_gets_no_reading() -> None:
    assert fitted(0, "読む", "よむ") == Span(0, 1, "よ")
    assert fitted(3, "お知らせ", "おしらせ") == Span(4, 5, "し")
    assert fitted(0, "取り消す", "とりけす") == Span(0, 3, "とりけ")
    assert fitted(0, "かな", "かな") is None


def shown(word: str, reading: str) -> str:
    return write(word, wanted(word, (Span(0, len(word), reading),), "all"))


def test_each_group_of_kanji_has_its_own_reading() -> None:
    assert shown("受け付", "うけつ") == "｜受《う》け｜付《つ》"
    assert shown("取り消", "とりけ") == "｜取《と》り｜消《け》"
    # More than one division has the same kana: the evenest one.
    assert shown("言い表", "いいあらわ") == "｜言《い》い｜表《あらわ》"
    assert shown("行き先", "いきさき") == "｜行《い》き｜先《さき》"
    assert shown("見守り隊", "みまもりたい") == "｜見守《みまも》り｜隊《たい》"


def test_a_word_is_left_whole_whose_kana_are_not_in_its_reading() -> None:
    assert shown("八ツ橋", "やはし") == "｜八ツ橋《やはし》"
    assert shown("字あ字", "かな") == "｜字あ字《かな》"
    assert shown("お" * 30 + "字", "お" * 40) == f"｜{'お' * 30}字《{'お' * 40}》"


def test_a_hard_word_is_hard_in_all_its_parts() -> None:
    word = Span(0, 3, "ひきつ")
    assert wanted("引き継ぐ", (word,), "hard") == (Span(0, 1, "ひ"), Span(2, 3, "つ"))
    assert wanted("取り消す", (Span(0, 3, "とりけ"),), "hard") == ()


def test_inline_readings_round_trip() -> None:
    marked = "｜公園《こうえん》の｜清掃《せいそう》"
    plain, spans = parse(marked)
    assert plain == "公園の清掃"
    assert write(plain, spans) == marked
    assert wanted(plain, spans, "hard") == (spans[1],)


def test_counted_days_hours_and_people_get_their_readings() -> None:
    text = "12月7日（日・祝）午後4時30分、20日、1人、3人、15分"
    assert [(text[s.start : s.end], s.reading) for s in counted(text)] == [
        ("月", "がつ"), ("7日", "なのか"), ("日", "にち"), ("祝", "しゅく"), ("時", "じ"), ("分", "ぷん"),
        ("20日", "はつか"), ("1人", "ひとり"), ("人", "にん"), ("分", "ふん"),
    ]  # fmt: skip


def test_one_and_two_people_have_readings_of_their_own() -> None:
    text = "1人、２人で、12人、1,002人"
    assert [(text[s.start : s.end], s.reading) for s in counted(text)] == [
        ("1人", "ひとり"), ("２人", "ふたり"), ("人", "にん"), ("人", "にん"),
    ]  # fmt: skip
    page = environment("ja", "all").from_string(
        """{% for n in range(1, 13) %}{{ _count("%(number)s person", "%(number)s people", n) }} {% endfor %}"""
    )
    told = environment("ja", "all").from_string("""{{ _("%(number)s people", number=2) }}""")
    assert without_breaks(told.render()) == "<ruby>2人<rt>ふたり</rt></ruby>"
    said = without_breaks(page.render()).split()
    assert said[0] == "<ruby>1人<rt>ひとり</rt></ruby>"
    assert said[1] == "<ruby>2人<rt>ふたり</rt></ruby>"
    assert said[2:] == [f"{n}<ruby>人<rt>にん</rt></ruby>" for n in range(3, 13)]


def test_ruby_is_added_inside_paragraphs_lists_and_links() -> None:
    plain, spans = parse(
        "｜公園《こうえん》は12月7日。\n\n・｜軍手《ぐんて》\n・http://a.example/<｜犬《いぬ》>"
    )
    html = weave(prose(plain), plain, spans)
    assert "<ruby>軍手<rt>ぐんて</rt></ruby></span></li>" in html
    assert "&lt;<ruby>犬<rt>いぬ</rt></ruby>&gt;" in html
    assert without(html) == prose(plain)


def test_a_line_never_breaks_inside_ruby() -> None:
    html = broken("ja", ruby(*parse("｜公園《こうえん》の｜清掃《せいそう》をお｜願《ねが》いします")))
    assert "<wbr>" in html
    assert not re.search(r"<ruby>[^/]*<wbr>", html)
    assert without(html) == "公園の清掃をお願いします"


@given(
    st.text(alphabet="公園の<&\"'・\n7日。清掃a/ ", max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 4))),
)
def test_no_text_is_changed_or_becomes_markup(text: str, places: list[tuple[int, int]]) -> None:
    spans, end = [], 0
    for start, length in sorted(places):
        if start >= end and start + length <= len(text):
            spans.append(Span(start, start + length, "<b>"))
            end = start + length
    for html in (escape(text), prose(text)):
        woven = weave(html, text, tuple(spans))
        assert without(woven) == without(html)
        assert "<b>" not in woven
    assert isinstance(weave(escape(text), text, tuple(spans)), Markup)
