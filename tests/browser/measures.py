"""Automatic checks of a page."""

import json
import time
import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = (Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js").read_text()

# axe checks target size and enhanced contrast only if they are named.
TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

LETTERS = {"standard": (22, 26), "large": (26, 30), "largest": (30, 36)}
STAFF_LETTERS = {"standard": 18, "large": 21, "largest": 26}

_MEASURE = """() => {
  const staff = document.documentElement.dataset.for === 'staff';
  const shown = e => { const b = e.getBoundingClientRect(); return b.width > 0 && b.height > 0 && getComputedStyle(e).visibility !== 'hidden'; };
  const inSentence = e => e.tagName === 'A' && !e.matches('.button, .door, .brand, .card, .skip');
  const controls = [...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')]
    .filter(e => shown(e) && !e.matches('.skip') && !inSentence(e))
    .map(e => e.matches('[type=checkbox], [type=radio]') ? (e.closest('label') || e.labels[0] || e) : e);
  const boxes = controls.map(e => e.getBoundingClientRect()), close = [];
  for (let i = 0; i < controls.length; i++) for (let j = i + 1; j < controls.length; j++) {
    const [a, b] = [boxes[i], boxes[j]];
    const gap = Math.max(Math.max(a.left, b.left) - Math.min(a.right, b.right), Math.max(a.top, b.top) - Math.min(a.bottom, b.bottom));
    if (gap < 15.4 && !controls[i].contains(controls[j]) && !controls[j].contains(controls[i]))
      close.push(`${controls[i].textContent.trim().slice(0, 30)} | ${controls[j].textContent.trim().slice(0, 30)}: ${gap.toFixed(1)} px`);
  }
  return {
    staff, close, paper: document.documentElement.dataset.for === 'paper',
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    headings: document.querySelectorAll('h1').length,
    letters: parseFloat(getComputedStyle(document.documentElement).fontSize),
    leading: parseFloat(getComputedStyle(document.body).lineHeight) / parseFloat(getComputedStyle(document.body).fontSize),
    lang: document.documentElement.lang,
    low: controls.filter(e => e.getBoundingClientRect().height < (staff ? 44 : 64) - 0.5)
      .map(e => e.outerHTML.slice(0, 90) + ' ' + e.getBoundingClientRect().height),
    primary: [...document.querySelectorAll('button.primary')].filter(shown).filter(e => !staff && e.getBoundingClientRect().height < 79.5).length,
  };
}"""


def findings(page: Page) -> list[str]:
    """Return axe's findings with all named rules."""
    # Sections drawn lazily have no layout before; render them all.
    page.evaluate(
        "document.querySelectorAll('.later').forEach(part => { part.style.contentVisibility = 'visible'; })"
    )
    page.evaluate(AXE)
    result: dict[str, Any] = page.evaluate("tags => axe.run({runOnly: tags})", TAGS)
    return [
        f"axe {v['id']}: {v['nodes'][0]['html'][:120]} ({v['nodes'][0].get('failureSummary', '')[:160]})"
        for v in result["violations"]
    ]


def measure(page: Page, width: int, size: str) -> list[str]:
    """Check our own rules: type size, line height, target size, no horizontal scrolling, one heading."""
    found: dict[str, Any] = page.evaluate(_MEASURE)
    wrong = []
    if found["wide"] > 0:
        wrong.append(f"scrolls sideways by {found['wide']} px")
    if found["headings"] != 1:
        wrong.append(f"{found['headings']} headings instead of one h1")
    # Paper has its own type sizes, the same for everybody.
    if found["paper"]:
        return wrong
    letters = STAFF_LETTERS[size] if found["staff"] else LETTERS[size][width >= 600]
    if abs(found["letters"] - letters) > 0.6:
        wrong.append(f"letters of {found['letters']} px instead of {letters}")
    if found["leading"] < (1.65 if found["staff"] else 1.79):
        wrong.append(f"lines only {found['leading']:.2f} apart")
    if not found["staff"]:
        wrong += [f"too close to press: {one}" for one in found["close"]]
    wrong += [f"not high enough to press: {one}" for one in found["low"]]
    if found["primary"]:
        wrong.append("the main button is not 80 px high")
    return wrong


# WCAG 1.4.12: with more letter, word and line spacing nothing is cut off.
_ROOM = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { letter-spacing: .12em !important; word-spacing: .16em !important; line-height: 1.5 !important } p { margin-bottom: 2em !important }');
  document.adoptedStyleSheets = [sheet];
  const cut = [...document.querySelectorAll('body *')].filter(e => {
    const style = getComputedStyle(e);
    return style.overflowX === 'hidden' && !e.matches('progress, .unseen') && e.scrollWidth > e.clientWidth + 1 && e.textContent.trim();
  });
  const found = {wide: document.documentElement.scrollWidth - document.documentElement.clientWidth, cut: cut.map(e => e.outerHTML.slice(0, 90))};
  document.adoptedStyleSheets = [];
  return found;
}"""


def with_room(page: Page) -> list[str]:
    """Return what no longer fits with wider letter, word and line spacing."""
    found: dict[str, Any] = page.evaluate(_ROOM)
    wrong = [f"cut off with more room: {one}" for one in found["cut"]]
    return [*wrong, f"scrolls sideways by {found['wide']} px with more room"] if found["wide"] > 0 else wrong


def check_html(port: int, html: str) -> list[str]:
    """Return the errors of the Nu HTML checker, which starts slowly."""
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}/?out=json&level=error",
        data=html.encode(),
        headers={"Content-Type": "text/html; charset=utf-8"},
    )
    for _ in range(60):
        try:
            with urllib.request.urlopen(asked, timeout=20) as answer:
                said = json.loads(answer.read())
                return [f"html: {m['message']} ({m.get('extract', '')[:80]})" for m in said["messages"]]
        except OSError:
            time.sleep(0.5)
    raise AssertionError("the HTML checker does not answer")
