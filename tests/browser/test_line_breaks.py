"""No line ends inside a phrase that would have fitted on it, with furigana or without, at any width and size."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from kairanban.confined.furigana import read_aloud
from kairanban.i18n import phrases, prose
from kairanban.i18n.furigana import Spans, wanted, weave
from tests.browser.conftest import Open
from tests.browser.line_breaks import lines, wrong_breaks
from tests.i18n.by_hand import sentences

# As the texts of a circular stand: in its body, beside its facts, in its title.
PLACES = {
    "body": "<p>%s</p>",
    "facts": '<dl class="facts"><div><dd>%s</dd></div></dl>',
    "title": "<h1>%s</h1>",
}
WIDTHS = (320, 390, 600, 820)


@pytest.fixture(scope="module")
def spans() -> list[Spans]:
    # In a thread of its own, because the browser's library has a loop in this one.
    with ThreadPoolExecutor(1) as beside:
        asked = read_aloud([one.text for one in sentences()], {})
        return beside.submit(asyncio.run, asked).result()


@pytest.mark.parametrize("size", ["standard", "largest"])
@pytest.mark.parametrize("furigana", ["none", "all"])
def test_lines_end_at_phrases_marked_by_hand(
    look: Open, spans: list[Spans], size: str, furigana: str
) -> None:
    page = look("/", "sato", size=size, needs={"furigana": furigana})
    texts = [
        phrases.broken("ja", weave(prose.said(one.text), one.text, wanted(one.text, read, furigana)))
        for one, read in zip(sentences(), spans, strict=True)
    ]
    wrong, broken = list[str](), 0
    for place, around in PLACES.items():
        page.evaluate(
            "html => { document.querySelector('main').innerHTML = html; }",
            "".join(around % text for text in texts),
        )
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            set_ = lines(page, "main p, main dd, main h1")
            assert len(set_) == len(texts)
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
            broken += sum(len(found["ends"]) for found in set_)
            for found, one in zip(set_, sentences(), strict=True):
                wrong += [f"{place} {width}: {bad}" for bad in wrong_breaks(found, one)]
    assert wrong == [], "\n".join(wrong)
    assert broken > 1000


def test_a_wrong_break_is_found(look: Open) -> None:
    page = look("/", "sato", width=390)
    text = sentences()[0].text
    page.evaluate(
        """text => {
          const main = document.querySelector('main');
          main.replaceChildren(document.createElement('p'));
          main.firstChild.textContent = text;
          main.firstChild.style.wordBreak = 'break-all';
        }""",
        text,
    )
    (found,) = lines(page, "main p")
    assert wrong_breaks(found, sentences()[0])


def test_a_screen_reader_is_given_whole_words(look: Open) -> None:
    """Text between borders is one piece, and can be found and copied."""
    page = look("/", "sato", width=390)
    one = next(one for one in sentences() if one.text.startswith("非常食を"))
    page.evaluate(
        "html => { document.querySelector('main').innerHTML = html; }",
        f"<p>{phrases.broken('ja', one.text)}</p>",
    )
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    said = [node["name"]["value"] for node in tree if node["role"]["value"] == "StaticText"]
    assert [piece for piece in said if piece in one.text] == ["非常食を", "食べて", "みます。"]
    assert (
        page.evaluate(
            "() => { getSelection().selectAllChildren(document.querySelector('main p')); return `${getSelection()}`; }"
        )
        == one.text
    )
    assert page.evaluate("text => { getSelection().removeAllRanges(); return find(text); }", one.text)
