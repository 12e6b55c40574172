"""Commands while the server runs on the same data."""

import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kairanban.operations.cli import main
from tests.community.roster.rosters import MIDORIGAOKA, SAMPLES
from tests.operations.cli.rows import rows_of
from tests.pdfs import pages_of
from tests.serving import free_port, serving

TOWN, CHAIR = "みどりヶ丘自治会", "山田 美代子"
ROSTER = SAMPLES / MIDORIGAOKA


@pytest.fixture
def data(tmp_path: Path) -> Path:
    found = tmp_path / "data"
    found.mkdir(mode=0o700)
    return found


def kairanban(folder: Path, *arguments: str | Path, url: str | None = None) -> Result:
    """Run a command in this process, which does not serve."""
    environment = {"KAIRANBAN_DATA": str(folder), "KAIRANBAN_DATABASE_URL": url}
    return CliRunner().invoke(main, [str(one) for one in arguments], env=environment, catch_exceptions=False)


def test_commands_work_while_the_server_runs(data: Path, database_url: str, tmp_path: Path) -> None:
    given = None if database_url.startswith("sqlite:") else database_url
    if given is None:
        Path(database_url.removeprefix("sqlite:///")).rename(data / "kairanban.sqlite3")
        database_url = f"sqlite:///{data / 'kairanban.sqlite3'}"

    def done(*arguments: str | Path) -> str:
        ended = kairanban(data, *arguments, url=given)
        assert ended.exit_code == 0, ended.stderr
        return ended.stdout

    with serving(data, url=given):
        if given is None:
            assert stat.S_IMODE((data / "kairanban.sock").stat().st_mode) == 0o600
            second = kairanban(data, "serve", "--port", str(free_port()))
            assert second.exit_code == 1
            assert second.stderr == "Another process serves this data folder already. Stop it first.\n"

        assert "/i/" in done("invite", TOWN, CHAIR)
        assert "新しい" in done("roster", "import", TOWN, ROSTER)
        assert rows_of(database_url)["household"] == []
        assert f'Next: kairanban cards "{TOWN}"' in done("roster", "import", TOWN, ROSTER, "--take")
        households = len(rows_of(database_url)["household"])
        assert households > 10

        csv = tmp_path / "roster.csv"
        done("roster", "export", TOWN, "--to", csv)
        assert csv.read_text("utf-8-sig").startswith("班,世帯主")
        assert stat.S_IMODE(csv.stat().st_mode) == 0o600

        pdf, notices = tmp_path / "cards.pdf", tmp_path / "notices.pdf"
        assert f"{households} cards." in done("cards", TOWN, "--to", pdf, "--notices", notices)
        assert len(pages_of(pdf.read_bytes())) == -(-households // 8)
        assert len(pages_of(notices.read_bytes())) == households
        assert {stat.S_IMODE(one.stat().st_mode) for one in (pdf, notices)} == {0o600}

        backup = tmp_path / "town.backup"
        done("backup", "--to", backup)
        before = rows_of(database_url)

    # Restored into a separate folder, after trying a truncated file there.
    cut = tmp_path / "cut.backup"
    cut.write_bytes(backup.read_bytes()[:-9])
    restored = tmp_path / "restored"
    refused = kairanban(restored, "restore", cut)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr == f"{cut} is not a whole backup. Nothing was restored; please use another one.\n"
    assert kairanban(restored, "restore", backup).exit_code == 0
    assert stat.S_IMODE(restored.stat().st_mode) == 0o700
    assert rows_of(f"sqlite:///{restored / 'kairanban.sqlite3'}") == before
    again = kairanban(restored, "restore", backup)
    assert again.stderr.startswith("The database is not empty.")
    with serving(restored):
        assert "Known: みどりヶ丘自治会" in kairanban(restored, "roster", "export", "ない会").stderr
