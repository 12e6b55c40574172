"""Passwords that are guessed first: common ones, own names, rows of keys. Compared without width and case."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import jaconv

from kairanban.i18n.marks import N as _n

LIST = Path(__file__).with_name("common_passwords.txt")

COMMON = _n("This password is on the lists that are tried first. Please choose another.")
OWN_WORDS = _n("This is made of your name, the place or “kairanban”. Please choose something else.")
ROWS = _n("This is a row of keys or repeats itself. Please choose something else.")

# What everybody thinks of here.
_KNOWN = ("kairanban", "回覧板", "かいらんばん", "カイランバン", "password", "パスワード")
_ROWS = (
    "1234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
    "qazwsxedcrfvtgbyhnujmikolp",
)
_RUN_LEAST = 3
# Fewer letters than these beside own words and rows are no secret.
_REST_LEAST = 4
_DISTINCT_LEAST = 4


def reason_against(password: str, own: Iterable[str]) -> str:
    """Return why this password is refused, "" if it is not; `own` are names of the person and of her places."""
    plain = _plain(password)
    if _is_common(plain):
        return COMMON
    without = plain
    for word in sorted({form for one in (*own, *_KNOWN) for form in _forms(one)}, key=len, reverse=True):
        without = without.replace(word, " ")
    if without != plain and len(re.sub(r"\d", "", _secret(without))) < _REST_LEAST:
        return OWN_WORDS
    if len(_secret(plain)) < _REST_LEAST or len(set(plain)) < _DISTINCT_LEAST or _repeats(plain):
        return ROWS
    return ""


def _is_common(plain: str) -> bool:
    """Tell whether it is in the list, also with digits and signs around it."""
    return any(
        f"\n{one}\n" in _listed() for one in (plain, re.sub(r"\A[\W\d_]+|[\W\d_]+\Z", "", plain)) if one
    )


@cache
def _listed() -> str:
    """Return the list as one text of 110 KB: searching it takes less than reading it into a set."""
    return "\n" + LIST.read_text(encoding="utf-8")


def _forms(name: str) -> set[str]:
    """Return the parts of a name as they are typed: kanji, kana, and Roman letters for kana."""
    parts = [part for part in re.split(r"[\s・　、（）()]+", _plain(name)) if part]
    kana = [jaconv.kata2hira(part) for part in parts]
    roman = [jaconv.kana2alphabet(part) for part in kana if re.fullmatch("[ぁ-ゖー]+", part)]
    return {one for one in (*parts, *kana, *roman) if len(one) >= (3 if one.isascii() else 2)}


def _secret(text: str) -> str:
    """Return the letters and digits that are in no row of keys or of the alphabet, and do not repeat the one before."""
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[\W_]", "", _without_rows(text)))


def _without_rows(text: str) -> str:
    for row in (*_ROWS, *(row[::-1] for row in _ROWS)):
        for length in range(len(row), _RUN_LEAST - 1, -1):
            for start in range(len(row) - length + 1):
                text = text.replace(row[start : start + length], " ")
    return text


def _repeats(plain: str) -> bool:
    """Tell whether at most four characters are written again and again."""
    return re.fullmatch(r"(.{1,4})\1+.{0,3}", plain) is not None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
