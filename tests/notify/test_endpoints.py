"""Valid push endpoints, checked when they are given and when they are used."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairanban.core.push_services import PUSH_SERVICES, push_services
from kairanban.notify.rules.endpoints import allowed
from kairanban.notify.sending.posting import NotPublic, Posting, Unreachable
from tests.notify.push_service import PushService
from tests.notify.telling import Telling
from tests.visiting import Visit
from tests.world import World, circular

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    "address",
    [
        "https://fcm.googleapis.com/fcm/send/abc:def",
        "https://updates.push.services.mozilla.com/wpush/v2/abc",
        "https://web.push.apple.com/abc",
        "https://wns2-sg2p.notify.windows.com/w/?token=abc",
        "https://fcm.googleapis.com:443/x",
    ],
)
def test_push_services_of_browsers_are_allowed(address: str) -> None:
    assert allowed(address, PUSH_SERVICES)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com@169.254.169.254/x",
        "https://169.254.169.254/x/.googleapis.com/",
        "https://evil.example/fcm.googleapis.com",
        "https://fcm.googleapis.com.evil.example/",
        "https://notfcm.googleapis.com/",
        "https://evilpush.services.mozilla.com/",
        "https://notify.windows.com/",
        "https://evilnotify.windows.com/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://localhost/",
        "https://user:word@fcm.googleapis.com/",
        "https://fcm.googleapis.com\\@127.0.0.1/",
        "https://fcm.googleapis.com\t.evil.example/",
        "https://fcm.googleapis.com/x#y",
        "https://fcm.googleapis.com:99999/",
        "https://[fcm.googleapis.com/",
        "ftp://fcm.googleapis.com/",
        "https://ｆcm.googleapis.com/",
        "https://evil.example%2f.push.apple.com/",
        "https://fcm%2egoogleapis.com/",
        "https://evil.example%00.push.apple.com/",
        "https://evil.example?.push.apple.com/",
        "https://evil.example:.push.apple.com/",
        "https://.push.apple.com/",
        "https://a..push.apple.com/",
        "https://-.push.apple.com/",
        "https://fcm.googleapis.com./",
        "https://fcm.googleapis.com:0/",
        "https://fcm.googleapis.com:0443/",
        "https://fcm.googleapis.com:/",
        "https://@fcm.googleapis.com/",
        "https:///fcm.googleapis.com/",
        "https://fcm.googleapis.com/\x7f",
        "https://fcm.googleapis.com/" + "x" * 2000,
    ],
)
def test_all_other_endpoints_are_refused(address: str) -> None:
    assert not allowed(address, PUSH_SERVICES)


def test_an_endpoint_named_by_the_operator_is_allowed_with_its_port_only() -> None:
    named = push_services("http://127.0.0.1:9999")
    assert allowed("http://127.0.0.1:9999/push/x", named)
    assert not allowed("http://127.0.0.1:9998/push/x", named)
    assert not allowed("https://127.0.0.1:9999/push/x", named)
    assert not allowed("http://localhost:9999/push/x", named)


@given(st.text(max_size=80))
def test_random_text_is_never_an_allowed_endpoint(text: str) -> None:
    assert not allowed(text, PUSH_SERVICES)
    assert not allowed(f"https://{text}", push_services("fcm.googleapis.com")) or text.split("/")[0].split(
        "?"
    )[0].lower() in (
        "fcm.googleapis.com",
        "fcm.googleapis.com:443",
    )


async def test_a_name_that_resolves_to_a_private_address_is_refused(service: PushService) -> None:
    """Checked when connecting; only exact entries of the operator's list may be private."""
    address = f"http://localhost:{service.port}/push/sato"
    for services in "https://other.example", f"http://localhost:{service.port + 1}", "localhost":
        posting = Posting(push_services(services), 2.0)
        with pytest.raises(NotPublic):
            await posting.post(address, b"", {})
        await posting.close()
    assert service.posts == []
    posting = Posting(push_services(f"http://localhost:{service.port}"), 2.0)
    assert (await posting.post(address, b"", {})).status == 201
    with pytest.raises(Unreachable):
        await posting.post("http://no.such.name.invalid/push", b"", {})
    await posting.close()


async def test_an_endless_response_is_not_read(service: PushService) -> None:
    service.answers["sato"] = ["flood"]
    posting = Posting(push_services(service.origin), 5.0)
    assert (await posting.post(f"{service.origin}/push/sato", b"", {})).status == 201
    await posting.close()


async def test_a_service_no_longer_allowed_gets_no_request(town: Telling, service: PushService) -> None:
    await town.allow("sato", service.browser("sato"))
    await circular(town.world)
    object.__setattr__(town.settings, "push_services", PUSH_SERVICES)
    await town.round()
    assert service.posts == []
    assert await town.states() == {"sato": ["failed"]}
    assert await town.alive() == {"sato"}


async def test_a_browser_subscribes_and_unsubscribes(world: World, service: PushService) -> None:
    good = service.browser("sato")
    async with Visit(world, "sato", push_services=(service.origin,)) as browser:
        for _ in range(2):
            assert (await browser.json("/notices/subscription", good)).status_code == 204
        page = await browser.get("/settings/notices")
        assert "/settings/notices/device/removal" in page.text
        assert (await browser.post("/notices/subscription/removal")).status_code == 204
        assert "/settings/notices/device/removal" not in (await browser.get("/settings/notices")).text


@pytest.mark.parametrize(
    "given",
    [
        None,
        [],
        {},
        {"endpoint": 3},
        {"endpoint": "https://fcm.googleapis.com/x"},
        {"endpoint": "https://fcm.googleapis.com/x", "keys": []},
        {"endpoint": "https://fcm.googleapis.com/x", "keys": {"p256dh": "x", "auth": "y"}},
        {"endpoint": "https://169.254.169.254/x", "keys": {"p256dh": "B" * 87, "auth": "A" * 22}},
    ],
)
async def test_a_malformed_subscription_is_refused(world: World, given: object) -> None:
    async with Visit(world, "sato") as browser:
        assert (await browser.json("/notices/subscription", given)).status_code == 422
        assert (await browser.post("/notices/subscription")).status_code == 422


async def test_a_browser_with_a_new_session_keeps_one_address(world: World, service: PushService) -> None:
    shared = service.browser("tablet")
    for who in ("sato", "tanaka"):
        async with Visit(world, who, push_services=(service.origin,)) as browser:
            assert (await browser.json("/notices/subscription", shared)).status_code == 204
    async with Visit(world, "sato") as browser:
        assert "/settings/notices/device/removal" not in (await browser.get("/settings/notices")).text
    async with Visit(world, "tanaka") as browser:
        assert "/settings/notices/device/removal" in (await browser.get("/settings/notices")).text
