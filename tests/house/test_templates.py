"""About the templates: they can be read, and compared line by line."""

import re
from pathlib import Path

import kairanban

TEMPLATES = Path(kairanban.__file__).parent / "templates"
LONGEST = 200


def test_no_line_of_a_template_is_too_long() -> None:
    long = [
        f"{path.relative_to(TEMPLATES)}:{number}"
        for path in sorted(TEMPLATES.rglob("*.*"))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > LONGEST
    ]
    assert long == []


def test_what_is_polled_carries_a_hash_of_what_is_shown() -> None:
    """`version()` and the views' `version` are web/live.version_of."""
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text()
        for watched in re.findall(r'data-watch="([^"]*)"', text):
            assert re.fullmatch(r"\{\{ version\(.+\) \}\}", watched), (path, watched)
        for polled in re.findall(r'data-hx-get="([^"]*)"\s[^>]*data-hx-trigger="every', text):
            assert polled.endswith("?version={{ page.version }}"), (path, polled)
    for path in (TEMPLATES.parent).rglob("*.py"):
        for body in re.findall(r"def version\(self\) -> str:\n(.*?)\n\n", path.read_text(), re.DOTALL):
            assert re.fullmatch(r"\s*return version_of\(self\)", body), (path, body)
