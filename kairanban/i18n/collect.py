"""Update the catalogues from code and templates: `python -m kairanban.i18n.collect`."""

import sys
from copy import deepcopy
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from kairanban.i18n.languages import LANGUAGES
from kairanban.i18n.translate import LOCALE

ROOT = Path(__file__).parents[1]
SOURCE = "en"
KEYWORDS = {**DEFAULT_KEYWORDS, "_n": None, "_a": None, "_count": (1, 2), "_with": (2,)}
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
# A constant header, so that diffs show only changed messages.
HEADER = """# kairanban: {name}
msgid ""
msgstr ""
"Language: {locale}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""
OPTIONS = {"templates/**.html": {"trimmed": "true", "silent": "false"}}


def collect() -> Catalog:
    """Return all messages in code and templates."""
    found = Catalog(project="kairanban")
    for name, line, message, comments, context in extract_from_dir(ROOT, METHODS, OPTIONS, keywords=KEYWORDS):
        found.add(message, None, [(name, line)], auto_comments=comments, context=context)
    return found


def update(language: str, found: Catalog) -> list[str]:
    """Rewrite the catalogue of one language; return its untranslated messages."""
    path, locale = LOCALE / language / "messages.po", LANGUAGES[language].locale
    path.parent.mkdir(parents=True, exist_ok=True)
    old = read_po(path.open("rb"), locale=locale) if path.exists() else Catalog(locale=locale)
    # Catalogues share message objects: without a copy, English would be written into the next ones.
    old.update(deepcopy(found), no_fuzzy_matching=True)
    old.obsolete.clear()
    for message in old:
        if language == SOURCE and message.id and not _whole(message.string):
            message.string = message.id
    with path.open("wb") as file:
        file.write(
            HEADER.format(name=LANGUAGES[language].name, locale=locale, plurals=old.plural_forms).encode()
        )
        write_po(file, old, width=110, sort_output=True, no_location=True, omit_header=True)
    return [str(message.id) for message in old if message.id and not _whole(message.string)]


def _whole(text: object) -> bool:
    return all(text) if isinstance(text, (tuple, list)) else bool(text)


def main() -> int:
    found = collect()
    missing = {language: update(language, found) for language in LANGUAGES}
    for language, messages in missing.items():
        for message in messages:
            sys.stdout.write(f"{language}: {message}\n")
    return 1 if any(missing.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
