"""Furigana of a circular's texts in stored form."""

import json
from collections.abc import Mapping

from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.i18n.furigana import Spans

# The texts with furigana, in the order of the page.
READ = ("title", "gist", "facts_when", "facts_where", "facts_bring", "facts_ask", "body", "questions")


def texts_to_read(texts: Texts) -> list[str]:
    """Return the texts to look up, in the order of `READ`."""
    return [getattr(texts, field) for field in READ]


def pack(spans: Mapping[str, Spans]) -> str:
    """Return the stored form: `{"title": [[0, 2, "こうえん"]]}`."""
    return json.dumps(
        {field: [[s.start, s.end, s.reading] for s in found] for field, found in spans.items() if found},
        ensure_ascii=False,
        separators=(",", ":"),
    )
