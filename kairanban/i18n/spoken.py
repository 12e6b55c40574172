"""Prepare sentences for text to speech: dates, times, ranges and telephone numbers in words."""

import re
import unicodedata

_ENDS = re.compile(r"(?<=[。！？!?])(?=[^」』）)。！？!?])|(?<=\.)(?=\s+[A-ZÀ-Ý\d])")
_PHONE = re.compile(r"(?<![\d-])0\d{1,4}[-‐－(（]\d{1,4}[-‐－)）]\d{3,4}(?![\d-])")
_WEEKDAY = re.compile(r"[（(]([日月火水木金土])((?:[・、][^）)]{1,4})?)[)）]")
_CLOCK = re.compile(r"(?<!\d)([01]?\d|2[0-3])[:：]([0-5]\d)(?!\d)")
_URL = re.compile(r"https?://\S+")
# From one word to another. A word drawn out (は〜い) or a title set off (〜みんなの会〜) is no range.
_RANGE = re.compile(r"(?<=[^\s\u3041-\u309f。！？!?（(「『〜])〜(?=[^\s\u3041-\u309f。、！？!?）)」』〜])")
_DAYS = re.compile("曜日、〜、?")
_SET_OFF = re.compile(r"〜([^〜]{1,40})〜(?=$|[\s。）)」』])")
# Spaces before it are taken from the first of them only, or a run of spaces would be read from each.
_WAVE = re.compile(r"(?<!\s)\s+[〜～~]\s*|[〜～~]\s*")
_JAPANESE = re.compile(r"[\u3041-\u30ff時]")


def sentences(line: str) -> list[str]:
    """Split a line into sentences; joined they are the line again."""
    return [part for part in _ENDS.split(line) if part]


def spoken(sentence: str) -> str:
    """Return the text for the speech synthesiser."""
    said = _PHONE.sub(_digits, unicodedata.normalize("NFC", sentence))
    if not _JAPANESE.search(said) and not _WEEKDAY.search(said):
        return said
    said = _URL.sub("ホームページ", said)
    said = _WEEKDAY.sub(lambda found: f"、{found[1]}曜日{found[2]}、", said)
    said = _CLOCK.sub(_time, said)
    said = _SET_OFF.sub(r"、\1、", _WAVE.sub("〜", said))
    said = _DAYS.sub("曜日から", said)
    said = _RANGE.sub("から", said).replace("〜", "、")
    return re.sub(r"、(?=[、。]|$)", "", said)


def _digits(found: re.Match[str]) -> str:
    """Separate the digits, with a pause at each hyphen."""
    groups = re.split(r"\D+", unicodedata.normalize("NFKC", found[0]).strip("()"))
    return "、".join(" ".join(group) for group in groups if group)


def _time(found: re.Match[str]) -> str:
    minutes = int(found[2])
    return f"{int(found[1])}時" + (f"{minutes}分" if minutes else "")
