"""Settings are parsed at start; one that cannot be used is refused with its name."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from kairanban.config import WrongSetting, read_settings
from kairanban.core.push_services import PUSH_SERVICES, push_services
from kairanban.notify.rules.endpoints import allowed
from kairanban.operations.cli import main


@pytest.mark.parametrize(
    "text",
    [
        "fcm.googleapis.com,*.push.apple.com",
        "fcm.googleapis.com, *.push.apple.com",
        " FCM.googleapis.com:443\n*.Push.Apple.com ",
        "fcm.googleapis.com  *.push.apple.com,",
    ],
)
def test_push_services_are_listed_with_commas_or_spaces_in_any_case(text: str) -> None:
    found = read_settings({"KAIRANBAN_PUSH_SERVICES": text}).push_services
    assert [str(one) for one in found] == ["fcm.googleapis.com", "*.push.apple.com"]
    assert allowed("https://fcm.googleapis.com/x", found)
    assert allowed("https://a.push.apple.com/x", found)
    assert not allowed("https://push.apple.com/x", found)


def test_the_usual_push_services_are_those_of_the_browsers() -> None:
    assert read_settings({}).push_services == PUSH_SERVICES
    assert push_services(" ".join(map(str, PUSH_SERVICES))) == PUSH_SERVICES


WRONG = [
    ("KAIRANBAN_PUSH_SERVICES", text)
    for text in (
        ",", "*", "*.com", "*.0.0.1", "fcm.googleapis.com:8443", "https://fcm.googleapis.com:99999", "https://fcm.googleapis.com:0",
        "ftp://x.example", "https://x.example/path", "https://user@x.example", "a%2f.example", "a\\b.example", "a;b", "http://",
    )
] + [
    ("KAIRANBAN_PUBLIC_ADDRESS", text)
    for text in ("kairan.example.jp", "https://kairan.example.jp/board", "https://kairan.example.jp:x", "ftp://kairan.example.jp",
                 "https://a@kairan.example.jp", "https://", "https://kairan.example.jp?x", "https://kairan .example.jp")
] + [
    ("KAIRANBAN_SMTP_URL", text)
    for text in ("mail.example.jp", "smtp://", "smtp://mail.example.jp:x", "smtp://mail.example.jp/x", "http://mail.example.jp",
                 "smtp://a:se/cret@mail.example.jp", "smtp://mail.example.jp?starttls=on", "smtp://a:secret@mail..jp")
] + [("KAIRANBAN_MAIL_FROM", text) for text in ("board", "@example.jp", "Board <board@example.jp>", "a@b@c", "a b@example.jp")
] + [("KAIRANBAN_PROXIES", "one"), ("KAIRANBAN_BODY_SECONDS", "fast"), ("KAIRANBAN_PREPARE_STATEMENTS", "off")]  # fmt: skip


@pytest.mark.parametrize(("setting", "text"), WRONG)
def test_a_wrong_setting_is_refused_with_its_name_and_without_a_password(setting: str, text: str) -> None:
    with pytest.raises(WrongSetting, match=setting) as said:
        read_settings({setting: text})
    assert "cret" not in str(said.value)


def test_a_command_says_in_one_sentence_which_setting_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAIRANBAN_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("KAIRANBAN_PUSH_SERVICES", "fcm.googleapis.com:8443")
    answer = CliRunner().invoke(main, ["init"])
    assert answer.exit_code == 1
    assert answer.stderr.startswith("KAIRANBAN_PUSH_SERVICES cannot be used: fcm.googleapis.com:8443: ")
    assert len(answer.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "text", ["https://kairan.example.jp:443", "https://Kairan.example.jp/", "https://kairan.example.jp:443/"]
)
def test_the_public_address_is_the_origin_that_browsers_send(text: str) -> None:
    """Passkeys and the check of forms compare it with what the browser says."""
    settings = read_settings({"KAIRANBAN_PUBLIC_ADDRESS": text})
    assert settings.public_address == "https://kairan.example.jp"
    assert settings.host == "kairan.example.jp"
    assert settings.secure


def test_an_address_without_its_scheme_is_told_so() -> None:
    for setting, scheme in ("KAIRANBAN_PUBLIC_ADDRESS", "https://"), ("KAIRANBAN_SMTP_URL", "smtp://"):
        with pytest.raises(WrongSetting, match=f"it does not begin with {scheme}"):
            read_settings({setting: "kairan.example.jp"})
