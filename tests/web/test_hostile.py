"""Malformed and hostile requests: refused in plain words, never a server error."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from kairanban.core.actor import Anyone
from kairanban.core.clock import HOUR, at
from kairanban.core.errors import Unavailable
from kairanban.db.tx import Tx
from kairanban.web.app_context import observe
from kairanban.web.cookies import client_address
from kairanban.web.forms import Form, file_name
from kairanban.web.headers import POLICY
from kairanban.web.problems import path_only
from tests.conftest import SetClock
from tests.visiting import Visit
from tests.world import World

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    "address",
    ["/", "/circulars/3", "/a?done=bound&x=%E6%97%A5#papers", "/associations/1/people?done=ended"],
)
def test_a_path_of_this_server_is_kept(address: str) -> None:
    assert path_only(address) == address
    assert path_only(f"https://elsewhere.example{address}") == address


@pytest.mark.parametrize(
    "address",
    ["", "x", "//evil.example", "/\\evil.example", "/\t/evil.example", "/ /evil.example", "/a\nb", "/日本",
     "\\evil.example", "/a\\b", "/%zz", "/a%", "https://x//evil.example", "javascript:alert(1)", "/\x00"],
)  # fmt: skip
def test_any_other_address_becomes_the_home_page(address: str) -> None:
    assert path_only(address) == "/"


@given(st.text(alphabet="/\\:. \t\nhtps%2fa@?#", max_size=12))
def test_no_address_redirects_to_another_host(address: str) -> None:
    path = path_only(address)
    assert re.fullmatch(r"/(?![/\\])[!-~]*", path)
    assert "\\" not in path


@pytest.mark.parametrize("path", ["/c/%E6%97%A5%E6%9C%AC", "/i/%00", "/c/a%0d%0aSet-Cookie:x=1", "/c/a;Path=/x", "/i/short"])  # fmt: skip
async def test_a_malformed_token_sets_no_cookie(world: World, path: str) -> None:
    async with Visit(world) as browser:
        answer = await browser.get(path)
        assert answer.status_code == 404
        assert "set-cookie" not in answer.headers
        assert "set-cookie" in (await browser.get(f"/c/{'a' * 22}")).headers


async def test_a_number_of_thousands_of_digits_is_not_found(world: World) -> None:
    async with Visit(world, "sato") as browser:
        for digits in ("9" * 16, "9" * 17, "9" * 5000):
            assert (await browser.get(f"/circulars/{digits}")).status_code == 404


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"rawId":"\\ud800"}', b"[" * 30_000, b"\xff", b'{"rawId": 1e999}', b'{"rawId":"YQ","response":[]}'])  # fmt: skip
async def test_a_malformed_passkey_answer_is_refused(world: World, body: bytes) -> None:
    async with Visit(world) as browser:
        for path in ("/passkeys/authentication", "/passkeys/registration"):
            await browser.post("/passkeys/authentication/options")
            assert (await browser._http.post(path, content=body)).status_code == 409


PART = b'--b\r\nContent-Disposition: form-data; name="sign_in_name"\r\n\r\n%s\r\n--b--\r\n'


@pytest.mark.parametrize("charset", ["unicode_escape", "utf-7", "undefined", "idna", "hex", "punycode"])
async def test_a_form_in_an_odd_encoding_is_read_or_refused(world: World, charset: str) -> None:
    kind = f"multipart/form-data; boundary=b; charset={charset}"
    async with Visit(world) as browser:
        for typed in (b"\\ud800x+2AA-", b"\xff\xfe", b"+2AA-"):
            answer = await browser._http.post(
                "/sign-in", content=PART % typed, headers={"content-type": kind}
            )
            assert answer.status_code == 422


async def test_a_truncated_form_is_reported(world: World) -> None:
    async with Visit(world) as browser:
        for kind in ("multipart/form-data", "multipart/form-data; boundary=b"):
            answer = await browser._http.post(
                "/sign-in", content=b"--c\r\nnonsense", headers={"content-type": kind}
            )
            assert answer.status_code == 422


async def test_an_invalid_csrf_token_is_refused_without_origin_headers(world: World) -> None:
    async with Visit(world, "sato") as browser:
        proof = (await browser.get("/devices")).text.split('name="proof" value="')[1].split('"')[0]
        del browser._http.headers["Origin"]
        assert (await browser.post("/devices/resident", {"proof": "ちがう"})).status_code == 403
        assert (await browser.post("/devices/resident", {"proof": proof})).status_code == 303


def form(**fields: str) -> Form:
    return Form(FormData(list(fields.items())))


def test_lone_surrogates_are_dropped() -> None:
    typed = form(name="山\ud800田\udfff")
    assert typed.text("name") == "山田"
    assert typed.many("name") == ["山田"]


def test_only_dates_from_2000_to_2200_are_accepted() -> None:
    typed = form(near="2200-12-31", early="1999-12-31", late="2201-01-01", first="0001-01-01")
    assert typed.day("near") == date(2200, 12, 31)
    assert [typed.day(name) for name in ("early", "late", "first")] == [None, None, None]
    assert typed.wrong.keys() == {"early", "late", "first"}

    timed = form(near="2000-01-01T09:30", last="9999-12-31T23:59", first="0001-01-01T00:00")
    assert timed.moment("near") == at(date(2000, 1, 1), 9, 30)
    assert [timed.moment(name) for name in ("last", "first")] == [None, None]
    assert timed.wrong.keys() == {"last", "first"}


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("清掃.pdf", "清掃.pdf"), ("C:\\papers\\a.pdf", "a.pdf"), ("../../etc/passwd", "passwd"), ("a\r\nb\x00\u202e.pdf", "a b.pdf"), ("", ""), ("あ" * 300 + ".xlsx", "あ" * 195 + ".xlsx")],
)  # fmt: skip
def test_an_uploaded_file_name_contains_no_path(sent: str, kept: str) -> None:
    assert file_name(UploadFile(BytesIO(), filename=sent)) == kept


async def test_pages_are_readable_with_a_full_disk(
    world: World, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    @asynccontextmanager
    async def full(actor: Anyone) -> AsyncIterator[Tx]:
        raise Unavailable("the disk is full")
        yield

    clock.advance(2 * HOUR)
    monkeypatch.setattr(world.database, "write", full)
    async with Visit(world, "sato") as browser:
        assert (await browser.get("/")).status_code == 200
        assert (await browser.post("/devices/others/removal")).status_code == 503


async def test_an_unreachable_database_is_reported_on_a_plain_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    @asynccontextmanager
    async def silent(actor: Anyone) -> AsyncIterator[Tx]:
        raise Unavailable("no answer")
        yield

    monkeypatch.setattr(world.database, "point_read", silent)
    async with Visit(world, "sato") as browser:
        assert (await browser.get("/")).status_code == 503


async def test_forwarded_headers_of_several_proxies_are_joined(world: World) -> None:
    def asked(proxies: int, *lines: str) -> str:
        app = Visit(world).app
        settings = replace(app.state.context.settings, proxies=proxies)
        app.state.context = replace(app.state.context, settings=settings)
        headers = [(b"x-forwarded-for", line.encode()) for line in lines]
        scope = {"type": "http", "app": app, "headers": headers, "client": ("127.0.0.1", 1)}
        return client_address(Request(scope))

    assert asked(1, "6.6.6.6", "1.2.3.4") == "1.2.3.4"
    assert asked(2, "6.6.6.6, 1.2.3.4", "10.0.0.1") == "1.2.3.4"
    assert asked(0, "6.6.6.6") == "127.0.0.1"


def test_pictures_may_come_only_from_this_server_or_blobs() -> None:
    assert "img-src 'self' blob:;" in POLICY
    assert "data:" not in POLICY


async def test_observe_refuses_a_head_request(world: World) -> None:
    def request(method: str) -> Request:
        scope = {"type": "http", "method": method, "headers": [], "app": Visit(world).app}
        made = Request(scope)
        made.state.actor = world.sato
        return made

    with pytest.raises(RuntimeError):
        observe(request("HEAD"))
    async with observe(request("GET")) as tx:
        assert tx.actor == world.sato
