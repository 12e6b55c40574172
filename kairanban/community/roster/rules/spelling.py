"""Normal forms of text, for storing and for comparing."""

import re
import unicodedata

import jaconv

from kairanban.community.roster.rules.kanji_variants import folded, same_letters

# Full-width ASCII and signs only: NFKC on a name would replace some kanji.
_NARROW = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20, 0xA0: 0x20}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－ー─━ｰ"), "-")
_DASH_BETWEEN_DIGITS = re.compile(r"(?<=\d)\s*[‐‑‒–—―−－ー─━ｰ]\s*(?=\d)")
_HALF_KANA = re.compile(r"[\uff66-\uff9f]+")
_SPACES = re.compile(r"\s+")
# Signs that cannot be seen, as copied from web pages and telephones; also soft hyphens.
_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
# Kana and Latin letters are composed; NFC would replace some kanji (U+FA19).
_NO_KANJI = re.compile(r"[^\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")

_KANJI_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_KANJI_COUNT = re.compile(r"([一二三四五六七八九]?)(十?)([一二三四五六七八九]?)(?=丁目|番|班|組|区|号)")

_DANGEROUS = "=+-@＝＋－＠\t\r\n\0"


def visible(text: str) -> str:
    """Return the text without signs that cannot be seen."""
    return _INVISIBLE.sub("", text)


def tidy(text: str) -> str:
    """Return one line with single spaces, half-width letters and digits, full-width kana; kanji unchanged."""
    text = visible(text)
    if not unicodedata.is_normalized("NFC", text):
        text = _NO_KANJI.sub(lambda run: unicodedata.normalize("NFC", run.group()), text)
    text = _HALF_KANA.sub(lambda half: jaconv.h2z(half.group()), text)
    return _SPACES.sub(" ", text.translate(_NARROW)).strip()


def tidy_address(text: str) -> str:
    """As `tidy`, with one kind of hyphen between digits."""
    return _DASH_BETWEEN_DIGITS.sub("-", tidy(text))


def tidy_reading(text: str) -> str:
    return jaconv.kata2hira(tidy(text))


def plain(text: str) -> str:
    """Return NFKC with one kind of hyphen, stripped; for numbers, e-mail and choices."""
    return unicodedata.normalize("NFKC", visible(text)).translate(_DASHES).strip()


def word_key(text: str) -> str:
    """Key for headings and single words: NFKC, lower case, hiragana, letters and digits only."""
    folded = (
        jaconv.kata2hira(unicodedata.normalize("NFKC", visible(text)))
        .lower()
        .replace("ゕ", "か")
        .replace("ゖ", "か")
    )
    folded = folded.replace("〒", "郵便")
    return "".join(sign for sign in folded if sign.isalnum() or sign == "ー")


def name_key(text: str) -> str:
    """Key for names that may mean the same person: without spaces and kanji variants."""
    return "".join(folded(tidy(text)).casefold().split())


def exact_name(text: str) -> str:
    """Key for names written alike: without spaces and invisible differences; 髙 and 高 differ."""
    return same_letters("".join(tidy(text).split()))


def address_key(text: str) -> str:
    """Key for addresses: 一丁目2番3号, 1丁目2-3 and １－２－３ are the same."""
    text = folded(visible(text))
    text = _KANJI_COUNT.sub(_count, text).translate(_DASHES)
    text = re.sub(r"(?<=\d)\s+(?=\d)", "-", text)
    text = re.sub(
        r"(?<=\d)(丁目|番地の|番地|番|号室|号|の(?=\d))|\s+", lambda found: "-" if found[1] else "", text
    )
    return re.sub(r"-+(?!-|\d)", "", re.sub(r"-{2,}", "-", text)).casefold()


def _count(found: re.Match[str]) -> str:
    ones, ten, more = found.groups()
    if not (ones or ten or more):
        return ""
    if ten:
        return str(10 * _KANJI_DIGITS.get(ones, 1) + _KANJI_DIGITS.get(more, 0))
    return "".join(str(_KANJI_DIGITS[digit]) for digit in (ones, more) if digit)


def block_key(text: str) -> str:
    """Key for blocks: １班, 第1班, 一班 and 1 are the same; 上組 is 上."""
    key = _KANJI_COUNT.sub(_count, unicodedata.normalize("NFKC", text))
    key = "".join(key.casefold().split())
    return re.sub(r"^第?(.+?)(班|組|区|ブロック)?$", r"\1", key)


def digits_of(text: str) -> str:
    return "".join(sign for sign in text if "0" <= sign <= "9")


def looks_like_formula(text: str) -> bool:
    return text.startswith(tuple("=+-@＝＋－＠"))


def guarded(text: str) -> str:
    """Put a quote before a cell that a spreadsheet could run as a formula."""
    return "'" + text if _dangerous(text) else text


def unguarded(text: str) -> str:
    """Remove the quote that `guarded` puts, and no other."""
    return text[1:] if text.startswith("'") and _dangerous(text) else text


def _dangerous(text: str) -> bool:
    """Tell whether a formula follows quotes, spaces and signs that cannot be seen; programs skip these."""
    for sign in text:
        if sign in _DANGEROUS:
            return True
        if sign != "'" and not sign.isspace() and unicodedata.category(sign) not in ("Cf", "Cc"):
            return False
    return False
