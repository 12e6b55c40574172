"""Extract date, place, things to bring and contact from a document's text, as suggestions for its author."""

import re
from datetime import date, datetime

from kairanban.confined.facts import LONGEST_LINE, Facts
from kairanban.confined.inside.japanese_dates import dates, first_time, folded
from kairanban.confined.inside.plain_text import ASKING, label_of, tidy_text

_WHEN = {"日時", "期日", "日程", "開催日", "実施日", "とき"}
_WHERE = {"場所", "会場", "ところ", "集合", "集合場所"}
_BRING = {"持ち物", "持参品", "持参物", "準備物", "用意するもの"}
_REPLY = {"締切日", "締切", "〆切", "締め切り", "申込期限", "提出期限", "回答期限"}
_ASK = {
    *ASKING,
    "連絡先",
    "担当",
}

_PHONE = re.compile(r"(?<![\d-])0\d{1,4}[-(（ ]\d{1,4}[-)） ]\d{3,4}(?!\d)|(?<![\d-])0\d{9,10}(?!\d)")
_DASH = re.compile(r"(?<=\d)\s*[‐‑–—−ーｰ]\s*(?=\d)")
_UNTIL = re.compile(
    r"\s*(?:\([^)]{0,40}\))?\s*(?:(?:午前|午後)?\s*\d{1,2}時\s*)?(?:必着|までに|まで(?!の間))"
)
_ANSWERING = re.compile(r"知らせ|連絡|提出|申し?込|返事|返信|回答|出し|締|〆|報告|必着|届け")
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
    when = _labelled(lines, _WHEN)
    ask = _labelled(lines, _ASK)
    return Facts(
        title=_title(lines),
        when=when,
        where=_labelled(lines, _WHERE),
        bring=_labelled(lines, _BRING),
        ask=ask,
        phone=_phone(ask) or _phone("\n".join(lines)),
        reply_by=_reply_by(lines, published),
        event_at=_event_at(when, published),
    )


def _labelled(lines: list[str], names: set[str]) -> str | None:
    """Return the first text beside one of the labels."""
    for line in lines:
        found = label_of(line)
        if found and found[0] in names and found[1]:
            return found[1]
    return None


def _phone(text: str | None) -> str | None:
    match = _PHONE.search(_DASH.sub("-", folded(text))) if text else None
    return re.sub(r"[( )]", "-", match[0]) if match else None


def _reply_by(lines: list[str], published: date) -> date | None:
    """Return a labelled date, else the date of the first sentence that asks for an answer by then."""
    labelled = _labelled(lines, _REPLY)
    if labelled and (found := next(dates(folded(labelled), published), None)):
        return found.day
    for line in lines:
        for sentence in re.split(r"(?<=。)", folded(line)):
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
    hour = first_time(text[found.end :])
    return datetime.combine(found.day, hour) if hour else found.day


def _title(lines: list[str]) -> str | None:
    """Return the first short line of the first fifteen that is worded like a heading."""
    for line in lines[:15]:
        if len(line) <= 50 and not line.endswith("。") and _TITLE_END.search(line) and not label_of(line):
            return line
    return None
