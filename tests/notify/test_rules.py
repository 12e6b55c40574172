"""What follows an answer of a service, which links and endpoints are taken, and the words on a lock screen."""

import random

import pytest

from kairanban.circulation.circulars.rules.notification_timing import REMIND_AFTER
from kairanban.core.clock import SECOND
from kairanban.core.errors import Invalid
from kairanban.core.outside import is_public
from kairanban.core.push_services import push_services
from kairanban.notify.actions import mail, reminders
from kairanban.notify.rules.endpoints import LONGEST, allowed, trusted
from kairanban.notify.rules.links import Purpose, opened, sign
from kairanban.notify.rules.lock_screen import CIRCULAR, HELP, URGENT, said
from kairanban.notify.rules.outcomes import (
    LAST_STEP,
    STEPS,
    Answer,
    Outcome,
    State,
    Verdict,
    judge,
    of_status,
    wait,
)
from tests.conftest import SetClock
from tests.notify.telling import WORKER
from tests.world import World, circular

pytestmark = pytest.mark.anyio


class Last(random.Random):
    """Always the latest moment of a step."""

    def randint(self, a: int, b: int) -> int:
        return b


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (199, Answer.REFUSED), (200, Answer.TAKEN), (299, Answer.TAKEN), (300, Answer.REFUSED), (404, Answer.GONE),
        (410, Answer.GONE), (413, Answer.TOO_LONG), (429, Answer.LATER), (430, Answer.REFUSED), (499, Answer.REFUSED),
        (500, Answer.LATER), (503, Answer.LATER),
    ],
)  # fmt: skip
def test_a_status_of_a_push_service_is_one_of_five_answers(status: int, answer: Answer) -> None:
    assert of_status(status) is answer


def test_tries_follow_in_growing_steps_and_then_hourly() -> None:
    waits = [wait(tries, Last()) for tries in range(1, len(STEPS) + 3)]
    assert waits == [*STEPS, LAST_STEP, LAST_STEP]


@pytest.mark.parametrize(
    ("outcome", "short", "now", "verdict"),
    [
        (Outcome(Answer.TAKEN), False, 0, Verdict(State.ACCEPTED)),
        (Outcome(Answer.GONE), True, 0, Verdict(State.GONE, short=True)),
        (Outcome(Answer.TOO_LONG), False, 7, Verdict(State.WAITING, 7, short=True)),
        (Outcome(Answer.TOO_LONG), True, 7, Verdict(State.FAILED, short=True)),
        (Outcome(Answer.REFUSED), False, 7, Verdict(State.FAILED)),
        (Outcome(Answer.LATER), False, 0, Verdict(State.WAITING, STEPS[0])),
        (Outcome(Answer.LATER, after=0), False, 7, Verdict(State.WAITING, 7)),
        (Outcome(Answer.LATER, after=90 * SECOND), False, 0, Verdict(State.WAITING, 60 * SECOND)),
        (Outcome(Answer.LATER), False, 60 * SECOND - 1, Verdict(State.WAITING, 60 * SECOND)),
        (Outcome(Answer.LATER), False, 60 * SECOND, Verdict(State.EXPIRED)),
    ],
)  # fmt: skip
def test_what_follows_an_outcome(outcome: Outcome, short: bool, now: int, verdict: Verdict) -> None:
    assert judge(outcome, tries=1, short=short, until=60 * SECOND, now=now, chance=Last()) == verdict


def test_a_link_opens_for_its_own_purpose_and_key() -> None:
    token = sign("key", Purpose.CIRCULAR, 3, 4)
    assert opened("key", Purpose.CIRCULAR, token) == (3, 4)
    long = sign("key", Purpose.STOP, *(100 + n for n in range(19)), 1)
    assert len(long) == 100
    assert opened("key", Purpose.STOP, long) is not None
    for wrong in (token + "x", "", "é", sign("key", Purpose.STOP, *(100 + n for n in range(19)), 10)):
        assert opened("key", Purpose.CIRCULAR, wrong) is opened("key", Purpose.STOP, wrong) is None
    assert opened("another", Purpose.CIRCULAR, token) is opened("key", Purpose.STOP, token) is None


@pytest.mark.parametrize(
    ("host", "port", "scheme", "fits"),
    [
        ("a.push.example", 443, "https", True), (".push.example", 443, "https", False), ("push.example", 443, "https", False),
        ("a.push.example", 444, "https", False), ("a.push.example", 443, "http", False), ("one.example", 443, "https", True),
        ("two.example", 443, "https", False), ("local", 80, "http", True), ("local", 81, "http", False),
        ("local", 443, "https", False),
    ],
)  # fmt: skip
def test_a_host_fits_its_rule(host: str, port: int, scheme: str, fits: bool) -> None:
    services = push_services("*.push.example, one.example http://local")
    assert allowed(f"{scheme}://{host}:{port}/x", services) is fits
    assert trusted(f"{scheme}://{host}:{port}/x", services) is (host == "local" and fits)
    usual = {"https": 443, "http": 80}[scheme]
    assert trusted(f"{scheme}://{host}/x", services) is (host == "local" and (scheme, usual) == ("http", 80))


def test_an_endpoint_has_a_longest_form() -> None:
    address = "https://one.example/".ljust(LONGEST, "x")
    assert allowed(address, push_services("one.example"))
    assert not allowed(address + "x", push_services("one.example"))


@pytest.mark.parametrize(
    ("address", "of_internet"),
    [
        ("8.8.8.8", True), ("10.0.0.1", False), ("127.0.0.1", False), ("224.0.0.1", False), ("240.0.0.1", False),
        ("2001:4860:4860::8888", True), ("::1", False), ("::ffff:8.8.8.8", True), ("::ffff:10.0.0.1", False), ("ff0e::1", False),
    ],
)  # fmt: skip
def test_a_public_address_is_one_of_the_internet(address: str, of_internet: bool) -> None:
    assert is_public(address) is of_internet


def test_urgency_is_said_of_circulars_only() -> None:
    assert [said("circular", 0), said("circular", 1), said("changed", 1), said("help", 1)] == [
        CIRCULAR, URGENT, URGENT, HELP,
    ]  # fmt: skip


@pytest.mark.parametrize("length", [254, 255])
async def test_a_mail_address_has_a_longest_form(world: World, length: int) -> None:
    address = f"{'x' * (64)}@{'y' * 60}.{'z' * 60}.{'w' * 45}.example.jp"
    address = address.replace("example", "e" * (7 + length - len(address)))
    assert len(address) == length
    async with world.database.write(world.sato) as tx:
        if length > 254:
            with pytest.raises(Invalid):
                await mail.add(tx, world.households["sato"], address, "ja")
        else:
            await mail.add(tx, world.households["sato"], address, "ja")


async def test_a_reminder_is_due_at_its_moment(world: World, clock: SetClock) -> None:
    await circular(world, importance="important")
    for passed, due in ((REMIND_AFTER - 1, 0), (1, 1), (1, 0)):
        clock.advance(passed)
        assert await reminders.remind_due(world.database, WORKER) == due
