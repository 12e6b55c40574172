"""Write docs/disclosure.md from the parts of a bundle: `python -m tests.house.disclosure`."""

from itertools import groupby
from pathlib import Path

from kairanban.accountability.disclosure.queries.everything import PARTS
from kairanban.accountability.disclosure.queries.exempt import EXEMPT
from kairanban.accountability.disclosure.rules.fields import DAYS, FLAGS, TIMES, VERSION

PAGE = Path(__file__).parents[2] / "docs" / "disclosure.md"

HEAD = f"""# The file of a disclosure (開示)

Written by `python -m tests.house.disclosure` from the parts in `accountability/disclosure`, and held to them by a test. Names are stable: a part or a field
that is renamed or taken away raises `version`, which is {VERSION} now; new ones do not. Read decision 0034 for who gets which.

JSON in UTF-8. The head: `format` (`kairanban.disclosure`), `version`, `made` (time), `made_by` (`household` or `desk`), `of` (`household` or `person`),
`association` (its name), `household_id` (number), `notes_left_out` (how many notes of visits are not in it). Each part is a list of objects, the newest first;
empty parts are there. Times are ISO 8601 in UTC, days `YYYY-MM-DD`, flags true or false, references the name of what they refer to, and what says nothing is null.

| part | fields |
| --- | --- |
"""

LEFT_OUT = """
## What is not in it

| columns | why |
| --- | --- |
"""


def _field(name: str) -> str:
    kind = "time" if name in TIMES else "day" if name in DAYS else "flag" if name in FLAGS else ""
    return f"{name} ({kind})" if kind else name


def page() -> str:
    parts = "".join(f"| {part.name} | {', '.join(_field(one) for one in part.columns)} |\n" for part in PARTS)
    reasons = sorted(EXEMPT, key=lambda column: (EXEMPT[column], column))
    left_out = "".join(
        f"| {', '.join(columns)} | {why} |\n" for why, columns in groupby(reasons, key=EXEMPT.__getitem__)
    )
    return HEAD + parts + LEFT_OUT + left_out


if __name__ == "__main__":
    PAGE.write_text(page())
