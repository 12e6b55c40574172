"""What a card allows, how devices are named, and what a secret looks like."""

import subprocess
import sys
from dataclasses import replace

import pytest

from kairanban.community.signin.rules.cards import Card, Way, way
from kairanban.community.signin.rules.device_kinds import kind_of
from kairanban.community.signin.rules.lifetimes import CARD_ALONE, CARD_MOST, DEVICES_MOST
from kairanban.community.signin.rules.passkeys import is_copied
from kairanban.community.signin.rules.passwords import MEMORY_KIB, TIME_COST, hash_secret, matches
from kairanban.community.signin.rules.sealing import seal, unseal
from kairanban.community.signin.rules.sign_in_names import LONGEST, normal
from kairanban.community.signin.rules.tokens import looks_like_one, new_token, two_digits

NOW = 10 * CARD_MOST
CARD = Card(1, 1, "佐藤", 2, "みどりヶ丘自治会", "", "", NOW, None, None, None, 0, "", 0, 0, "1班", 1)


@pytest.mark.parametrize(
    ("changed", "how"),
    [
        ({}, Way.ALONE),
        ({"first_used": NOW - CARD_ALONE}, Way.ALONE), ({"first_used": NOW - CARD_ALONE - 1}, Way.APPROVAL),
        ({"printed": NOW - CARD_MOST}, Way.ALONE), ({"printed": NOW - CARD_MOST - 1}, Way.APPROVAL),
        ({"devices": DEVICES_MOST - 1}, Way.ALONE), ({"devices": DEVICES_MOST}, Way.FULL),
        ({"devices": DEVICES_MOST + 1}, Way.FULL),
        ({"cancelled": NOW}, Way.ENDED), ({"gone": NOW}, Way.ENDED), ({"gone": 0, "devices": DEVICES_MOST}, Way.ENDED),
    ],
)  # fmt: skip
def test_a_card_binds_alone_while_it_is_new(changed: dict[str, int], how: Way) -> None:
    assert way(replace(CARD, **changed), NOW) is how  # type: ignore[arg-type]


def test_a_hidden_households_card_shows_its_place() -> None:
    assert (CARD.shown, replace(CARD, hidden=1).shown) == ("佐藤", "1班の1")


@pytest.mark.parametrize(
    ("agent", "kind"),
    [("iPad; CPU OS 17", "ipad"), ("iPhone; CPU", "iphone"), ("Linux; Android 15; Mobile", "android"),
     ("Linux; Android 15", "android_tablet"), ("Macintosh", "computer"), ("", "computer")],
)  # fmt: skip
def test_a_device_is_named_by_its_browser(agent: str, kind: str) -> None:
    assert kind_of(agent) == kind


def test_a_secret_matches_its_own_hash_however_wide_it_is_typed() -> None:
    stored = hash_secret("2580")
    assert matches(stored, "２５８０")
    for wrong_hash, typed in ((stored, "2581"), ("", "2580"), ("", "nobody"), ("no hash", "2580")):
        assert not matches(wrong_hash, typed)


def test_a_hash_costs_what_is_asked_of_argon2id_today() -> None:
    assert MEMORY_KIB >= 19 * 1024
    assert TIME_COST >= 2
    served = "from kairanban.community.signin.rules.passwords import hash_secret; print(hash_secret('2580'))"
    said = subprocess.run([sys.executable, "-c", served], capture_output=True, text=True, check=True).stdout
    assert said.startswith(f"$argon2id$v=19$m={MEMORY_KIB},t={TIME_COST},p=1$")


def test_what_was_sealed_is_opened_by_its_own_session_only() -> None:
    sealed = seal("mine", [(1, "a"), (2, "b")])
    assert unseal("mine", sealed) == [(1, "a"), (2, "b")]
    assert unseal("another's", sealed) is None


def test_names_and_tokens_have_a_form() -> None:
    assert normal(" Ｉｔｏ Ｔａｋａｓｈｉ ") == "itotakashi"
    assert len(normal("a" * (LONGEST + 1))) == LONGEST
    assert looks_like_one(new_token())
    assert looks_like_one("a" * 16)
    for wrong in ("a" * 15, "a" * 65, "a" * 20 + "/", ""):
        assert not looks_like_one(wrong)
    assert {len(two_digits()) for _ in range(50)} == {2}


@pytest.mark.parametrize(
    ("before", "now", "copied"),
    [(0, 0, False), (0, 1, False), (5, 6, False), (5, 5, True), (5, 4, True), (5, 1, True), (5, 0, False)],
)
def test_a_counter_that_does_not_rise_shows_a_copied_key_unless_it_no_longer_counts(
    before: int, now: int, copied: bool
) -> None:
    assert is_copied(before, now) is copied
