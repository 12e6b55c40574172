"""Handing the server over: new secrets, a proven backup, a sheet; nothing is changed where a part fails."""

from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner, Result

from kairanban.community.signin.actions.sessions import household_session
from kairanban.config import read_settings
from kairanban.confined.errors import MissingPart
from kairanban.core.actor import Visitor
from kairanban.db.backup import Written, read_backup
from kairanban.db.backup_keys import FILE, mark_of, signing_key
from kairanban.db.backup_lines import Broken, mark_of_file
from kairanban.db.settings import read_directly
from kairanban.notify.keys import LINK_KEY, PUSH_KEY
from kairanban.notify.queries.addresses import ADD, PUSH_DEVICES
from kairanban.operations.cli import main
from kairanban.operations.cli.output import opened, plainly
from tests.operations.cli.test_commands import folder, run, said

__all__ = ["folder"]

PLACE = "みどりヶ丘自治会"


def secrets() -> dict[str, str]:
    return read_directly(read_settings().database_url, LINK_KEY, PUSH_KEY, "operator_name", "operator_phone")


def words(file: Path) -> str:
    document = pypdfium2.PdfDocument(file)
    """Return its text without line ends: a path breaks anywhere."""
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    return text.replace("\r", "").replace("\n", "")


@pytest.fixture
def town(folder: Path) -> Path:
    """Return where the sheet goes, of an association with an invitation that was printed here."""
    run(
        "init",
        "--association",
        PLACE,
        "--name",
        "山田 花子",
        "--operator",
        "前田 進",
        "--operator-phone",
        "022-1",
    )
    run("backup")
    return folder.parent / "sheet.pdf"


@plainly
async def told(endpoint: str = "") -> int:
    """Return how many devices are told by push, after adding one with an endpoint."""
    async with opened(read_settings()) as database, database.write(Visitor()) as tx:
        if endpoint:
            session, _ = await household_session(tx)
            await tx.run(
                ADD, channel="push", session=session, household=None, target=endpoint, p256dh="", auth="",
                language="ja", made=tx.now, renewed=tx.now, confirmed=tx.now,
            )  # fmt: skip
        return int(await tx.value(PUSH_DEVICES))


def test_secrets_are_new_the_backup_is_proven_and_the_sheet_names_its_mark(folder: Path, town: Path) -> None:
    before, mark = secrets(), mark_of(signing_key(folder))
    done = run("handover", "--to", "佐藤 実", "--phone", "022-123-4567", "--sheet", town)
    assert done.exit_code == 0, done.output
    after, new_mark = secrets(), mark_of(signing_key(folder))
    assert after[LINK_KEY] != before[LINK_KEY]
    assert after[PUSH_KEY] == before[PUSH_KEY]
    assert new_mark != mark
    assert "1 invitations printed by commands have ended." in done.output

    newest = Path((folder / "last-backup").read_text())
    assert mark_of_file(newest) == new_mark
    assert not list(newest.parent.glob(".proof-*"))
    sheet = words(town)
    assert (town.stat().st_mode & 0o777, new_mark in sheet) == (0o600, True)
    for part in ("前田 進", "佐藤 実", "022-123-4567", str(newest), "お知らせの鍵はそのまま"):
        assert part in sheet
    assert (after["operator_name"], after["operator_phone"]) == ("佐藤 実", "022-123-4567")
    assert run("doctor").output.count("LOOK  The key") == 0


def test_only_the_sheet_changes_no_secret(folder: Path, town: Path) -> None:
    before, mark = secrets(), mark_of(signing_key(folder))
    assert run("handover", "--sheet-only", "--to", "佐藤 実", "--sheet", town).exit_code == 0
    assert secrets() == before
    assert mark in words(town)
    assert "one of the two" in said(run("handover", "--sheet-only", "--push-key", "--sheet", town))


def answered(answer: str, *arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["handover", *map(str, arguments)], input=answer)


def test_another_push_key_is_asked_about_with_its_price(folder: Path, town: Path) -> None:
    before = secrets()
    assert told("https://push.example/1") == 1
    refused = answered("n\n", "--push-key", "--sheet", town)
    assert refused.exit_code == 1
    assert "1 devices are told by push messages" in refused.output
    assert (secrets(), told(), town.exists()) == (before, 1, False)
    assert answered("y\n", "--push-key", "--sheet", town).exit_code == 0
    assert secrets()[PUSH_KEY] != before[PUSH_KEY]
    assert told() == 0


@pytest.mark.parametrize("fault", ["no proof", "no printing"])
def test_nothing_is_changed_where_the_proof_or_the_printing_fails(
    folder: Path, town: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    before, mark = secrets(), mark_of(signing_key(folder))

    def broken(*_: object) -> None:
        raise Broken

    async def missing(_: str) -> bytes:
        raise MissingPart("PDFs cannot be made.")

    if fault == "no proof":
        monkeypatch.setattr("kairanban.operations.cli.backups.read_backup", broken)
    else:
        monkeypatch.setattr("kairanban.operations.cli.sealed_sheet.print_pdf", missing)
    assert ("could not be restored" if fault == "no proof" else "cannot be made") in said(
        run("handover", "--sheet", town)
    )
    assert (secrets(), mark_of(signing_key(folder)), town.exists()) == (before, mark, False)


def test_a_sheet_that_cannot_be_written_changes_nothing(folder: Path, town: Path) -> None:
    before, mark = secrets(), mark_of(signing_key(folder))
    refused = run(
        "handover", "--to", "佐藤 実", "--push-key", "--yes", "--sheet", town.parent / "none" / "sheet.pdf"
    )
    assert refused.exit_code == 1
    assert (secrets(), mark_of(signing_key(folder))) == (before, mark)


def test_what_fails_after_the_secrets_are_new_says_so(
    folder: Path, town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proofs = list[object]()

    def once(file: Path, url: str, mark: str) -> Written:
        proofs.append(file)
        if len(proofs) > 1:
            raise OSError(28, "No space left on device", "backup")
        return read_backup(file, url, mark)

    monkeypatch.setattr("kairanban.operations.cli.backups.read_backup", once)
    failed = run("handover", "--sheet", town)
    assert failed.exit_code == 1
    assert "--sheet-only" in failed.output
    assert not town.exists()


def test_a_new_key_asks_for_a_new_sheet_once(folder: Path, town: Path) -> None:
    (folder / FILE).unlink()
    assert "handover --sheet-only" in run("backup").output
    assert "handover --sheet-only" not in run("backup", "--to", folder.parent / "again.backup").output
