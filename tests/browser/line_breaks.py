"""Where the lines of a page break, as the browser has set them."""

from typing import Any

from playwright.sync_api import Page

from tests.i18n.by_hand import Sentence

# For each element its text without readings, where its lines end, how wide each character stands, and the room there is.
_LINES = """selector => [...document.querySelectorAll(selector)].map(block => {
  const walk = document.createTreeWalker(block, NodeFilter.SHOW_TEXT), range = document.createRange();
  let text = '', ends = [], widths = [], last = null, node;
  while ((node = walk.nextNode())) {
    if (node.parentElement.closest('rt')) continue;
    const ruby = node.parentElement.closest('ruby');
    for (let at = 0; at < node.length; at++) {
      range.setStart(node, at); range.setEnd(node, at + 1);
      const box = range.getClientRects()[0];
      if (!box) { text += node.data[at]; widths.push(0); continue; }
      if (last && box.top > last.bottom - box.height / 2 && box.left < last.right) ends.push(text.length);
      widths.push(ruby ? Math.max(box.width, ruby.getBoundingClientRect().width / node.length) : box.width);
      text += node.data[at]; last = box;
    }
  }
  const style = getComputedStyle(block);
  return {text, ends, widths, letter: parseFloat(style.fontSize), room: block.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)};
})"""


_CUT = {**dict.fromkeys("、。（）「」", 1.0), " ": 0.22}


def lines(page: Page, selector: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(_LINES, selector)
    return found


def wrong_breaks(found: dict[str, Any], sentence: Sentence) -> list[str]:
    """Return each line that ends inside a phrase which would have fitted on a line."""
    assert found["text"] == sentence.text, (found["text"], sentence.text)
    wrong = []
    for end in found["ends"]:
        if end in sentence.borders:
            continue
        start = max((border for border in sentence.borders if border < end), default=0)
        stop = min(border for border in sentence.borders if border > end)
        # At the end of a line the browser cuts a space and the room behind a full stop; within the phrase they would be there.
        wide = sum(
            max(width, found["letter"] * _CUT.get(sign, 0))
            for sign, width in zip(sentence.text[start:stop], found["widths"][start:stop], strict=True)
        )
        if wide <= found["room"]:
            wrong.append(f"{sentence.text[start:end]}／{sentence.text[end:stop]}")
    return wrong
