"""Worker that looks up the readings of Japanese words. Its dictionary takes 80 MB, hence a child process."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import jaconv

from kairanban.confined import frames
from kairanban.confined.inside.everyday import MARKED
from kairanban.i18n.counted import counted
from kairanban.i18n.furigana import Span, Spans, fitted, parse

# A word, or a word with its context, mapped to the readings in it.
Known = dict[str, Spans]

EVERYDAY: Known = dict(map(parse, MARKED.split()))


def work(header: dict[str, Any], blobs: Sequence[bytes]) -> bytes:
    """Return the readings of each text as [start, end, reading]; the association's own come first."""
    from sudachipy import Dictionary, SplitMode

    tokenizer = Dictionary(dict="small").create(mode=SplitMode.C)
    known = {
        **EVERYDAY,
        **{word: _own(word, reading) for word, reading in header["readings"].items() if word},
    }
    longest_first = re.compile("|".join(map(re.escape, sorted(known, key=len, reverse=True))))
    answer = [
        [[s.start, s.end, s.reading] for s in _read(blob.decode(), longest_first, known, tokenizer)]
        for blob in blobs
    ]
    return frames.pack({"spans": answer})


def _own(word: str, reading: str) -> Spans:
    return (fitted(0, word, reading) or Span(0, len(word), ""),)


def _read(text: str, pattern: re.Pattern[str], readings: Known, tokenizer: Any) -> list[Span]:
    known = [
        Span(found.start() + span.start, found.start() + span.end, span.reading)
        for found in pattern.finditer(text)
        for span in readings[found[0]]
    ]
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


def _looked_up(text: str, offset: int, tokenizer: Any) -> list[Span]:
    """Return the readings of words, those of 非|常食 and 告別|式 as one."""
    found = list[Span]()
    before: Sequence[str] = ()
    for span, kind in _words(text, offset, tokenizer):
        if found and found[-1].end == span.start and _belong(before, kind, span):
            found[-1] = Span(found[-1].start, span.end, found[-1].reading + span.reading)
        else:
            found.append(span)
        before = kind
    return found


def _belong(before: Sequence[str], kind: Sequence[str], span: Span) -> bool:
    """Tell whether one of two words is no word of its own; names and numbers stay apart from what follows."""
    if "固有名詞" in (before[1], kind[1]) or "数詞" in (before[1], kind[1]):
        return False
    one = span.end - span.start == 1 and (before[0], kind[0]) == ("名詞", "名詞")
    return one or before[0] == "接頭辞" or (kind[0] == "接尾辞" and before[0] != "接尾辞")


def _words(text: str, offset: int, tokenizer: Any) -> Iterator[tuple[Span, Sequence[str]]]:
    if not text:
        return
    tokens = list(tokenizer.tokenize(text))
    for token, after in zip(tokens, [*tokens[1:], None], strict=True):
        reading = token.reading_form()
        if token.part_of_speech()[1] == "数詞":
            reading = _before(reading, after.reading_form() if after else "")
        elif token.is_oov() or reading == "キゴウ":
            continue
        span = fitted(offset + token.begin(), token.surface(), jaconv.kata2hira(reading))
        if span is not None:
            yield span, token.part_of_speech()


# The last sound of a number assimilates to the counter behind it: 一回 is いっかい.
_SWALLOWED = {"イチ": "イッ", "ハチ": "ハッ", "ジュウ": "ジュッ"}


def _before(number: str, counter: str) -> str:
    if counter[:1] in tuple("カキクケコ") and number.endswith("ロク"):
        return number[:-1] + "ッ"
    if counter[:1] in tuple("カキクケコサシスセソタチツテト"):
        for ending, swallowed in _SWALLOWED.items():
            if number.endswith(ending):
                return number.removesuffix(ending) + swallowed
    return number
