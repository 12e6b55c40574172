"""Headers, hosts, cookies, and what responses must not reveal."""

import re
from pathlib import Path

import pytest

import kairanban
from tests.visiting import Visit
from tests.world import World, circular

pytestmark = pytest.mark.anyio


async def test_every_response_has_the_security_headers(world: World) -> None:
    async with Visit(world, "sato") as browser:
        for path in ("/", "/settings", "/nothing-here", "/health", "/devices"):
            headers = (await browser.get(path)).headers
            assert "default-src 'none'" in headers["content-security-policy"]
            assert "frame-ancestors 'none'" in headers["content-security-policy"]
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "same-origin"
            assert headers["cross-origin-opener-policy"] == "same-origin"
            assert headers["cache-control"] == "no-store"
            assert "noindex" in headers["x-robots-tag"]


async def test_the_page_of_an_error_and_of_an_unknown_host_have_them_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*given: object) -> None:
        raise ZeroDivisionError

    async with Visit(world, "sato") as browser:
        stranger = await browser.get("/", Host="elsewhere.example")
        monkeypatch.setattr("kairanban.desks.home.pages.first_page.page", breaks)
        monkeypatch.setattr("kairanban.desks.home.pages.first_page.kept_page", breaks)
        browser._http._transport.raise_app_exceptions = False  # type: ignore[attr-defined]
        broken = await browser.get("/")
    assert (stranger.status_code, broken.status_code) == (400, 500)
    for answer in (stranger, broken):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cache-control"] == "no-store"


async def test_htmx_pages_require_trusted_types_and_a_fresh_nonce(world: World) -> None:
    async with Visit(world, "yamada") as chair:
        first, second = [(await chair.get("/office")).headers["content-security-policy"] for _ in range(2)]
    assert "require-trusted-types-for 'script'" in first
    assert "'nonce-" in first
    assert first != second


async def test_static_files_are_cached_for_a_year_under_hashed_names(world: World) -> None:
    async with Visit(world) as browser:
        page = (await browser.get("/")).text
        path = page.split('rel="stylesheet" href="')[1].split('"')[0]
        answer = await browser.get(path, **{"Accept-Encoding": "gzip"})
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["content-encoding"] == "gzip"
        assert (await browser.get("/static/../config.py")).status_code == 404


async def test_an_unknown_host_name_is_refused(world: World) -> None:
    async with Visit(world) as browser:
        assert (await browser.get("/", Host="evil.example")).status_code == 400


async def test_the_session_cookie_is_http_only(world: World) -> None:
    from tests.community.signin.test_cards import new_card, scan

    token = await new_card(world)
    async with Visit(world) as browser:
        await scan(browser, token)
        cookie = (await browser.post("/card/devices")).headers.get_list("set-cookie")
    session = next(line for line in cookie if line.startswith("kairanban="))
    assert "HttpOnly" in session
    assert "SameSite=lax" in session
    assert token not in session


async def test_every_cookie_is_bound_to_this_host_over_tls(world: World) -> None:
    from tests.community.signin.test_cards import new_card

    token, told = await new_card(world), []
    async with Visit(world, address="https://kairan.example.jp") as browser:
        told.append(await browser.post("/settings", {"size": "largest", "back": "/"}))
        assert 'data-size="largest"' in (await browser.get("/")).text
        told.append(await browser.get(f"/c/{token}"))
        told.append(await browser.post("/card/devices"))
        assert (await browser.get("/circulars")).status_code == 200
        told.append(await browser.post("/away"))
        assert (await browser.post("/away/return")).status_code == 303
        assert (await browser.get("/circulars")).status_code == 200
    set_ = [line for answer in told for line in answer.headers.get_list("set-cookie")]
    assert len(set_) >= 4
    for line in set_:
        assert line.startswith("__Host-"), line
        assert "Secure" in line
        assert "Path=/" in line
        assert "Domain" not in line


async def test_the_size_chosen_before_cookies_had_a_prefix_stays(world: World) -> None:
    async with Visit(world, address="https://kairan.example.jp") as browser:
        browser.cookies.set("needs", "size:largest")
        assert 'data-size="largest"' in (await browser.get("/")).text
        await browser.post("/settings", {"size": "large", "back": "/"})
        assert 'data-size="large"' in (await browser.get("/")).text


def test_cookies_are_read_and_set_in_one_place() -> None:
    elsewhere = [
        str(path)
        for path in Path(kairanban.__file__).parent.rglob("*.py")
        if path.name != "cookies.py"
        and re.search(r"request\.cookies|set_cookie|delete_cookie", path.read_text())
    ]
    assert elsewhere == []


async def test_redirects_lead_only_to_paths_of_this_server(world: World) -> None:
    async with Visit(world) as browser:
        for evil in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
            answer = await browser.post("/settings", {"size": "large", "back": evil})
            assert answer.headers["location"].startswith("/")
            assert not answer.headers["location"].startswith(("//", "/\\"))


async def test_text_size_is_kept_before_sign_in(world: World) -> None:
    async with Visit(world) as browser:
        answer = await browser.post("/settings", {"size": "largest", "back": "/settings"})
        assert answer.status_code == 303
        assert 'data-size="largest"' in (await browser.get("/")).text
        await browser.post("/settings", {"language": "en", "back": "/"})
        page = (await browser.get("/")).text
        assert 'lang="en"' in page
        assert "The circular board" in page


async def test_a_number_too_large_for_an_id_is_not_found(world: World) -> None:
    async with Visit(world, "sato") as browser:
        assert (await browser.get(f"/circulars/{2**70}")).status_code == 404


async def test_a_head_request_does_not_count_as_opened(world: World) -> None:
    id = await circular(world)
    async with Visit(world, "sato") as browser:
        answer = await browser._http.head(f"/circulars/{id}")
        assert answer.status_code == 200
        async with world.database.read(world.yamada) as tx:
            from kairanban.circulation.progress.actions import overview

            found = await overview.blocks(tx, id, world.places["midorigaoka"])
    assert sum(block.counts.opened for block in found) == 0
