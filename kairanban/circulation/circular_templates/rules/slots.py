"""定型回覧: texts with slots, and filling them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kairanban.circulation.circulars.rules.texts import TEXT_FIELDS, Texts


class Slot(StrEnum):
    """What changes with each use, in the order of the form."""

    WHAT = "what"
    DAY = "day"
    NEW_DAY = "new_day"
    FROM = "from"
    UNTIL = "until"
    PLACE = "place"
    BRING = "bring"
    RAIN = "rain"


# How slots are written in texts of any language.
MARKS = {
    Slot.WHAT: "〔なに〕",
    Slot.DAY: "〔日にち〕",
    Slot.NEW_DAY: "〔新しい日〕",
    Slot.FROM: "〔はじまり〕",
    Slot.UNTIL: "〔おわり〕",
    Slot.PLACE: "〔場所〕",
    Slot.BRING: "〔持ち物〕",
    Slot.RAIN: "〔雨のとき〕",
}
_MARK = re.compile("|".join(re.escape(mark) for mark in MARKS.values()))
_SLOT_OF = {mark: slot for slot, mark in MARKS.items()}
_BRACES = re.compile(r"\{(" + "|".join(Slot) + r")\}")


@dataclass(frozen=True, slots=True)
class CircularTemplate:
    """A circular with slots, in every reviewed language."""

    name: str
    texts: Mapping[str, Texts]
    category: str
    reply_kind: str = "acknowledge"
    importance: str = "ordinary"
    bring: tuple[str, ...] = ()
    what: tuple[str, ...] = ()


def marked(text: str) -> str:
    """Replace {day} by its mark 〔日にち〕."""
    return _BRACES.sub(lambda found: MARKS[Slot(found[1])], text)


def slots_of(texts: Texts) -> frozenset[Slot]:
    """Return the slots used in any of the texts."""
    return frozenset(_SLOT_OF[mark] for name in TEXT_FIELDS for mark in _MARK.findall(getattr(texts, name)))


def needed(texts: Texts) -> frozenset[Slot]:
    """Return the required slots: those of title, gist and time."""
    return frozenset(
        _SLOT_OF[mark]
        for name in ("title", "gist", "facts_when")
        for mark in _MARK.findall(getattr(texts, name))
    )


def filled(texts: Texts, values: Mapping[Slot, str]) -> Texts:
    """Return the texts with filled slots, without lines whose slot is empty."""
    return Texts(**{name: _filled(getattr(texts, name), values) for name in TEXT_FIELDS})


def _filled(text: str, values: Mapping[Slot, str]) -> str:
    lines = []
    for line in text.split("\n"):
        if all(values.get(_SLOT_OF[mark]) for mark in _MARK.findall(line)):
            lines.append(_MARK.sub(lambda found: values[_SLOT_OF[found[0]]], line))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
