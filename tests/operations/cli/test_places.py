"""Setting up towns and associations at a terminal."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from kairanban.config import read_settings
from kairanban.db.settings import read_directly
from kairanban.operations.cli import data, main
from tests.operations.cli.test_commands import folder, run, said

__all__ = ["folder"]


def names(*lines: str) -> list[str]:
    """Return the list of places without their numbers."""
    return [re.sub(r"^( *)\d+  ", r"\1", line) for line in run("place", "list").output.splitlines()]


def test_init_sets_up_a_town_and_its_officer(folder: Path) -> None:
    made = run("init", "--municipality", "若葉市", "--name", "清水 博")
    assert "清水 博: municipal_officer of 若葉市" in made.output
    assert "/i/" in made.output
    assert names() == ["municipality  若葉市"]


def test_init_sets_up_one_association_and_its_chair(folder: Path) -> None:
    made = run("init", "--association", "みどりヶ丘自治会", "--name", "山田 花子", "--phone", "022-000-0000")
    assert "山田 花子: chair of みどりヶ丘自治会" in made.output
    assert names() == ["association  みどりヶ丘自治会"]


def test_init_asks_one_thing_and_somebody_who_begins(folder: Path) -> None:
    both = said(run("init", "--association", "会", "--municipality", "市", "--name", "誰か"))
    assert both == "Please give an association or a municipality, not both."
    assert said(run("init", "--association", "会")) == "Please give the --name of whoever begins."
    assert not folder.exists()


def operator_of(folder: Path) -> dict[str, str]:
    return read_directly(read_settings().database_url, "operator_name", "operator_phone")


def test_init_is_told_the_operator(folder: Path) -> None:
    wrong = run("init", "--operator", "鈴木 一", "--operator-phone", "later")
    assert said(wrong) == "'later' is not a telephone number."
    assert not folder.exists()
    assert run("init", "--operator", "鈴木 一", "--operator-phone", "022-000-0200").exit_code == 0
    assert operator_of(folder) == {"operator_name": "鈴木 一", "operator_phone": "022-000-0200"}


@pytest.mark.parametrize(
    ("answers", "stored"),
    [
        (
            ["鈴木 一", "?", "022-000-0200", "later"],
            {"operator_name": "鈴木 一", "operator_phone": "022-000-0200"},
        ),
        (["", "", "later"], {}),
    ],
)
def test_init_asks_for_the_operator_at_a_terminal(
    folder: Path, monkeypatch: pytest.MonkeyPatch, answers: list[str], stored: dict[str, str]
) -> None:
    monkeypatch.setattr(data, "at_terminal", lambda: True)
    made = CliRunner().invoke(main, ["init"], input="\n".join(answers) + "\n", catch_exceptions=False)
    assert made.exit_code == 0, made.output
    assert made.output.index("Who operates this server") < made.output.index("What is being set up")
    assert operator_of(folder) == stored


def test_a_tree_is_made_renamed_moved_and_closed(folder: Path) -> None:
    run("init")
    assert run("place", "list").output == "There is no place yet.\n"
    for arguments in (
        ("federation", "若葉広域"), ("municipality", "若葉市", "--in", "若葉広域"), ("district", "北部", "--in", "若葉市"),
        ("association", "1区", "--in", "若葉市/北部"), ("association", "2区"), ("settlement", "沢", "--in", "1区"),
    ):  # fmt: skip
        assert run("place", "add", *arguments).exit_code == 0, arguments
    run("place", "rename", "1区", "一区")
    run("place", "move", "2区", "--in", "若葉市")
    assert names() == [
        "federation  若葉広域", "  municipality  若葉市", "    district  北部", "      association  一区",
        "        settlement  沢", "    association  2区",
    ]  # fmt: skip
    run("place", "move", "2区")
    run("place", "close", "沢")
    assert "  association  2区" not in names()
    assert not any("沢" in line for line in names())


def test_bad_input_is_one_sentence(folder: Path) -> None:
    run("init", "--municipality", "若葉市", "--name", "清水 博")
    run("place", "add", "association", "1区", "--in", "若葉市")
    run("place", "add", "municipality", "となり町")
    run("place", "add", "association", "1区", "--in", "となり町")
    assert said(run("place", "add", "municipality", "若葉市")) == "There is one of this name already."
    assert said(run("place", "add", "block", "班", "--in", "若葉市")) == "There is no such place there."
    assert said(run("place", "move", "若葉市", "--in", "若葉市/1区")) == "A place cannot be put into itself."
    assert said(run("place", "close", "若葉市")).startswith("There are still places in it: 1区.")
    assert "Several places are called 1区" in said(run("place", "close", "1区"))
    assert run("place", "close", "となり町/1区").exit_code == 0
    for unknown in ("ない所", "99", "となり町/1区", "若葉市/ない所"):
        assert said(run("place", "close", unknown)).startswith(f"There is no place {unknown}.")
    assert "This office does not exist there" in said(run("invite", "若葉市", "誰か"))
    assert "There is no place 班" in said(run("invite", "班", "誰か", "--role", "block_leader"))


@pytest.mark.parametrize("answer", ["--same", "--another"])
def test_nobody_is_made_twice_without_a_word(folder: Path, answer: str) -> None:
    run("init", "--municipality", "若葉市", "--name", "清水 博")
    run("place", "add", "association", "1区", "--in", "若葉市")
    office = ("invite", "若葉市/1区", "林 久美子")
    assert run(*office, "--role", "settlement_supporter").exit_code == 0
    assert run(*office, "--role", "settlement_supporter").exit_code == 0
    assert said(run(*office, "--role", "welfare_commissioner")) == (
        "林 久美子 serves there already: settlement_supporter (1区). Add --same if it is the same person, else --another."
    )
    assert run(*office, "--role", "welfare_commissioner", answer).exit_code == 0
    again = run(*office, "--role", "settlement_supporter")
    assert again.exit_code == 0
