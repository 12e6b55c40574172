"""Worker that finds the facts in the text of scans; `found` does the same for documents."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from kairanban.confined import frames
from kairanban.confined.facts import written
from kairanban.confined.inside.facts import MOST_SIGNS, find_facts
from kairanban.confined.inside.plain_text import tidy_text

# Tesseract puts spaces between Japanese characters.
_GAP = re.compile(r"(?<=[^\x00-\x7f]) +(?=[^\x00-\x7f])")


def work(header: dict[str, Any], blobs: Sequence[bytes]) -> bytes:
    """Return the text of all pages without Tesseract's gaps, and its facts."""
    texts = [_GAP.sub("", blob.decode("utf-8", "replace")).replace("\f", "").strip() for blob in blobs]
    return frames.pack(found(texts, header["today"]))


def found(pages: Sequence[str], today: str) -> dict[str, str]:
    """Return the text of a paper as paragraphs, at most 20,000 characters, and the facts in it."""
    text = "\n\n".join(page for page in pages if page)[:MOST_SIGNS]
    return {"text": tidy_text(text), "facts": written(find_facts(text, date.fromisoformat(today)))}
