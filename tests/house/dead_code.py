"""Name code that nothing uses: `python -m tests.house.dead_code` (part of scripts/check). Use in tests alone is none."""

import re
import sys
from pathlib import Path

from vulture import Vulture

import kairanban

ROOT = Path(kairanban.__file__).parent

# Called by libraries, or kept for a reason.
KEPT = {
    # xml.sax
    "startElement", "endElement", "characters",
    # Jinja, SQLAlchemy, Starlette, structlog and logging
    "visit_Block", "visit_Call", "visit_Filter", "visit_Output", "visit_Template", "visit_bindparam", "statement_compiler", "make_globals", "inherit_cache", "_instr", "_strpos", "url_path_for", "raw_headers", "unraisablehook",
    # Pillow, psycopg and sqlite3
    "MAX_IMAGE_PIXELS", "isolation_level", "itersize",
    # uvicorn
    "keep_alive", "should_exit",
    # What webpush asks of its signer
    "get_authorization_header", "expiration", "subscriber", "vapid",
    # Where a document's text came from, for tests
    "text_from",
    # Values of enumerations that only SQL compares
    "WITHDRAWN", "CANCELLED",
    # Stands in docs/privacy.md
    "unless",
    # The rule of 声かけ, to which the statement that runs is held (tests/care/visits/test_check_in.py)
    "silent_since",
}  # fmt: skip


def in_templates() -> set[str]:
    """Return every name that an expression of a template holds."""
    found = set[str]()
    for path in (ROOT / "templates").rglob("*"):
        if path.is_file():
            for expression in re.findall(r"\{[{%](.*?)[}%]\}", path.read_text(), re.DOTALL):
                found.update(re.findall(r"[A-Za-z_]\w*", expression))
    return found


def unused() -> list[str]:
    """Return a line for each unused definition: where, what kind and its name."""
    reader = Vulture(ignore_decorators=["@*.command", "@command", "@*.group"])
    reader.scavenge([str(ROOT)], exclude=["*/migrations/*"])
    known = KEPT | in_templates()
    return [
        f"{Path(item.filename).relative_to(ROOT.parent)}:{item.first_lineno} unused {item.typ} {item.name}"
        for item in reader.get_unused_code(min_confidence=60)
        if item.name not in known
    ]


if __name__ == "__main__":
    lines = unused()
    sys.stdout.writelines(line + "\n" for line in lines)
    sys.exit(bool(lines))
