"""docs/architecture.md shows the same floors as contracts and folders."""

import configparser
import re
from pathlib import Path

import kairanban

ROOT = Path(kairanban.__file__).parent
PAGE = (ROOT.parent / "docs" / "architecture.md").read_text()
FLOORS = ("community", "circulation", "care", "desks", "operations")


def test_every_feature_and_floor_stands_on_the_page() -> None:
    picture = PAGE.split("```")[1]
    for folder in (
        path
        for path in ROOT.iterdir()
        if path.is_dir() and path.name not in ("static", "templates", "__pycache__")
    ):
        assert re.search(rf"\b{folder.name}\b", picture), folder.name
    for floor in FLOORS:
        line = next(line for line in picture.splitlines() if line.startswith(floor + " "))
        features = {p.stem for p in (ROOT / floor).iterdir() if not p.stem.startswith("__")}
        assert features <= set(re.findall(r"\w+", line)), (floor, features)


def test_the_order_on_the_page_is_that_of_the_contracts() -> None:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT.parent / ".importlinter")
    for floor in ("community", "circulation", "care"):
        held = contracts[f"importlinter:contract:{floor}"]["layers"].split()
        line = next(line for line in PAGE.splitlines() if line.startswith(f"{floor} "))
        assert re.findall(r"\w+", line)[1:] == held
