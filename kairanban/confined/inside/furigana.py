"""The worker that reads Japanese: which word is read how. Its dictionary takes 80 MB, so it lives in a child."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import jaconv

from kairanban.confined import frames
from kairanban.i18n.counted import counted
from kairanban.i18n.furigana import Span, fitted

# Read differently in everyday speech than in the dictionary.
EVERYDAY = {
    "一度": "いちど",
    "日本": "にほん",
    "方々": "かたがた",
    "回覧板": "かいらんばん",
    "班長": "はんちょう",
    "組長": "くみちょう",
}


def work(header: dict[str, Any], blobs: Sequence[bytes]) -> bytes:
    """Answer with the readings of each text, as [start, end, reading]; the association's own come first."""
    from sudachipy import Dictionary, SplitMode

    tokenizer = Dictionary(dict="small").create(mode=SplitMode.C)
    own = _own({**EVERYDAY, **header["readings"]})
    answer = [[[s.start, s.end, s.reading] for s in _read(blob.decode(), own, tokenizer)] for blob in blobs]
    return frames.pack({"spans": answer})


def _own(readings: dict[str, str]) -> tuple[re.Pattern[str] | None, dict[str, str]]:
    longest_first = sorted(filter(None, readings), key=len, reverse=True)
    return (re.compile("|".join(map(re.escape, longest_first))) if longest_first else None), readings


def _read(text: str, own: tuple[re.Pattern[str] | None, dict[str, str]], tokenizer: Any) -> list[Span]:
    pattern, readings = own
    known = list[Span]()
    for found in pattern.finditer(text) if pattern else ():
        span = fitted(found.start(), found[0], readings[found[0]])
        known.append(span or Span(found.start(), found.end(), ""))
    for span in counted(text):
        if all(span.end <= other.start or span.start >= other.end for other in known):
            known.append(span)
    known.sort(key=lambda span: span.start)

    spans, end = list[Span](), 0
    for span in [*known, Span(len(text), len(text), "")]:
        spans += _looked_up(text[end : span.start], end, tokenizer)
        spans += [span] if span.reading else []
        end = span.end
    return spans


def _looked_up(text: str, offset: int, tokenizer: Any) -> Iterator[Span]:
    if not text:
        return
    for token in tokenizer.tokenize(text):
        if token.is_oov() or token.reading_form() == "キゴウ":
            continue
        span = fitted(offset + token.begin(), token.surface(), jaconv.kata2hira(token.reading_form()))
        if span is not None:
            yield span
