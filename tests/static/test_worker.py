"""The service worker as served: one classic script of its modules, and what pages tell it."""

import asyncio
import json
import re
import subprocess
from pathlib import Path

import pytest

from kairanban.web.home_screen import MODULES, assembled
from kairanban.web.static_files import FOLDER
from tests.programs import program
from tests.visiting import Visit
from tests.world import World

pytestmark = pytest.mark.anyio

NODE = program("node")
ROOT = Path(__file__).parents[2]


def test_every_module_is_put_together_after_those_it_imports() -> None:
    assert {path.stem for path in (FOLDER / "worker").iterdir()} == set(MODULES)
    for at, name in enumerate(MODULES):
        code = (FOLDER / "worker" / f"{name}.mjs").read_text()
        wanted = re.findall(r'^import .* from "\./(\w+)\.mjs";$', code, re.M)
        assert len(wanted) == len(re.findall(r"^import\b", code, re.M)), name
        assert set(wanted) <= set(MODULES[:at]), name


@pytest.mark.parametrize("suffix", ["js", "mjs"])
def test_it_is_one_script_without_a_name_twice(tmp_path: Path, suffix: str) -> None:
    # A script accepts two functions of the same name and uses the second; a module refuses them.
    file = tmp_path / f"sw.{suffix}"
    file.write_text(assembled())
    subprocess.run([NODE, "--check", file], check=True)
    assert not re.search(r"^(import|export)\b", assembled(), re.M)


async def test_it_is_served_with_what_it_keeps_and_its_version(world: World) -> None:
    async with Visit(world) as visitor:
        code = (await visitor.get("/sw.js")).text
    assert re.search(r'^const SHELL = \["/static/app\.[0-9a-f]{12}\.css", ', code, re.M)
    assert re.search(r'^const STATICS = "statics [0-9a-f]{12}";$', code, re.M)


async def ahead(world: World, who: str, path: str) -> dict[str, list[str]]:
    """Return what the worker's own code reads from a page."""
    async with Visit(world, who) as visitor:
        html = (await visitor.get(path)).text
    code = f"""import {{ aheadOf }} from {json.dumps((FOLDER / "worker/keeping.mjs").as_uri())};
        let html = ""; for await (const part of process.stdin) html += part;
        console.log(JSON.stringify(aheadOf(html)));"""
    told = await asyncio.to_thread(
        subprocess.run,
        [NODE, "--input-type=module", "-e", code],
        input=html,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, list[str]] = json.loads(told.stdout)
    return found


async def test_the_first_page_names_its_circulars_and_the_events(world: World) -> None:
    async with Visit(world, "sato") as visitor:
        html = (await visitor.get("/")).text
    doors = re.findall(r'<a class="door [^"]*" href="(/circulars/[^"]*)"', html)
    assert (await ahead(world, "sato", "/"))["pages"] == [*doors[:12], "/events"]


async def test_a_page_that_is_not_a_list_names_nothing(world: World) -> None:
    assert await ahead(world, "sato", "/settings") == {"pages": [], "pictures": []}


def test_its_tools_are_installed_by_the_set_up_and_locked_without_addresses() -> None:
    package = json.loads((ROOT / "tests/browser/package.json").read_text())
    lock = (ROOT / "tests/browser/package-lock.json").read_text()
    assert {"eslint", "typescript", "axe-core", "vnu-jar"} <= set(package["devDependencies"])
    assert all(re.fullmatch(r"[\d.]+", version) for version in package["devDependencies"].values())
    assert '"resolved"' not in lock
    assert "cd tests/browser && npm ci --ignore-scripts" in (ROOT / "scripts/setup").read_text()
    for name in package["devDependencies"]:
        assert (ROOT / "tests/browser/node_modules" / name / "package.json").is_file(), name
