"""E-mail: address given, confirmed, sent to, replied from, and ended with one click."""

import email
import re
from collections.abc import AsyncIterator
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.values import read_value
from kairanban.core.clock import DAY, HOUR
from kairanban.notify.keys import ensure_keys
from tests.conftest import SetClock
from tests.notify.push_service import PushService
from tests.notify.telling import Telling, telling
from tests.notify.test_ladder import obituary
from tests.serving import free_port
from tests.visiting import Visit, said
from tests.world import TEXTS, World, circular

pytestmark = pytest.mark.anyio


class Post:
    """A mail server that stores messages; `says` has its next answers, by default 250."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.says: list[str] = []
        self.greeted = 0
        self.closes = False

    async def handle_RSET(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.closes:
            assert server.transport is not None
            server.transport.close()
        return "250 OK"

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, answers: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.greeted += 1
        return answers

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self.says.pop(0) if self.says else "250 OK"
        if answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.mails.append(email.message_from_bytes(envelope.content, policy=default))
        return answer


@pytest.fixture
async def post(anyio_backend: str) -> AsyncIterator[tuple[Post, int]]:
    handler, port = Post(), free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, port
    controller.stop()


@pytest.fixture
async def mailing(
    world: World, service: PushService, tmp_path: Path, post: tuple[Post, int]
) -> AsyncIterator[Telling]:
    await ensure_keys(world.database)
    async with telling(world, service, tmp_path, smtp_url=f"smtp://127.0.0.1:{post[1]}") as made:
        yield made


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    body = mail.get_body((kind,))
    assert body is not None
    found: Any = body.get_content()
    return str(found)


def link_in(mail: EmailMessage, path: str) -> str:
    found = re.search(rf"http://localhost:8321(/{path}/\S+)", text_of(mail))
    assert found is not None, text_of(mail)
    return found[1]


async def give(mailing: Telling, post: Post, who: str, address: str) -> None:
    """Give and confirm an address."""
    async with Visit(mailing.world, who) as browser:
        answer = await browser.post("/settings/notices/mail", {"email": address})
        assert answer.status_code == 303
    await mailing.round()
    path = link_in(post.mails[-1], "notices/mail")
    async with Visit(mailing.world) as reader:
        assert (await reader.get(path)).status_code == 200
        assert (await reader.post(f"{path}/confirmation")).status_code == 303


async def test_a_mail_address_is_used_only_after_confirmation(
    mailing: Telling, post: tuple[Post, int]
) -> None:
    mails = post[0].mails
    async with Visit(mailing.world, "sato") as browser:
        await browser.post("/settings/notices/mail", {"email": "hanako@example.jp"})
    await circular(mailing.world)
    await mailing.round()
    [asking] = mails
    assert asking["To"] == "hanako@example.jp"
    assert "佐藤" not in text_of(asking) + str(asking["Subject"])

    path = link_in(asking, "notices/mail")
    async with Visit(mailing.world) as reader:
        # A mail scanner opens every link, so opening proves nothing.
        assert "よろしいですか" in (await reader.get(path)).text
        await circular(mailing.world)
        await mailing.round()
        assert len(mails) == 1
        await reader.post(f"{path}/confirmation")
        assert "お届けします" in (await reader.get(path)).text
    await circular(mailing.world)
    await mailing.round()
    assert len(mails) == 2


async def test_the_mail_contains_the_gist_and_its_link_acknowledges_by_a_press(
    mailing: Telling, post: tuple[Post, int]
) -> None:
    await give(mailing, post[0], "sato", "hanako@example.jp")
    id = await circular(mailing.world)
    await mailing.round()
    mail = post[0].mails[-1]
    assert TEXTS.title not in mail["Subject"]
    assert TEXTS.gist not in mail["Subject"]
    assert "みどりヶ丘自治会" in mail["Subject"]
    for kind in ("plain", "html"):
        assert TEXTS.gist in text_of(mail, kind)
    assert 'lang="ja"' in text_of(mail, "html")
    assert "font-size:22px" in text_of(mail, "html")

    path = link_in(mail, "told")
    async with Visit(mailing.world) as reader:
        page = await reader.get(path)
        assert TEXTS.title in said(page)
        async with Visit(mailing.world, "sato") as home:
            assert "確認を受け付けました" not in (await home.get(f"/circulars/{id}")).text
        pressed = await reader.post(f"{path}/acknowledgement", {"press": "one", "edition": "1"})
        assert pressed.status_code == 303
        assert "確認を受け付けました" in (await reader.get(path)).text
        # Links do not sign in.
        assert (await reader.get(f"/circulars/{id}")).status_code == 401
    async with Visit(mailing.world, "sato") as home:
        assert "確認を受け付けました" in (await home.get(f"/circulars/{id}")).text
    async with Visit(mailing.world, "suzuki") as other:
        assert "確認を受け付けました" not in (await other.get(f"/circulars/{id}")).text


async def test_a_link_works_for_its_purpose_only(mailing: Telling, post: tuple[Post, int]) -> None:
    await give(mailing, post[0], "sato", "hanako@example.jp")
    first = await circular(mailing.world)
    await mailing.round()
    second = await circular(mailing.world)
    await mailing.round()
    path = link_in(post[0].mails[-1], "told")
    token = path.rsplit("/", 1)[1]
    assert token.startswith(f"{second}.")
    async with Visit(mailing.world) as reader:
        for wrong in (
            token.replace(f"{second}.", f"{first}.", 1),
            token[:-1] + ("A" if token[-1] != "A" else "B"),
            "1.1.",
            ".",
            "x" * 300,
        ):
            assert (await reader.get(f"/told/{wrong}")).status_code == 404
            assert (await reader.get(f"/notices/mail/{wrong}")).status_code == 404
            assert (await reader.post(f"/notices/mail/{wrong}/removal")).status_code == 404
        assert (await reader.get(f"/notices/mail/{token}/removal")).status_code == 404


async def test_one_click_unsubscribes(mailing: Telling, post: tuple[Post, int]) -> None:
    """RFC 8058: a POST from anywhere, without one of our pages before."""
    await give(mailing, post[0], "sato", "hanako@example.jp")
    await circular(mailing.world)
    await mailing.round()
    mail = post[0].mails[-1]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = mail["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8321")
    number = len(post[0].mails)
    async with Visit(mailing.world) as program:
        assert "止めますか" in (await program.get(path)).text
        elsewhere = {"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"}
        answer = await program.post(path, {"List-Unsubscribe": "One-Click"}, **elsewhere)
        assert answer.status_code == 200
        # Confirming needs our page.
        told = link_in(mail, "told")
        refused = await program.post(f"{told}/acknowledgement", {}, **elsewhere)
        assert refused.status_code == 403
        assert (await program.get(told)).status_code == 404
    await circular(mailing.world)
    await mailing.round()
    assert len(post[0].mails) == number


async def test_an_obituary_mail_reveals_nothing_before_it_is_opened(
    mailing: Telling, post: tuple[Post, int]
) -> None:
    await give(mailing, post[0], "sato", "hanako@example.jp")
    await obituary(mailing.world)
    await mailing.round()
    mail = post[0].mails[-1]
    assert "佐々木" not in text_of(mail) + text_of(mail, "html") + mail["Subject"]
    async with Visit(mailing.world) as reader:
        assert "佐々木" in (await reader.get(link_in(mail, "told"))).text


async def test_deferred_mail_is_retried_and_refused_mail_is_shown(
    mailing: Telling, post: tuple[Post, int], clock: SetClock
) -> None:
    await give(mailing, post[0], "sato", "hanako@example.jp")
    post[0].says = ["451 later", "250 OK", "550 no such person"]
    await circular(mailing.world)
    await mailing.round()
    clock.advance(HOUR)
    await mailing.round()
    assert (await mailing.states())["hanako@example.jp"][-1] == "accepted"
    await circular(mailing.world)
    await mailing.round()
    assert (await mailing.states())["hanako@example.jp"][-1] == "failed"
    assert (await mailing.details())[-1][3] == 550
    assert await mailing.alive() == {"hanako@example.jp"}


async def test_a_connection_is_used_for_many_mails_and_opened_again_after_an_error(
    mailing: Telling, post: tuple[Post, int]
) -> None:
    await give(mailing, post[0], "sato", "hanako@example.jp")
    for _ in range(3):
        await circular(mailing.world)
        await mailing.round()
    assert (len(post[0].mails), post[0].greeted) == (4, 1)
    post[0].says = ["550 no"]
    for _ in range(2):
        await circular(mailing.world)
        await mailing.round()
    assert (len(post[0].mails), post[0].greeted) == (5, 2)
    # What the server has closed in the meantime costs no try.
    post[0].closes = True
    await circular(mailing.world)
    await mailing.round()
    assert (len(post[0].mails), post[0].greeted) == (6, 3)
    assert (await mailing.details())[-1][1:3] == ("accepted", 1)


async def test_without_a_mail_server_mails_are_written_to_a_folder(
    world: World, service: PushService, tmp_path: Path
) -> None:
    await ensure_keys(world.database)
    async with telling(world, service, tmp_path) as mailing:
        async with Visit(world, "sato") as browser:
            await browser.post("/settings/notices/mail", {"email": "hanako@example.jp"})
        await mailing.round()
    [file] = (tmp_path / "mail").iterdir()
    assert file.suffix == ".eml"
    assert file.stat().st_mode & 0o077 == 0
    assert email.message_from_bytes(file.read_bytes(), policy=default)["To"] == "hanako@example.jp"


async def test_verification_mails_are_limited_per_day(world: World, clock: SetClock) -> None:
    await ensure_keys(world.database)
    async with Visit(world, "sato") as browser:
        for _ in range(5):
            answer = await browser.post("/settings/notices/mail", {"email": "hanako@example.jp"})
            assert answer.status_code == 303
        refused = await browser.post("/settings/notices/mail", {"email": "hanako@example.jp"})
        assert refused.status_code == 403
        for wrong in ("", "hanako", "hanako@", "a@b", "a b@example.jp", "a@example.jp\nBcc: b@example.jp"):
            answer = await browser.post("/settings/notices/mail", {"email": wrong})
            assert answer.status_code == 422, wrong
        clock.advance(DAY)
        assert (await browser.post("/settings/notices/mail", {"email": "x@example.jp"})).status_code == 303


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("a..b@docomo.ne.jp", "a..b@docomo.ne.jp"), ("abc.@docomo.ne.jp", "abc.@docomo.ne.jp"),
        ("ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ", "hanako@example.jp"), ("\u200bhanako@example.jp ", "hanako@example.jp"),
    ],
)  # fmt: skip
async def test_an_address_is_taken_as_a_roster_takes_it(world: World, written: str, kept: str) -> None:
    await ensure_keys(world.database)
    async with Visit(world, "sato") as browser:
        assert (await browser.post("/settings/notices/mail", {"email": written})).status_code == 303
        assert kept in (await browser.get("/settings/notices")).text
    assert read_value(Field.EMAIL, written) == (kept, "")


async def test_a_household_can_remove_only_its_own_addresses(
    mailing: Telling, post: tuple[Post, int]
) -> None:
    await give(mailing, post[0], "sato", "hanako@example.jp")
    async with Visit(mailing.world, "suzuki") as other:
        assert (await other.post("/settings/notices/mail/1/removal")).status_code == 404
    async with Visit(mailing.world, "sato") as own:
        assert "hanako@example.jp" in (await own.get("/settings/notices")).text
        assert (await own.post("/settings/notices/mail/1/removal")).status_code == 303
        assert "hanako@example.jp" not in (await own.get("/settings/notices")).text
