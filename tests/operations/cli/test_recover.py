"""A new key for a chair, at a terminal."""

from pathlib import Path

from tests.operations.cli.test_commands import folder, run, said

__all__ = ["folder"]

PLACE = "みどりヶ丘自治会"


def test_the_operator_asks_and_an_officer_must_agree(folder: Path) -> None:
    run("init", "--association", PLACE, "--name", "山田 花子", "--phone", "022-000-0000")
    assert "Serving there: 山田 花子" in said(run("recover", PLACE))
    assert "no one association of that name" in said(run("recover", "どこか", "--chair", "山田 花子"))
    assert run("recover", PLACE, "--chair", "山田 花子").output.startswith("Asked for 山田 花子.")
    # The operator's own side has agreed; nobody else has, and no time has passed.
    assert "other side" in said(run("recover", PLACE))
    assert "48 hours" in said(run("recover", PLACE, "--finish"))
    assert run("recover", PLACE, "--stop").output == "Stopped. Nobody gets a key.\n"
    assert "Serving there" in said(run("recover", PLACE))


def test_an_officer_who_is_there_agrees_and_the_notice_is_written(folder: Path) -> None:
    run("init", "--association", PLACE, "--name", "山田 花子", "--phone", "022-000-0000")
    run("recover", PLACE, "--chair", "新井 光")
    assert "no one officer of that name" in said(run("recover", PLACE, "--present", "鈴木 茂"))
    assert "--notice notice.pdf" in run("recover", PLACE, "--present", "山田 花子").output
    file = folder / "notice.pdf"
    assert "1 copies" in run("recover", PLACE, "--notice", str(file)).output
    assert file.read_bytes().startswith(b"%PDF")
