"""Readings of counted days, hours, minutes and people, which a dictionary alone gets wrong."""

import re
from collections.abc import Iterator

from markupsafe import Markup

from kairanban.i18n.furigana import Span, Spans

_DAYS = {
    1: "ついたち", 2: "ふつか", 3: "みっか", 4: "よっか", 5: "いつか", 6: "むいか", 7: "なのか", 8: "ようか",
    9: "ここのか", 10: "とおか", 14: "じゅうよっか", 20: "はつか", 24: "にじゅうよっか",
}  # fmt: skip
_WEEKDAYS = {"日": "にち", "月": "げつ", "火": "か", "水": "すい", "木": "もく", "金": "きん", "土": "ど", "祝": "しゅく"}  # fmt: skip
_PEOPLE = {1: "ひとり", 2: "ふたり"}
_COUNTED = re.compile(
    r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
    r"|(?P<hour>\d{1,2})時(?!間|計|期)(?:(?P<minute>\d{1,2})分|(?P<half>半))?"
    r"|(?<![\d.,])(?P<people>[12１２])人(?!気|口|間|々)"
    r"|(?<![\d月])(?P<lone>\d{1,2})日(?P<span>間)?(?![本程常曜])"
    r"|(?:\d{1,4}|%\(\w+\)s)(?P<some>人)(?!気|口|間|々)"
    r"|(?P<minutes>\d{1,3})分(?!の[\d一二三四五]|団)"
    r"|[（(](?P<week>[日月火水木金土祝](?:[・、][日月火水木金土祝])*)[)）]"
    r"|%\(\w+\)s(?P<some_minutes>分)(?!の[\d一二三四五]|団)"
    # 方 as a person, not as one of two options: 「お使いの方は」, but 「早い方がよい」.
    r"|(?<=[のたるいくうすつむぶぐぬだな])(?P<who>方)(?!が(?:よ|いい|良|早|安|楽|便))(?=[はがにをへともでのやだかま、。」]|$)"
    r"|(?P<what>何)(?=[もがをに]|か(?!月|所|国))"
)


# Words in every date.
_WORDS = {"午前": "ごぜん", "午後": "ごご", "令和": "れいわ", "年": "ねん"}
_WORD = re.compile("|".join(_WORDS))


# Catalogues read %(number)s人 as にん; for one and two the reading changes once the number is filled in.
PEOPLE = "<ruby>人<rt>にん</rt></ruby>"
_FEW = re.compile(rf"(?<![\d.,])([12]){PEOPLE}")


def filled_in(markup: Markup) -> Markup:
    """Correct the readings of one and two people in a formatted catalogue sentence."""
    return Markup(
        _FEW.sub(lambda found: f"<ruby>{found[1]}人<rt>{_PEOPLE[int(found[1])]}</rt></ruby>", markup)
    )


def counted(text: str) -> Spans:
    """Return the readings of dates, times and people in a text."""
    return tuple(_counted(text))


def in_date(text: str) -> Spans:
    """Return all readings of a text that consists of a date or time."""
    words = [Span(found.start(), found.end(), _WORDS[found[0]]) for found in _WORD.finditer(text)]
    return tuple(sorted([*words, *_counted(text)], key=lambda span: span.start))


def _counted(text: str) -> Iterator[Span]:
    for found in _COUNTED.finditer(text):
        if found["month"]:
            yield Span(found.end("month"), found.end("month") + 1, "がつ")
        for name in ("day", "lone"):
            if found[name]:
                yield _number(found, name, _DAYS, "にち")
        if found["people"]:
            yield _number(found, "people", _PEOPLE, "にん")
        if found["some"]:
            yield Span(found.start("some"), found.end("some"), "にん")
        if found["some_minutes"]:
            yield Span(found.start("some_minutes"), found.end("some_minutes"), "ふん")
        if found["hour"]:
            yield Span(found.end("hour"), found.end("hour") + 1, "じ")
        for name in ("minute", "minutes"):
            if found[name]:
                at = found.end(name)
                yield Span(at, at + 1, "ふん" if int(found[name]) % 10 in (2, 5, 7, 9) else "ぷん")
        if found["half"]:
            yield Span(found.start("half"), found.end("half"), "はん")
        if found["week"]:
            for at in range(found.start("week"), found.end("week")):
                if text[at] in _WEEKDAYS:
                    yield Span(at, at + 1, _WEEKDAYS[text[at]])
        if found["span"]:
            yield Span(found.start("span"), found.end("span"), "かん")
        if found["what"]:
            yield Span(found.start("what"), found.end("what"), "なに")
        if found["who"]:
            yield Span(found.start("who"), found.end("who"), "かた")


def _number(found: re.Match[str], name: str, special: dict[int, str], else_: str) -> Span:
    """Return number and counter as one span if they are read as one, else the counter alone."""
    at = found.end(name)
    if int(found[name]) in special:
        return Span(found.start(name), at + 1, special[int(found[name])])
    return Span(at, at + 1, else_)
