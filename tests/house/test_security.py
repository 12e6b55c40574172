"""docs/security.md: every test it names exists, and its table of the ASVS is whole."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text()

# Requirements of levels 1 and 2 in each chapter of ASVS 5.0.
CHAPTERS = {
    1: 27, 2: 11, 3: 19, 4: 10, 5: 9, 6: 35, 7: 18, 8: 7, 9: 7, 10: 29, 11: 14, 12: 9, 13: 13, 14: 9, 15: 13, 16: 16, 17: 7,
}  # fmt: skip
ROW = re.compile(r"^\| (\d+)\.(\d+\.\d+) \| ([12]) \| (met|not met|not applicable) \| (.+) \|$", re.M)


def rows() -> list[tuple[str, str, str, str]]:
    return [(f"{one[1]}.{one[2]}", one[3], one[4], one[5]) for one in ROW.finditer(TEXT)]


def test_every_test_that_a_promise_names_exists() -> None:
    named = set(re.findall(r"`(tests/[^`]+)`", TEXT))
    assert len(named) > 40
    assert sorted(path for path in named if not (ROOT / path).is_file()) == []


def test_everybody_who_attacks_meets_a_tested_promise() -> None:
    section = TEXT.split("## Who attacks")[1].split("\n## ")[0]
    attackers = [line for line in section.splitlines() if line.startswith("| ") and "---" not in line][1:]
    assert len(attackers) >= 10
    for line in attackers:
        who, _, promised, tested, left = (cell.strip() for cell in line.strip("|").split("|"))
        assert promised, who
        assert "`tests/" in tested, who
        assert left, who


def test_every_requirement_of_both_levels_is_answered_once_with_a_reason() -> None:
    found = rows()
    assert len({id for id, *_ in found}) == len(found) == sum(CHAPTERS.values()) == 253
    assert Counter(int(id.split(".")[0]) for id, *_ in found) == CHAPTERS
    assert all(len(why) > 5 for *_, why in found)


def test_what_is_not_met_stands_above_the_table() -> None:
    for level in "12":
        [listed] = re.findall(rf"\*\*Not met, level {level}:\*\* (.+)\.\n", TEXT)
        open_ones = [id for id, of, state, _ in rows() if of == level and state == "not met"]
        assert listed.split(", ") == open_ones


def test_files_named_in_the_table_exist() -> None:
    """What is met names where; a moved file is noticed."""
    for path in set(re.findall(r"`((?:\w+/)+\w+\.py)`", TEXT)):
        places = (ROOT / path, *ROOT.glob(f"kairanban/{path}"), *ROOT.glob(f"kairanban/*/{path}"))
        assert any(place.is_file() for place in places), path
