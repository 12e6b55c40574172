"""Find the telephone number of a paper."""

import re
import unicodedata

_DASH = re.compile(r"(?<=[\d)]) ?[‐‑–—―−ーｰ~〜] ?(?=[\d(])")
_WHOLE = re.compile(
    r"(?<![\d-])(?:\(0\d{1,4}\) ?-?\d{1,4}[- ]\d{3,4}|0\d{1,4} ?\(\d{1,4}\) ?-?\d{3,4}"
    r"|0\d{1,4}[- ]\d{1,4}[- ]\d{3,4}|0\d{9,10})(?![\d-])"
)
# Within one's own town the first figures are left out; then it has to say that it is a telephone.
_NEAR = re.compile(r"(?:電話(?:番号)?|TEL|Tel|tel|☎|📞)[ .:は(]{0,3}(\d{2,4}-\d{4})(?![\d-])")
_FAX = re.compile(r"(?:FAX|Fax|fax|ファッ?クス)[ .:は]{0,3}$")
_KANJI = str.maketrans("〇一二三四五六七八九", "0123456789")
_IN_KANJI = re.compile("[〇一二三四五六七八九]{2,5}(?:[-‐‑–—―−ーｰ(][〇一二三四五六七八九]{2,4}){1,2}")


def telephone(text: str | None) -> str | None:
    """Return the first telephone number, its parts joined by "-"; a fax is none."""
    if not text:
        return None
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    plain = _DASH.sub("-", _IN_KANJI.sub(lambda found: found[0].translate(_KANJI), plain))
    for match in _WHOLE.finditer(plain):
        if not _FAX.search(plain, max(0, match.start() - 12), match.start()):
            return re.sub(r"[( )-]+", "-", match[0]).strip("-")
    near = _NEAR.search(plain)
    return near[1] if near else None
