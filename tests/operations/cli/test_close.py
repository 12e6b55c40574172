"""Closing a server: everything is returned first, looked at, and only then erased."""

import csv
import os
import shutil
import sys
from pathlib import Path

import anyio
import pypdfium2
import pytest
from click.testing import CliRunner

from kairanban.circulation.replies.actions.answers import answer
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.db.backup_lines import mark_of_file
from kairanban.db.migrate import engine_for, revision_of
from kairanban.db.statements import Statement
from kairanban.db.tables.people import household, person
from kairanban.db.whole import columns
from kairanban.operations.cli import main
from kairanban.operations.closing.returning import HIDDEN
from kairanban.operations.closing.tables import returned as returned_columns
from tests.operations.cli.test_commands import folder, run, said
from tests.serving import environment
from tests.world import SYSTEM, TEXTS, World, circular

__all__ = ["folder"]

pytestmark = pytest.mark.anyio
PLACE = "みどりヶ丘自治会"


@pytest.fixture
def returned(folder: Path) -> Path:
    """Return the folder with what a new association gets back."""
    run("init", "--association", PLACE, "--name", "山田 花子")
    out = folder.parent / "out"
    out.mkdir(mode=0o755)
    done = run("close", "--to", out)
    assert done.exit_code == 0, done.output
    assert "Nothing is erased yet." in done.output
    return out


def pdf_words(file: Path) -> str:
    document = pypdfium2.PdfDocument(file)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    return text.replace("\r", "").replace("\n", "")


def url() -> str:
    given = os.environ.get("KAIRANBAN_DATABASE_URL")
    return given or f"sqlite:///{os.environ['KAIRANBAN_DATA']}/kairanban.sqlite3"


def test_everything_is_erased_once_it_was_returned(folder: Path, returned: Path) -> None:
    (of_place,) = (one for one in returned.iterdir() if one.name.endswith(PLACE))
    assert sorted(one.name for one in of_place.iterdir()) == ["名簿.csv", "回答.csv", "回覧"]
    assert mark_of_file(returned / "全体" / "kairanban.backup") in pdf_words(returned / "返却一覧.pdf")
    assert (returned / "全体" / "表" / "person.csv").read_text("utf-8-sig").count("山田 花子") == 1

    # Nobody else on the machine reads what is returned, also where the folder was there before.
    assert returned.stat().st_mode & 0o777 == 0o700
    (folder / "mine.txt").write_text("not the program's")
    done = run("close", "--to", returned, "--erase", "--yes")
    assert done.exit_code == 0, done.output
    assert [one.name for one in folder.iterdir()] == ["mine.txt"]
    assert "mine.txt" in done.output
    assert "mine.txt" in pdf_words(returned / "消去証明書.pdf")
    if os.environ.get("KAIRANBAN_DATABASE_URL"):
        assert revision_of(url()) is None


@pytest.mark.parametrize(
    "fault", ["a new row", "a row changed", "a file edited", "a file missing", "another name", "no folder"]
)
def test_nothing_is_erased_unless_it_is_what_was_returned(folder: Path, returned: Path, fault: str) -> None:
    arguments = ["close", "--to", str(returned), "--erase"]
    if fault == "a new row":
        run("invite", PLACE, "佐藤 実", "--role", "officer")
    elif fault == "a row changed":
        # As many rows as before.
        rename(url())
    elif fault == "a file edited":
        (returned / "全体" / "表" / "person.csv").write_text("")
    elif fault == "a file missing":
        (returned / "全体" / "kairanban.backup").unlink()
    elif fault == "no folder":
        arguments[2] = str(returned / "全体")
    right = fault in ("a new row", "a row changed")
    result = CliRunner().invoke(main, arguments, input="localhost:8321\n" if right else "example.jp\n")
    assert result.exit_code == 1
    assert "erased" in result.output or "returned" in result.output
    assert run("doctor").output.count("The database answers") == 1
    assert not (returned / "消去証明書.pdf").exists()


def rename(url: str) -> None:
    with engine_for(url).begin() as connection:
        connection.execute(person.update().values(name="山田 華子"))


def test_a_folder_within_what_is_erased_is_refused(folder: Path, returned: Path) -> None:
    assert "lies in the data folder" in said(run("close", "--to", folder / "backups" / "out"))


@pytest.mark.parametrize("left", ["everything", "no database", "nothing"])
def test_an_erasing_that_was_stopped_goes_on(folder: Path, returned: Path, left: str) -> None:
    (returned / "erasing").write_text("")
    if left != "everything" and not os.environ.get("KAIRANBAN_DATABASE_URL"):
        (folder / "kairanban.sqlite3").unlink()
    if left == "nothing":
        shutil.rmtree(folder)
    done = run("close", "--to", returned, "--erase")
    assert done.exit_code == 0, done.output
    assert not folder.exists()
    assert (returned / "消去証明書.pdf").exists()
    assert not (returned / "erasing").exists()


def test_a_folder_with_something_in_it_is_not_written_into(folder: Path, returned: Path) -> None:
    assert "is not empty" in said(run("close", "--to", returned))


def test_a_return_that_fails_leaves_no_half_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("init", "--association", PLACE, "--name", "山田 花子")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "out")

    monkeypatch.setattr("kairanban.operations.closing.tables.write_tables", full)
    result = CliRunner().invoke(main, ["close", "--to", str(folder.parent / "out")])
    assert result.exit_code == 1
    assert "No space left" in result.output
    assert not (folder.parent / "out").exists()


async def test_circulars_and_answers_go_back_without_the_names_of_the_hidden(
    world: World, database_url: str, tmp_path: Path
) -> None:
    number = await circular(world)
    for name in ("sato", "suzuki"):
        async with world.database.write(world.actors[name]) as tx:
            await answer(tx, number, world.households[name], Answer("acknowledged", name))
    async with world.database.write(SYSTEM) as tx:
        hides = household.update().where(household.c.id == world.households["suzuki"]).values(hidden=1)
        await tx.run(Statement(hides))
    await world.database.close()
    (tmp_path / "data").mkdir(mode=0o700)
    command = [sys.executable, "-m", "kairanban", "close", "--to", str(tmp_path / "out")]
    await anyio.run_process(command, env=environment(tmp_path / "data", database_url))
    (folder,) = (one for one in (tmp_path / "out").iterdir() if one.name.endswith(PLACE))
    (paper,) = (folder / "回覧").iterdir()
    assert TEXTS.title in paper.name
    assert "おそうじをします。" in pdf_words(paper)
    rows = list(csv.DictReader((folder / "回答.csv").read_text("utf-8-sig").splitlines()))
    said = {row["世帯"]: (row["題"], row["返事"], row["方法"]) for row in rows if row["返信の日時"]}
    answered = (TEXTS.title, "確認しました", "画面")
    assert said == {"佐藤": answered, HIDDEN: answered}
    assert "鈴木" not in (folder / "回答.csv").read_text("utf-8-sig")


def test_no_secret_and_no_file_is_in_a_table() -> None:
    found = {
        f"{table}.{name}" for table, names in columns().items() for name in returned_columns(table, names)
    }
    for word in ("hash", "secret", "private", "p256dh", "sealed", "data", "credential", "public_key"):
        assert not [one for one in found if one.endswith(word)], word
    assert {"household.label", "reply.words", "visit.note"} <= found
