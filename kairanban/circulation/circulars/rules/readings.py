"""The furigana of a circular's texts, as they are kept beside them."""

import json
from collections.abc import Mapping

from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.i18n.furigana import Spans

# The parts of a text that are read, in the order in which they stand on the page.
READ = ("title", "gist", "facts_when", "facts_where", "facts_bring", "facts_ask", "body")


def texts_to_read(texts: Texts) -> list[str]:
    """The texts whose readings are looked up, in the order of `READ`."""
    return [getattr(texts, field) for field in READ]


def pack(spans: Mapping[str, Spans]) -> str:
    """As it is stored: `{"title": [[0, 2, "こうえん"]]}`."""
    return json.dumps(
        {field: [[s.start, s.end, s.reading] for s in found] for field, found in spans.items() if found},
        ensure_ascii=False,
        separators=(",", ":"),
    )
