"""ふりがな for texts, looked up in a child process that loads the dictionary."""

from collections.abc import Mapping, Sequence

from kairanban.confined import child, errors
from kairanban.confined.errors import Unreadable
from kairanban.confined.limits import FURIGANA
from kairanban.i18n.furigana import Span, Spans

_WORKER = child.Worker("kairanban.confined.inside.furigana")


async def read_aloud(texts: Sequence[str], readings: Mapping[str, str]) -> list[Spans]:
    """Return the readings of each text; `readings` (hiragana by word) override the dictionary."""
    header, _ = await child.run(
        _WORKER, {"readings": dict(readings)}, [text.encode() for text in texts], FURIGANA
    )
    found = header.get("spans")
    if not isinstance(found, list) or len(found) != len(texts):
        raise Unreadable(errors.DAMAGED)
    return [tuple(Span(*span) for span in spans) for spans in found]
