"""Texts that cost much where a program searches them without a bound; each a function of its length."""

from collections.abc import Callable

Text = Callable[[int], str]


def _repeated(part: str) -> Text:
    return lambda length: (part * (length // len(part) + 1))[:length]


HOSTILE: dict[str, Text] = {
    "digits": _repeated("1"),
    "full-width digits": _repeated("１"),
    "waves": _repeated("〜"),
    "spaces": lambda length: "日" + " " * (length - 2) + "x",
    "wide spaces": lambda length: "持" + "\u3000" * (length - 2) + "x",
    "opening brackets": _repeated("("),
    "days and open brackets": _repeated("12月1日("),
    "weekdays and spaces": _repeated("12月1日(月" + " " * 390 + "\n"),
    "one weekday and spaces": lambda length: "日時 12月1日(月" + " " * (length - 11) + "x",
    "nested brackets": lambda length: "（" * (length // 2) + "）" * (length // 2),
    "a long word": _repeated("a"),
    "kanji without a space": _repeated("回覧板"),
    "combining signs": lambda length: "a" + "\u0315\u0300\u0327" * ((length - 1) // 3),
    "addresses": _repeated("https://a.example/"),
    "addresses without an end": _repeated("http://"),
    "telephone numbers": _repeated("073-555-0142"),
    "telephone numbers without an end": _repeated("0-"),
    "days": _repeated("12月1日"),
    "hours": _repeated("午前8時30分～"),
    "eras": _repeated("令和 8年"),
    "empty lines": lambda length: "日時" + "\n" * (length - 3) + "x",
    "short lines": _repeated("あ\n"),
    "labels": _repeated("持ち\n物\n"),
    "markup": _repeated("<b>&amp;"),
    "ligatures that grow": _repeated("\ufdfa"),
    "underscores and percent signs": _repeated("_%"),
}
