"""Every mail has exactly its headers, for any name of association or circular."""

import email.policy
import re
from email.message import EmailMessage
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

import kairanban
from kairanban.core.lines import one_line
from kairanban.i18n.languages import LANGUAGES
from kairanban.notify.channels import mail
from kairanban.notify.channels.interface import Origin
from kairanban.notify.rules.lock_screen import SAID
from kairanban.notify.rules.message import Message
from kairanban.notify.sending.mail import MAIL, as_mail
from tests.conftest import TODAY
from tests.hostile_names import hostile_names

ROOT = Path(kairanban.__file__).parent

HEADERS = {
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language", "List-Unsubscribe",
    "List-Unsubscribe-Post", "MIME-Version", "Content-Type",
}  # fmt: skip
ORIGIN = Origin("https://kairan.example", "a key of tests", "kairan@kairan.example")


def test_mail_is_written_in_one_place() -> None:
    """A second writer of mail, or a second template, needs a test as below."""
    modules = {
        str(path.relative_to(ROOT)) for path in ROOT.rglob("*.py") if "EmailMessage" in path.read_text()
    }
    assert modules == {"notify/sending/mail.py"}
    assert {path.name for path in (ROOT / "templates/notify").glob("*mail*")} == {"mail.html"}


@given(
    texts=st.lists(hostile_names, min_size=3, max_size=3),
    kind=st.sampled_from(sorted(SAID)),
    language=st.sampled_from(sorted(LANGUAGES)),
)
@settings(derandomize=True, max_examples=300, deadline=None)
def test_every_mail_has_its_headers_and_no_more(texts: list[str], kind: str, language: str) -> None:
    association, title, gist = texts
    message = Message(
        tries=1, short=False, until=TODAY, address=5, channel="mail", target="hanako@example.jp", p256dh="", auth="",
        language=language, kind=kind, urgent=0, digest=0, circular=7, household=3, association=association,
        circular_kind="ordinary", importance="ordinary", reply_by=TODAY, title=title, gist=gist, other=1, deliveries=(9,),
    )  # fmt: skip
    sent = as_mail(mail.write(message, ORIGIN, TODAY)).as_bytes(policy=MAIL)
    head = sent.split(b"\r\n\r\n", 1)[0]
    for line in head.split(b"\r\n"):
        assert re.fullmatch(rb"[ \t]*[!-~][ -~\t]*", line), line
        assert len(line) <= 998
    read = email.message_from_bytes(sent, policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    assert sorted(read.keys()) == sorted(HEADERS - _unsubscribing(kind))
    assert read["To"].addresses[0].addr_spec == "hanako@example.jp"
    [sender] = read["From"].addresses
    assert sender.addr_spec == "kairan@kairan.example"
    assert _letters(sender.display_name) == _letters(one_line(association).replace("=?", "= ?"))
    assert _letters(read["Subject"]).startswith(_letters(one_line(association).replace("=?", "= ?")))
    assert [part.get_content_type() for part in read.iter_parts()] == ["text/plain", "text/html"]
    assert not read.defects


def _letters(text: str) -> str:
    """Return the text without spaces: Python folds a long name with some between its parts."""
    return re.sub(r"\s", "", text)


def _unsubscribing(kind: str) -> set[str]:
    return {"List-Unsubscribe", "List-Unsubscribe-Post"} if kind == "verification" else set()
