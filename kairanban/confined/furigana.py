"""ふりがな for texts, read in a child that holds the dictionary."""

from collections.abc import Mapping, Sequence

from kairanban.confined import child, errors
from kairanban.confined.errors import Unreadable
from kairanban.confined.limits import FURIGANA
from kairanban.i18n.furigana import Span, Spans

_WORKER = child.Worker("kairanban.confined.inside.furigana")


async def read_aloud(texts: Sequence[str], readings: Mapping[str, str]) -> list[Spans]:
    """How each text is read, one `Spans` a text; `readings` (written to hiragana) come before the dictionary's."""
    header, _ = await child.run(
        _WORKER, {"readings": dict(readings)}, [text.encode() for text in texts], FURIGANA
    )
    found = header.get("spans")
    if not isinstance(found, list) or len(found) != len(texts):
        raise Unreadable(errors.DAMAGED)
    return [tuple(Span(*span) for span in spans) for spans in found]
