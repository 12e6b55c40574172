"""Headings and buttons break at phrases in every template."""

from kairanban.i18n.phrases import broken
from kairanban.i18n.templating import environment


def shown(language: str, source: str, furigana: str = "none") -> str:
    return environment(language, furigana).from_string(source).render(x="q")


def test_button_text_breaks_at_phrases_and_other_text_is_unchanged() -> None:
    said = '{{ _("It is sent when the network is back") }}'
    assert "<wbr>" in shown("ja", f"<button>{said}</button>")
    assert "<wbr>" in shown("ja", f'<a href="/{{{{ x }}}}" class="button {{{{ x }}}}">{said}</a>')
    assert "<wbr>" not in shown("ja", f"<p>{said}</p>")
    assert "<wbr>" not in shown("vi", f"<button>{said}</button>")


def test_breaks_are_not_repeated_and_never_inside_ruby() -> None:
    said = '<h1>{{ _("It is sent when the network is back")|phrases }}</h1>'
    assert "<wbr><wbr>" not in shown("ja", said, "all")
    assert "<ruby>電波<rt>でんぱ</rt></ruby>" in shown("ja", said, "all")


def test_japanese_on_a_page_in_another_language_breaks_at_phrases_too() -> None:
    assert broken("vi", "公園の清掃のお知らせ") == broken("ja", "公園の清掃のお知らせ")
    assert broken("vi", "Dọn vệ sinh công viên") == "Dọn vệ sinh công viên"
