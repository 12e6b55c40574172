"""What one line and paragraphs are, and that every text column stores one of the two."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis.strategies import text

import kairanban
from kairanban.core.lines import one_line, paragraphs

ROOT = Path(kairanban.__file__).parent
UNSEEN = "\0\x1b\x7f\x9b\u061c\u200e\u200f\u202a\u202e\u2066\u2069\ud800"


@given(text())
def test_one_line_is_one_whatever_a_program_takes_for_its_end(written: str) -> None:
    kept = one_line(written)
    assert len(kept.splitlines()) <= 1
    assert not set(kept) & set(UNSEEN + "\t")
    assert one_line(kept) == kept


@given(text())
def test_paragraphs_have_one_kind_of_end(written: str) -> None:
    kept = paragraphs(written)
    assert kept.splitlines() == (kept.split("\n") if kept else [])
    assert not set(kept) & set(UNSEEN)
    assert paragraphs(kept) == kept


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\t"])
def test_a_break_in_a_name_becomes_a_space(end: str) -> None:
    assert one_line(f" みどり{end}ヶ丘{end}") == "みどり ヶ丘"


def test_what_is_seen_stays() -> None:
    assert one_line("髙橋\u3000花子 \u845b\U000e0100") == "髙橋\u3000花子 \u845b\U000e0100"
    assert paragraphs("一\r\n\r\n\u3000二\u2028三") == "一\n\n\u3000二\n三"


def test_a_text_area_and_nothing_else_is_read_as_paragraphs() -> None:
    """A field read the other way would lose its lines, or bring some where none belong."""
    areas = {
        name
        for page in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r'<textarea[^>]* name="(\w+)"', page.read_text())
    }
    read = {
        name
        for page in (*ROOT.rglob("pages/*.py"), *ROOT.rglob("pages.py"))
        for name in re.findall(r'\.paragraphs\(\s*"(\w+)"', page.read_text())
    }
    # A survey that a form does not edit is carried whole in a hidden field, which keeps its lines.
    assert areas | {"questions"} == read


def test_marks_piled_on_one_sign_end_at_the_thirtieth() -> None:
    assert one_line("か\u3099き" + "a\u0301") == "か\u3099き" + "a\u0301"
    piled = one_line("a" + "\u0315\u0300" * 500 + "b" + "\u0301")
    assert (len(piled), piled[-2:]) == (1 + 30 + 2, "b\u0301")
    assert paragraphs("a" + "\u0300" * 31 + "\nb") == "a" + "\u0300" * 30 + "\nb"
