"""The colours of every theme, recomputed: text at 7:1, borders and what marks a control at 3:1 (WCAG 2.2, 1.4.6 and 1.4.11)."""

import re
from pathlib import Path

import pytest

import kairanban

CSS = (Path(kairanban.__file__).parent / "static" / "app.css").read_text()
THEMES = {
    "light": r":root, \[data-theme=light\] \{(.*?)\}",
    "dark": r"\n\[data-theme=dark\] \{(.*?)\}",
    "high": r"\n\[data-theme=high\] \{(.*?)\}",
    "high-dark": r"\n\[data-theme=high-dark\] \{(.*?)\}",
}
AS_THE_DEVICE_ASKS = {
    "dark": r"prefers-color-scheme: dark\) \{\s*:root:not\(\[data-theme\]\) \{(.*?)\}",
    "high": r"prefers-contrast: more\) \{\s*:root:not\(\[data-theme\]\) \{(.*?)\}",
    "high-dark": r"prefers-contrast: more\) and \(prefers-color-scheme: dark\) \{\s*:root:not\(\[data-theme\]\) \{(.*?)\}",
}
GROUNDS = ("ground", "surface", "sunken")
TEXTS = ("text", "second", "link")
TINTED = ("ok", "warning", "danger")


def tokens(pattern: str) -> dict[str, str]:
    found = re.search(pattern, CSS, re.S)
    assert found is not None, pattern
    return dict(re.findall(r"--([\w-]+): #([0-9A-Fa-f]{6})", found[1]))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_follows_the_wcag_formula() -> None:
    assert contrast("000000", "FFFFFF") == pytest.approx(21)
    assert contrast("777777", "FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
def test_text_has_a_contrast_of_seven_to_one(theme: str) -> None:
    colours = tokens(THEMES[theme])
    pairs = [(text, ground) for text in TEXTS for ground in GROUNDS]
    pairs += [(tone, f"{tone}-tint") for tone in TINTED]
    pairs += [(tone, ground) for tone in TINTED for ground in ("ground", "surface")]
    pairs += [("on-accent", "accent"), ("text", "warning-tint")]
    weak = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs}
    assert {pair: round(found, 2) for pair, found in weak.items() if found < 7} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_controls_have_a_contrast_of_three_to_one(theme: str) -> None:
    colours = tokens(THEMES[theme])
    pairs = [("border", ground) for ground in GROUNDS] + [("accent", ground) for ground in GROUNDS]
    pairs += [("focus", "halo"), ("focus", "ground")]
    weak = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs}
    assert {pair: round(found, 2) for pair, found in weak.items() if found < 3} == {}


@pytest.mark.parametrize("theme", AS_THE_DEVICE_ASKS)
def test_themes_the_device_asks_for_equal_the_ones_to_choose(theme: str) -> None:
    assert tokens(AS_THE_DEVICE_ASKS[theme]) == tokens(THEMES[theme])
