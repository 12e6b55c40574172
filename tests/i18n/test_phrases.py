"""Lines of Japanese end at phrases in every template, with furigana and without."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from kairanban.i18n.borders import borders
from kairanban.i18n.furigana import parse, ruby
from kairanban.i18n.phrases import broken
from kairanban.i18n.prose import prose
from kairanban.i18n.templating import environment, finished
from tests.i18n.by_hand import Sentence, sentences
from tests.visiting import without_breaks


def shown(language: str, source: str, furigana: str = "none") -> str:
    return environment(language, furigana).from_string(source).render(x="q")


def divided(text: str) -> str:
    ends = borders(text)
    return "／".join(text[start:end] for start, end in zip((0, *ends), ends, strict=False))


def test_two_hundred_sentences_are_marked_by_hand() -> None:
    assert len(sentences()) >= 200
    assert len({one.text for one in sentences()}) == len(sentences())


def test_no_border_is_where_the_hand_has_none() -> None:
    """The splitter may leave out a border, never add one."""
    wrong = [divided(one.text) for one in sentences() if set(borders(one.text)) - set(one.borders)]
    assert wrong == []


def test_few_borders_are_left_out() -> None:
    """A splitter that never breaks would hold the rule as well."""
    marked = sum(len(one.borders) for one in sentences())
    found = sum(len(borders(one.text)) for one in sentences())
    assert found > 0.95 * marked


@pytest.mark.parametrize(
    "text",
    [
        "後藤 キヨ様", "後藤キヨ様", "（91歳）が", "午前9時から", "12月14日（日）から", "令和8年4月1日に", "3人以上の", "022-000-0100へ",
        "第2・第4水曜日に", "15分おきに", "子ども会の", "1,500円です", "%(name)sさんの",
    ],
)  # fmt: skip
def test_a_date_a_count_or_a_name_is_one_phrase(text: str) -> None:
    assert borders(text) == (len(text),)


def test_interface_texts_break_at_phrases() -> None:
    said = '{{ _("It is sent when the network is back") }}'
    assert "<wbr>" in shown("ja", f"<button>{said}</button>")
    assert "<wbr>" in shown("ja", f'<a href="/{{{{ x }}}}" class="button {{{{ x }}}}">{said}</a>')
    assert "<wbr>" in shown("ja", f"<p>{said}</p>")
    assert "<wbr>" not in shown("vi", f"<button>{said}</button>")


@pytest.mark.parametrize("furigana", ["none", "all"])
def test_attributes_options_and_titles_stay_plain(furigana: str) -> None:
    said = '{{ _("Answers until %(day)s", day=1800000000|day) }}{{ _("It is sent when the network is back") }}{{ _(x) }}'
    for source in (
        f'<img alt="{said}">',
        f"<option>{said}</option>",
        f"<option>{{% if x %}}{said}{{% endif %}}</option>",
        f"<textarea>{said}</textarea>",
        f"<title>{said}</title>",
        f"{{% block title %}}{said}{{% endblock %}}",
    ):
        html = shown("ja", source, furigana)
        assert "電波が届いたら送ります" in html, html
        assert "（" in html
        assert not re.search("<wbr>|<span|<ruby", html), html


def test_a_number_in_a_heading_is_a_number_in_every_language() -> None:
    for language in ("ja", "vi"):
        html = (
            environment(language)
            .from_string("<h1>{{ n }}</h1><button>{% if n %}{{ n }}{% endif %}</button>")
            .render(n=7)
        )
        assert without_breaks(html) == "<h1>7</h1><button>7</button>"


def test_a_particle_stays_with_the_hour_that_is_filled_in() -> None:
    html = shown("ja", '<p>{{ _("Answers until %(day)s", day=1800000000|moment) }}</p>', "all")
    assert re.search("</ruby></span>まで</span>", html), html
    assert re.search("</ruby>まで</span></span>", finished(html, "all"))


def test_breaks_are_not_repeated_and_never_inside_ruby() -> None:
    said = '<h1>{{ _("It is sent when the network is back")|phrases }}</h1>'
    assert "<wbr><wbr>" not in shown("ja", said, "all")
    assert "<ruby>電波<rt>でんぱ</rt></ruby>が</span><wbr>" in shown("ja", said, "all")


def test_japanese_on_a_page_in_another_language_breaks_at_phrases_too() -> None:
    assert broken("vi", "公園の清掃のお知らせ") == broken("ja", "公園の清掃のお知らせ")
    assert broken("vi", "Dọn vệ sinh công viên") == "Dọn vệ sinh công viên"


def test_what_keep_all_does_not_hold_stands_in_a_span() -> None:
    assert broken("ja", "公園を掃除します") == "公園を<wbr>掃除します"
    assert broken("ja", "3人が来ます") == '<span class="phrase">3人が</span><wbr>来ます'
    assert (
        broken("ja", "12月14日（日）から来ます")
        == '<span class="phrase long">12月14日（日）から</span><wbr>来ます'
    )
    assert broken("ja", ruby(*parse("お｜願《ねが》いします"))).startswith(
        '<span class="phrase long">お<ruby>'
    )
    assert broken("ja", prose("電話は022-000-0100へ。")) == (
        '<p><span class="say" data-say="電話は0 2 2、0 0 0、0 1 0 0へ。">電話は<wbr><span class="phrase long">'
        '<a class="phone" href="tel:0220000100">022-000-0100</a>へ。</span></span></p>'
    )


def test_a_tag_across_phrases_stays_where_it_is() -> None:
    html = Markup("<p><strong>必ず電話を</strong>してください。<br>1人<em>で来て</em>ください</p>")
    assert without_breaks(broken("ja", html)) == html
    assert broken("ja", html).startswith("<p><strong>必ず<wbr>電話を</strong><wbr>")


@given(st.text(alphabet="公園の<&\"'・\n7日。清掃a/ （）「」様 ", max_size=40))
def test_nothing_but_breaks_is_added(text: str) -> None:
    for html in (escape(text), prose(text), ruby(*parse(f"{text}｜公園《こうえん》の{text}"))):
        assert without_breaks(broken("ja", html)) == html


def test_a_sentence_knows_its_borders() -> None:
    assert sentences()[0] == Sentence(
        "3班の後藤 キヨ様（91歳）が、12月3日午前9時に永眠されました。", sentences()[0].borders
    )
    assert [sentences()[0].text[at - 1] for at in sentences()[0].borders] == list("の様、日に。")
