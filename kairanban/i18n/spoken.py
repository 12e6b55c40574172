"""Prepare sentences for text to speech: dates, times, ranges and telephone numbers in words."""

import re
import unicodedata

from kairanban.i18n.links import links

_ENDS = re.compile(r"(?<=[。！？!?])(?=[^」』）)。！？!?])|(?<=\.)(?=\s+[A-ZÀ-Ý\d])")
_WEEKDAY = re.compile(r"[（(]([日月火水木金土])((?:[・、][^）)]{1,4})?)[)）]")
_CLOCK = re.compile(r"(?<!\d)([01]?\d|2[0-3])[:：]([0-5]\d)(?!\d)")
# From one word to another. A word drawn out (は〜い) or a title set off (〜みんなの会〜) is no range.
_RANGE = re.compile(r"(?<=[^\s\u3041-\u309f。！？!?（(「『〜])〜(?=[^\s\u3041-\u309f。、！？!?）)」』〜])")
_DAYS = re.compile("曜日、〜、?")
_SET_OFF = re.compile(r"〜([^〜]{1,40})〜(?=$|[\s。）)」』])")
# Spaces before it are taken from the first of them only, or a run of spaces would be read from each.
_WAVE = re.compile(r"(?<!\s)\s+[〜～~]\s*|[〜～~]\s*")
_JAPANESE = re.compile(r"[\u3041-\u30ff時]")


def sentences(line: str) -> list[str]:
    """Split a line into sentences; joined they are the line again. The ? of an address ends none."""
    inside = [(one.start, one.end) for one in links(line)]
    parts, start, at = list[str](), 0, 0
    for end in (found.start() for found in _ENDS.finditer(line)):
        while at < len(inside) and inside[at][1] <= end:
            at += 1
        if at == len(inside) or end <= inside[at][0]:
            parts.append(line[start:end])
            start = end
    return [part for part in (*parts, line[start:]) if part]


def spoken(sentence: str) -> str:
    """Return the text for the speech synthesiser."""
    plain = unicodedata.normalize("NFC", sentence)
    japanese = bool(_JAPANESE.search(plain) or _WEEKDAY.search(plain))
    said = _links_spoken(plain, japanese)
    if not japanese:
        return said
    said = _WEEKDAY.sub(lambda found: f"、{found[1]}曜日{found[2]}、", said)
    said = _CLOCK.sub(_time, said)
    said = _SET_OFF.sub(r"、\1、", _WAVE.sub("〜", said))
    said = _DAYS.sub("曜日から", said)
    said = _RANGE.sub("から", said).replace("〜", "、")
    return re.sub(r"、(?=[、。]|$)", "", said)


def _links_spoken(text: str, japanese: bool) -> str:
    out, end = list[str](), 0
    for link in links(text):
        words = text[link.start : link.end]
        if link.kind == "phone":
            words = _digits(words)
        elif japanese:
            words = "ホームページ" if link.kind == "url" else "メールアドレス"
        out += (text[end : link.start], words)
        end = link.end
    return "".join((*out, text[end:]))


def _digits(number: str) -> str:
    """Separate the digits, with a pause at each hyphen."""
    groups = re.split(r"\D+", unicodedata.normalize("NFKC", number))
    return "、".join(" ".join(group) for group in groups if group)


def _time(found: re.Match[str]) -> str:
    minutes = int(found[2])
    return f"{int(found[1])}時" + (f"{minutes}分" if minutes else "")
