"""About the templates: they can be read, and compared line by line."""

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
