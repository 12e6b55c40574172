"""ふりがな of the interface and the guides, kept beside each Japanese catalogue for people to correct.

`python -m kairanban.confined.interface` adds missing readings and removes obsolete ones.
"""

import asyncio
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from kairanban.confined.furigana import read_aloud
from kairanban.i18n.furigana import parse, write
from kairanban.i18n.kanji import is_kanji
from kairanban.i18n.languages import LANGUAGES
from kairanban.i18n.translate import LOCALE, catalogue

FILE = "furigana.po"
GUIDES = Path(__file__).parents[1] / "desks" / "guides" / "texts"


def sentences(language: str) -> set[str]:
    """Return all sentences of the catalogue and the guides that contain kanji."""
    found = set[str]()
    for message in catalogue(language):
        if message.id:
            forms = [message.string] if isinstance(message.string, str) else message.string
            found.update(form for form in forms or () if any(map(is_kanji, form)))
    guides = tomllib.loads((GUIDES / f"{language}.toml").read_text())
    return found | {text for text in _texts(guides) if any(map(is_kanji, text))}


def _texts(written: Any) -> Iterator[str]:
    if isinstance(written, str):
        yield written
    else:
        for one in written.values() if isinstance(written, dict) else written:
            yield from _texts(one)


async def update(language: str) -> int:
    """Update the readings of one catalogue; return the number of new ones."""
    path = LOCALE / language / FILE
    kept = {}
    if path.exists():
        with path.open("rb") as file:
            kept = {str(m.id): str(m.string) for m in read_po(file) if m.id}
    wanted = sorted(sentences(language))
    # Readings that no longer fit their sentence are made again.
    fresh = [one for one in wanted if one not in kept or parse(kept[one])[0] != one]
    for one, spans in zip(fresh, await read_aloud(fresh, {}), strict=True):
        kept[one] = write(one, spans)
    made = Catalog(project="kairanban")
    for one in wanted:
        made.add(one, kept[one])
    with path.open("wb") as file:
        write_po(file, made, width=110, sort_output=True, no_location=True, omit_header=True)
    return len(fresh)


async def main() -> None:
    for language in LANGUAGES.values():
        if language.japanese:
            sys.stdout.write(f"{language.code}: {await update(language.code)} new readings\n")


if __name__ == "__main__":
    asyncio.run(main())
