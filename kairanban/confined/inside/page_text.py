"""The text of a PDF page in reading order, with what was typed into its form."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kairanban.confined.inside.form_values import Value
from kairanban.confined.inside.letters import Letter
from kairanban.confined.inside.vertical import blocks

# Some PDF writers use look-alikes from the radicals block, which no search would find, or the signs of vertical text.
_RADICALS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe48]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
# Unified kanji in the block of look-alikes: 﨑 of names is not 崎.
_OWN = frozenset("﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩")
_OPENING = "(（「『【〔 \u3000:："


@dataclass(slots=True)
class _Line:
    """A line of letters, or of vertical text; `put` are values by the number of letters before them."""

    letters: list[Letter] = field(default_factory=list)
    text: str = ""
    put: list[tuple[int, Value]] = field(default_factory=list)

    @property
    def standing(self) -> list[Letter]:
        return [one for one in self.letters if not one.generated and one.sign.strip()]


@dataclass(frozen=True, slots=True)
class _Box:
    line: _Line
    left: float
    bottom: float
    right: float
    top: float


def text_of(letters: Sequence[Letter], values: Iterable[Value] = ()) -> str:
    """Return the lines in file order, which word processors keep as reading order; vertical text from the right."""
    lines = list(_lines(letters))
    filled = sorted(values, key=lambda one: (-one.top, one.left))
    if filled:
        _put(lines, filled)
    text = "\n".join(map(_written, lines))
    return _RADICALS.sub(_plain, _CONTROL.sub("", text)).strip()


def _plain(sign: re.Match[str]) -> str:
    return sign[0] if sign[0] in _OWN else unicodedata.normalize("NFKC", sign[0])


def _lines(letters: Sequence[Letter]) -> Iterator[_Line]:
    vertical = {block.first: block for block in blocks(letters)}
    inside = {at for block in vertical.values() for at in block.members}
    line = _Line()
    for at, letter in enumerate(letters):
        if at in vertical:
            if line.standing:
                yield line
                line = _Line()
            yield _Line(text=vertical[at].text)
        if at in inside:
            continue
        if letter.sign in "\r\n":
            # PDFium ends a line behind each letter of a column: only what has letters of its own counts.
            if letter.sign == "\n" and (line.letters or not vertical):
                yield line
                line = _Line()
        else:
            line.letters.append(letter)
    yield line


def _put(lines: list[_Line], values: list[Value]) -> None:
    """Put each value into the line beside which it stands, else into a line of its own below the nearest."""
    boxes = [_box(line, own) for line in lines if (own := line.standing)]
    for value in values:
        beside = [box for box in boxes if _level(box, value)]
        if beside:
            box = min(beside, key=lambda box: (_apart(box, value), -box.top))
            middle = (value.left + value.right) / 2
            before = sum(one.middle[0] < middle for one in box.line.letters)
            box.line.put.append((before, value))
            continue
        above = [box for box in boxes if box.bottom >= value.top - 1]
        nearest = min(above, key=lambda box: box.bottom - value.top, default=None)
        alone = _Line(put=[(0, value)])
        lines.insert(_after(lines, nearest.line) if nearest else 0, alone)
        boxes.append(_Box(alone, value.left, value.bottom, value.right, value.top))


def _after(lines: list[_Line], line: _Line) -> int:
    return next(at for at, one in enumerate(lines, 1) if one is line)


def _box(line: _Line, own: list[Letter]) -> _Box:
    return _Box(
        line,
        min(one.left for one in own),
        min(one.bottom for one in own),
        max(one.right for one in own),
        max(one.top for one in own),
    )


def _level(box: _Box, value: Value) -> bool:
    shared = min(box.top, value.top) - max(box.bottom, value.bottom)
    return shared > 0.5 * min(box.top - box.bottom, value.top - value.bottom)


def _apart(box: _Box, value: Value) -> float:
    return max(value.left - box.right, box.left - value.right, 0)


def _written(line: _Line) -> str:
    if line.text:
        return line.text
    put = sorted(line.put, key=lambda one: (one[0], one[1].left))
    if not put:
        return "".join(one.sign for one in line.letters)
    text, done = "", 0
    for before, value in put:
        text += "".join(one.sign for one in line.letters[done:before])
        done = before
        if text and text[-1] not in _OPENING:
            text += "\u3000"
        text += value.text
    return text + "".join(one.sign for one in line.letters[done:])
