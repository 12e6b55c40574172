"""Extract date, place, things to bring and contact from a document's text, as suggestions for its author."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice

from kairanban.confined.facts import DOUBTS_MOST, LONGEST_LINE, Facts
from kairanban.confined.inside.plain_text import ASKING, label_of, tidy_text
from kairanban.confined.inside.telephones import telephone
from kairanban.i18n.japanese_dates import (
    HOUR,
    Doubt,
    Folded,
    Found,
    dates,
    doubts,
    first_hour,
    fold,
    folded,
)

_WHEN = {"日時", "期日", "日程", "開催日", "開催日時", "実施日", "実施日時", "集合日時", "日にち", "とき"}
_WHERE = {"場所", "開催場所", "実施場所", "会場", "ところ", "集合", "集合場所"}
_BRING = {"持ち物", "もちもの", "携行品", "持参品", "持参物", "準備物", "用意するもの"}
_REPLY = {
    "期限",
    "締切日時",
    "応募締切",
    "返信期限",
    "締切日",
    "締切",
    "〆切",
    "締め切り",
    "申込期限",
    "提出期限",
    "回答期限",
}
_ASK = {
    *ASKING,
    "連絡先",
    "担当",
}

_UNTIL = re.compile(
    r" ?(?:\([^)]{0,40}\))?[ 、の]?(?:" + re.sub(r"\?P<\w+>", "?:", HOUR) + r"(?:頃|ごろ)?)? ?"
    r"(?:必着|厳守|までに|まで(?!の間)|迄|中に|締め?切|〆切?|限り)"
)
_END_IS = re.compile(r"(?:締め?切り?日?|〆切?|期限|期日)[はがも]?[:、 ]{0,2}$")
_ANSWERING = re.compile(r"知らせ|連絡|提出|申し?込|返事|返信|回答|出し|締|〆|報告|必着|届け")
# The hour beside a day, and what makes a day without one that of an event.
_AT = re.compile(r"[ 、,はのにも]{0,3}" + re.sub(r"\?P<\w+>", "?:", HOUR))
_TO = re.compile(
    r" ?(?:頃|ごろ)?(?:から|より|[~～〜-])? ?(?:"
    + re.sub(r"\?P<\w+>", "?:", HOUR)
    + r"(?: ?(?:頃|ごろ))?(?: ?まで)?)?"
)
_TAKES_PLACE = re.compile(r"行います|行う|行い|開催|開き|実施|集ま|集合|催し|予定")
_SAID = {
    "when": re.compile(
        r"(?:日時|日程|期日|とき)は、?(.{2,60}?)(?:です|でございま|となりま|に(?:行|開|て)|。|$)"
    ),
    "where": re.compile(
        r"(?:場所|会場|ところ)は、?(.{2,40}?)(?:です|でございま|となりま|に(?:て|なり)|。|$)"
    ),
    "bring": re.compile(
        r"(?:持ち物|持参品|持参物)は、?(.{1,60}?)(?:です|でございま|となりま|を(?:お|ご)|。|$)"
    ),
    "ask": re.compile(r"問い?合わ?せ(?:先)?は、?(.{2,40}?)(?:まで|へ|に(?:お|ご|連)|です|。|$)"),
}
_TITLE_END = re.compile(
    r"(?:について|のお知らせ|お知らせ|のお願い|のご案内|ご案内|開催|募集|日程表|実施|予定表)(?:\s*[(（].{1,12}[)）])?$"
)


# The rest of a longer text is not searched.
MOST_SIGNS = 20_000


def find_facts(text: str, published: date) -> Facts:
    """Return the usual facts of a circular; guesses that the author must confirm.

    Only the first 20,000 characters count, and 400 of each line. The time is linear in the length: a run of spaces
    is folded to one, so that no expression reads it again from each of its places, and brackets are searched for
    a fixed distance.
    """
    whole = (line.strip(" \u3000") for line in tidy_text(text[:MOST_SIGNS]).split("\n"))
    lines = [line[:LONGEST_LINE] for line in whole if line]
    when = _labelled(lines, _WHEN) or _said(lines, "when") or _in_running_text(lines, published)
    ask = _labelled(lines, _ASK) or _said(lines, "ask")
    return Facts(
        title=_title(lines),
        when=when,
        where=_labelled(lines, _WHERE) or _said(lines, "where"),
        bring=_labelled(lines, _BRING) or _said(lines, "bring"),
        ask=ask,
        phone=telephone(ask) or telephone("\n".join(lines)),
        reply_by=_reply_by(lines, published),
        event_at=_event_at(when, published),
        doubts=tuple(islice(_doubts(lines, published), DOUBTS_MOST)),
    )


def _labelled(lines: list[str], names: set[str]) -> str | None:
    """Return the first text beside one of the labels."""
    for line in lines:
        found = label_of(line)
        if found and found[0] in names and found[1]:
            return found[1]
    return None


def _said(lines: list[str], name: str) -> str | None:
    """Return what a sentence says of it: 場所は公民館です."""
    for line in lines:
        if found := _SAID[name].search(line):
            return found[1].strip(" \u3000、")
    return None


def _in_running_text(lines: list[str], published: date) -> str | None:
    """Return the first day with an hour, else the first on which something takes place; deadlines are neither."""
    day_only = None
    for line in lines:
        for whole, sentence, found in _days(line, published):
            if hour := _AT.match(whole.text, found.end):
                end = to.end() if (to := _TO.match(whole.text, hour.end())) else hour.end()
                return whole.original(found.start, end).strip(" \u3000~～〜-")
            if day_only is None and _TAKES_PLACE.search(sentence):
                day_only = whole.original(found.start, found.end).strip()
    return day_only


def _days(line: str, published: date) -> Iterator[tuple[Folded, str, Found]]:
    whole = fold(line)
    for found in dates(whole.text, published):
        if not _UNTIL.match(whole.text, found.end) and not _is_end(whole.text, found):
            before = whole.text.rfind("。", 0, found.start) + 1
            behind = whole.text.find("。", found.end)
            yield whole, whole.text[before : behind if behind >= 0 else None], found


def _is_end(text: str, found: Found) -> bool:
    """Tell whether the words before a date call it the end of something: 締切は12月8日."""
    return bool(_END_IS.search(text, max(0, found.start - 12), found.start))


def _doubts(lines: list[str], published: date) -> Iterator[Doubt]:
    for line in lines:
        yield from doubts(line, published)


def _reply_by(lines: list[str], published: date) -> date | None:
    """Return a labelled date, else the date of the first sentence that asks for an answer by then."""
    labelled = _labelled(lines, _REPLY)
    if labelled and (found := next(dates(folded(labelled), published), None)):
        return found.day
    for line in lines:
        plain = folded(line)
        if end := next((one for one in dates(plain, published) if _is_end(plain, one)), None):
            return end.day
        for sentence in re.split(r"(?<=。)", plain):
            if _ANSWERING.search(sentence):
                for found in dates(sentence, published):
                    if _UNTIL.match(sentence, found.end):
                        return found.day
    return None


def _event_at(when: str | None, published: date) -> datetime | date | None:
    if when is None:
        return None
    text = folded(when)
    found = next(dates(text, published), None)
    if found is None:
        return None
    hour = first_hour(text[found.end :])
    if hour is None:
        return found.day
    return datetime.combine(found.day, time(hour.hour, hour.minute)) + timedelta(days=hour.next_day)


def _title(lines: list[str]) -> str | None:
    """Return the first short line of the first fifteen that is worded like a heading."""
    for line in lines[:15]:
        if len(line) <= 50 and not line.endswith("。") and _TITLE_END.search(line) and not label_of(line):
            return line
    return None
