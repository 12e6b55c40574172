"""Find addresses, mail addresses and telephone numbers in what people write, in narrow or wide signs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# One sign for one, so that places stay: wide Latin signs, and all that people take for a hyphen.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—―−－ーｰ"), "-")

_IN_PATH = r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%|-]"
# Of sentences around it, and not of the address.
_TRAILING = ".,;:!?'([|"
_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.)+[A-Za-z]{2,24}"
_MAIL = r"(?<![A-Za-z0-9._%+@-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@" + _HOST + "(?![A-Za-z0-9@-])"
_SITE = (
    r"(?<![A-Za-z0-9._@/-])(?:www\.[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}"
    r"|(?:[A-Za-z0-9-]{1,63}\.){1,4}(?:lg|go|or|co|ne|ac|ed|gr)\.jp)(?![A-Za-z0-9.@-])"
    rf"(?:/{_IN_PATH}*)?"
)
_ADDRESS = re.compile(rf"(?P<url>https?://{_IN_PATH}+)|(?P<mail>{_MAIL})|(?P<site>{_SITE})", re.I)
_WIDE = re.compile("[！-～]+")
_WIDE_ADDRESS = re.compile("：／／|＠|ｗｗｗ．", re.I)
_PHONE = re.compile(
    r"(?<![\d-])(?:\+81[- ]?(?:\(0\))?)?(?:\(0\d{1,4}\) ?-?\d{1,4}[- ]\d{3,4}|0?\d{1,4}\(\d{1,4}\) ?-?\d{3,4}"
    r"|0?\d{1,4}-\d{1,4}-\d{3,4}|0\d{1,4} \d{1,4} \d{3,4}|0[5-9]0\d{8}|0120\d{6}|0800\d{7})(?![\d-])"
)


@dataclass(frozen=True, slots=True)
class Link:
    """What a part of a text leads to."""

    start: int
    end: int
    kind: str
    """`url`, `mail` or `phone`."""
    target: str


def links(text: str) -> list[Link]:
    """Return the links of a text in their order; none lies in another."""
    found = list(_addresses(text))
    taken = [(one.start, one.end) for one in found]
    at = 0
    for phone in _phones(text):
        while at < len(taken) and taken[at][1] <= phone.start:
            at += 1
        if at == len(taken) or phone.end <= taken[at][0]:
            found.append(phone)
    return sorted(found, key=lambda one: one.start)


def phones(text: str) -> Iterator[Link]:
    """Yield the telephone numbers, for those who read them aloud."""
    return (one for one in links(text) if one.kind == "phone")


def _addresses(text: str) -> Iterator[Link]:
    end = 0
    parts = [
        (wide.span(), wide[0].translate(_NARROW))
        for wide in _WIDE.finditer(text)
        if _WIDE_ADDRESS.search(wide[0])
    ]
    for (start, stop), narrow in (*parts, ((len(text), len(text)), "")):
        yield from _in(text[end:start], end)
        yield from _in(narrow, start)
        end = stop


def _in(text: str, offset: int) -> Iterator[Link]:
    for match in _ADDRESS.finditer(text):
        kind = match.lastgroup or "url"
        whole = match[0] if kind == "mail" else _trimmed(match[0])
        if kind == "url" and whole.endswith("//"):
            continue
        target = {"url": whole, "mail": f"mailto:{whole}", "site": f"https://{whole}"}[kind]
        start = offset + match.start()
        yield Link(start, start + len(whole), "mail" if kind == "mail" else "url", target)


def _trimmed(address: str) -> str:
    """Leave out the end of the sentence, and a bracket that was opened before the address."""
    kept = address.rstrip(_TRAILING)
    while kept.endswith((")", "]")):
        opening = "(" if kept[-1] == ")" else "["
        if kept.count(kept[-1]) <= kept.count(opening):
            break
        kept = kept[:-1].rstrip(_TRAILING)
    return kept


def _phones(text: str) -> Iterator[Link]:
    narrow = text.translate(_NARROW).translate(_HYPHENS)
    for match in _PHONE.finditer(narrow):
        number = re.sub(r"\D", "", match[0].replace("(0)", ""))
        abroad = match[0].startswith("+")
        if not abroad and not (number.startswith("0") and 10 <= len(number) <= 11):
            continue
        yield Link(match.start(), match.end(), "phone", f"tel:{'+' if abroad else ''}{number}")
