"""About the code: roles only where they belong, no user input as markup, limits of modules and names."""

import re
from pathlib import Path

import kairanban

ROOT = Path(kairanban.__file__).parent
LONGEST = 250


def _python() -> list[Path]:
    return [path for path in ROOT.rglob("*.py") if "migrations" not in path.parts]


def test_roles_are_named_only_where_permissions_and_appointments_are_decided() -> None:
    allowed = (
        "core/",
        "access/",
        "operations/",
        "community/roster/",
        "community/people/actions/",
        "community/people/rules/",
        "community/handovers/actions/",
        "community/buildings/actions/contacts.py",
        "community/signin/backend.py",
        "community/signin/pages/offices.py",
        "community/signin/pages/appointments.py",
        "community/towns/actions/people.py",
        "community/towns/pages/people.py",
    )
    for path in _python():
        inside = path.relative_to(ROOT).as_posix()
        if not inside.startswith(allowed):
            assert "core.roles" not in path.read_text(), inside


def test_user_input_is_never_marked_safe() -> None:
    for path in (ROOT / "templates").rglob("*.html"):
        assert not re.search(r"\|\s*safe\b", path.read_text()), path


def test_no_module_is_too_long() -> None:
    long = [path.relative_to(ROOT) for path in _python() if len(path.read_text().splitlines()) > LONGEST]
    assert long == []


def test_modules_have_telling_names() -> None:
    empty = {"utils", "helpers", "helper", "common", "misc", "base", "manager", "service", "services"}
    assert [path for path in ROOT.rglob("*") if path.stem in empty] == []


def test_htmx_elements_carry_a_nonce() -> None:
    for path in (ROOT / "templates").rglob("*.html"):
        for tag in re.findall(r"<[a-z]+\b[^>]*data-hx-(?:get|post)=[^>]*>", path.read_text()):
            assert "data-hx-nonce" in tag, f"{path.name}: {tag[:80]}"


def test_features_read_rows_by_name() -> None:
    """Only tests and the transaction itself see a row as a tuple."""
    found = {
        str(path)
        for path in _python()
        if re.search(r"\btx\.rows\(", path.read_text()) and path.parts[-2:] != ("db", "tx.py")
    }
    assert found == set()
