"""声かけ: the rule, and the SQL that runs, on the same generated histories."""

import random
from dataclasses import dataclass
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import bindparam

from kairanban.care.visits.actions import day_list
from kairanban.care.visits.rules.check_in_after_silence import Contact, History, Received, silent_since
from kairanban.care.visits.rules.day_list import Reason
from kairanban.community.people.actions.households import NewHousehold, add_household, add_resident
from kairanban.core.clock import DAY
from kairanban.core.ids import HouseholdId, ResidentId
from kairanban.core.purposes import Purpose
from kairanban.db.statements import Statement, inserting
from kairanban.db.tables.circulars import addressee, circular
from kairanban.db.tables.consents import consent
from kairanban.db.tables.notify import notice_choice
from kairanban.db.tables.visits import visit
from kairanban.db.tx import Tx
from tests.conftest import SetClock
from tests.world import SYSTEM, World

HOUSEHOLDS = 400
SEED = 20261201

_CONSENT = inserting(consent, "household", "resident", "purpose", "how", "given")
_CIRCULAR = inserting(circular, "association", "state", "kind", "made", "changed", "published")
_ADDRESSEE = Statement(
    addressee.insert().values({one: bindparam(one) for one in ("circular", "household", "opened", "replied")})
)
_VISIT = inserting(
    visit, "household", "place", "purpose", "kind", "made", "received", "client_id", "corrected"
)
_CHOICE = Statement(
    notice_choice.insert().values(household=bindparam("household"), rest_until=bindparam("rest_until"))
)

silent_home = partial(History, agreed=True, method="digital", rests_until=None, contacts=[])


@given(st.lists(st.integers(1, 60 * DAY), max_size=8), st.lists(st.integers(1, 60 * DAY), max_size=4))
def test_a_word_is_suggested_after_a_month_and_three_circulars(
    published: list[int], signs: list[int]
) -> None:
    now = 60 * DAY
    home = silent_home(
        received=[Received(one) for one in published], contacts=[Contact("met", s) for s in signs]
    )
    since = sorted(moment for moment in published if moment > max(signs, default=0))
    suggested = len(since) >= 3 and since[0] <= 30 * DAY
    assert silent_since(home, now) == (since[0] if suggested else None)


MONTH_AGO, NOW = 1_000 * DAY - 30 * DAY, 1_000 * DAY
THREE = [Received(MONTH_AGO - DAY), Received(MONTH_AGO + DAY), Received(MONTH_AGO + 2 * DAY)]


def test_the_first_of_three_may_be_thirty_days_old_to_the_millisecond() -> None:
    for first, expected in ((MONTH_AGO, MONTH_AGO), (MONTH_AGO + 1, None)):
        assert silent_since(silent_home(received=[Received(first), *THREE[1:]]), NOW) == expected


@pytest.mark.parametrize(
    "sign",
    [
        Received(MONTH_AGO - 9 * DAY, opened=NOW - DAY),
        Received(MONTH_AGO - 9 * DAY, replied=NOW - DAY),
        Received(MONTH_AGO - 9 * DAY, "withdrawn", opened=NOW - DAY),
        Received(MONTH_AGO - 9 * DAY, kind="obituary", opened=NOW - DAY),
    ],
)
def test_anything_opened_or_answered_is_a_sign(sign: Received) -> None:
    assert silent_since(silent_home(received=THREE), NOW) == THREE[0].published
    assert silent_since(silent_home(received=[*THREE, sign]), NOW) is None


@pytest.mark.parametrize(("kind", "reached"), [("met", 1), ("called", 1), ("paper", 1), ("not_met", 0)])
def test_whoever_was_reached_is_left_in_peace_unless_the_entry_was_corrected(kind: str, reached: int) -> None:
    for contact, silent in ((Contact(kind, NOW - DAY), not reached), (Contact(kind, NOW - DAY, NOW), True)):
        home = silent_home(received=THREE, contacts=[contact])
        assert (silent_since(home, NOW) is not None) == silent, contact


def test_withdrawn_circulars_and_obituaries_are_not_counted() -> None:
    for other in (Received(MONTH_AGO + DAY, "withdrawn"), Received(MONTH_AGO + DAY, kind="obituary")):
        assert silent_since(silent_home(received=[THREE[0], THREE[1], other]), NOW) is None


def test_nobody_is_suggested_without_consent_on_paper_or_at_rest() -> None:
    silent = silent_home(received=THREE)
    assert silent_since(silent, NOW) is not None
    assert silent_since(silent_home(received=THREE, agreed=False), NOW) is None
    assert silent_since(silent_home(received=THREE, method="paper"), NOW) is None
    assert silent_since(silent_home(received=THREE, rests_until=NOW + 1), NOW) is None
    assert silent_since(silent_home(received=THREE, rests_until=NOW), NOW) is not None


@dataclass
class Home:
    id: HouseholdId
    resident: ResidentId
    history: History


def history(dice: random.Random, now: int) -> History:
    """Draw a household's history; times are whole and half months ago, often the same to the millisecond."""

    def moment() -> int:
        return now - dice.choice((10, 29, 30, 30, 31, 45, 60)) * DAY + dice.choice((-1, 0, 0, 0, 1))

    def sometimes() -> int | None:
        return moment() if dice.random() < 0.06 else None

    received = [
        Received(
            moment(),
            dice.choice(("published",) * 5 + ("withdrawn", "draft")),
            dice.choice(("ordinary",) * 6 + ("obituary",)),
            sometimes(),
            sometimes(),
        )
        for _ in range(dice.randrange(1, 9))
    ]
    contacts = [
        Contact(dice.choice(("met", "called", "paper", "not_met")), moment(), sometimes())
        for _ in range(dice.choice((0, 0, 1, 1, 2)))
    ]
    return History(
        agreed=dice.random() < 0.9,
        method=dice.choice(("digital", "both", "digital", "both", "paper")),
        rests_until=dice.choice((None,) * 12 + (now - 1, now, now + 1)),
        received=received,
        contacts=contacts,
    )


async def settle(tx: Tx, world: World, number: int, past: History) -> Home:
    """Write one household with its history into the database."""
    place = world.places["block_2"]
    new = NewHousehold(
        association=world.places["midorigaoka"], label=f"家{number}", place=place, route_order=number, method=past.method
    )  # fmt: skip
    id = await add_household(tx, new)
    resident = await add_resident(tx, id, f"住人{number}", representative=True)
    purposes = [Purpose.COMMISSIONER] + [Purpose.CHECK_IN] * past.agreed
    for purpose in purposes:
        await tx.value(
            _CONSENT, household=id, resident=resident, purpose=purpose.value, how="screen", given=1
        )
    if past.rests_until is not None:
        await tx.run(_CHOICE, household=id, rest_until=past.rests_until)
    for one in past.received:
        circular = await tx.value(
            _CIRCULAR, association=new.association, state=one.state, kind=one.kind, made=1, changed=1, published=one.published
        )  # fmt: skip
        await tx.run(_ADDRESSEE, circular=circular, household=id, opened=one.opened, replied=one.replied)
    for number, met in enumerate(past.contacts):
        await tx.value(
            _VISIT, household=id, place=place, purpose="commissioner", kind=met.kind, made=met.made, received=met.made,
            client_id=str(number), corrected=met.corrected,
        )  # fmt: skip
    return Home(id, resident, past)


@pytest.mark.anyio
async def test_the_day_list_suggests_whom_the_rule_suggests(world: World, clock: SetClock) -> None:
    clock.advance(DAY)
    dice = random.Random(SEED)
    homes = []
    for number in range(HOUSEHOLDS):
        async with world.database.write(SYSTEM) as tx:
            homes.append(await settle(tx, world, number, history(dice, clock.now)))

    async with world.database.read(world.nagai) as tx:
        listed = await day_list.today(tx)
    suggested = {one.household: why.at for one in listed for why in one.why if why.reason is Reason.CHECK_IN}
    expected = {home.id: silent_since(home.history, clock.now) for home in homes}
    assert suggested == {id: since for id, since in expected.items() if since is not None}
    # Enough of both, so that the comparison says something.
    assert 25 < len(suggested) < HOUSEHOLDS - 25
