"""Every route as people of every office elsewhere: another association, another municipality."""

from datetime import date

import pytest

from kairanban.community.people.rules.offices import SERVES_AT
from kairanban.community.places.rules import PlaceKind
from kairanban.core.clock import at
from kairanban.core.roles import Role
from kairanban.web.routing import Open
from tests.house.elsewhere import Stranger, settle, with_sheet
from tests.house.paths import fill
from tests.house.test_matrix import CASES, Case
from tests.visiting import Visit
from tests.world import World, asked

pytestmark = pytest.mark.anyio

# Names, labels and a title that only people of Midorigaoka may read.
THEIRS = ("みどりヶ丘", "公園の清掃", "佐藤", "鈴木", "松本", "髙橋", "メゾン緑", "山田", "022-111-0000")
# The request of the first town; its associations were asked, those of another were not.
OF_THE_TOWN = ("環境課",)

NAMING = [case for case in CASES if "{" in case.path]
LISTS = [case for case in CASES if "{" not in case.path and case.method == "GET"]
# A day belongs to no association.
OF_A_DAY = [case for case in NAMING if "{day}" in case.path]


@pytest.fixture(scope="module")
async def strangers(looked_at: World) -> dict[str, list[Stranger]]:
    found = {
        "neighbour": await settle(looked_at, "neighbour", "杉野区", looked_at.places["town"]),
        "far": await settle(looked_at, "far", "奥沢区", None),
    }
    await asked(looked_at, deliver_on=at(date(2026, 12, 15)))
    return found


@pytest.fixture(scope="module")
async def visits(looked_at: World, strangers: dict[str, list[Stranger]]) -> dict[str, Visit]:
    """One browser each, used for all routes."""
    return {one.name: Visit(looked_at, one.name) for found in strangers.values() for one in found}


async def test_every_role_and_every_kind_of_place_has_a_visitor(strangers: dict[str, list[Stranger]]) -> None:
    far, near = strangers["far"], strangers["neighbour"]
    assert {one.role for one in far} == set(Role)
    # No office is held at a federation; its places are arranged by commands.
    seats = set(PlaceKind) - {PlaceKind.FEDERATION}
    assert set().union(*SERVES_AT.values()) == seats
    assert {one.kind for one in far} == seats
    assert {one.kind for one in near} == seats - {PlaceKind.MUNICIPALITY}
    assert {one.role for one in near} == set(Role) - {Role.MUNICIPAL_OFFICER}


@pytest.mark.parametrize("case", NAMING, ids=lambda case: f"{case.method} {case.path}")
async def test_strangers_find_nothing_of_another_association(
    looked_at: World, visits: dict[str, Visit], case: Case
) -> None:
    published = "/draft" not in case.path and "removal" not in case.path
    given: dict[str, object] = {}
    if "{attachment" in case.path:
        given["circular"], given["attachment"] = await with_sheet(looked_at, published=published)
    path = await fill(looked_at, case.path, **given)
    for who, browser in visits.items():
        answer = await (browser.get(path) if case.method == "GET" else browser.post(path, {"go": "draft"}))
        if case in OF_A_DAY or (case.needs is Open.SIGNED_IN and not given):
            assert answer.status_code < 500
            assert not _named(who, answer.text), (who, answer.status_code)
            continue
        refused = (401, 403, 404, 409) if "{batch" in case.path else (401, 403, 404)
        assert answer.status_code in refused, (who, answer.status_code)


@pytest.mark.parametrize("case", LISTS, ids=lambda case: case.path)
async def test_lists_of_strangers_name_nothing_of_another_association(
    visits: dict[str, Visit], case: Case
) -> None:
    for who, browser in visits.items():
        answer = await browser.get(case.path)
        assert answer.status_code < 500, (who, answer.text[-500:])
        assert not _named(who, answer.text), who


def _named(who: str, page: str) -> list[str]:
    theirs = THEIRS if who.startswith("neighbour") else (*THEIRS, *OF_THE_TOWN)
    return [one for one in theirs if one in page]


async def test_what_is_denied_to_strangers_has_content(looked_at: World, visits: dict[str, Visit]) -> None:
    async with Visit(looked_at, "shimizu") as officer:
        for path in ("/requests", "/requests/stocktaking"):
            text = (await officer.get(path)).text
            assert [one for one in (*THEIRS, *OF_THE_TOWN) if one in text], path


async def test_they_do_read_their_own(visits: dict[str, Visit]) -> None:
    """The refusals above mean something: the same offices read a sheet at home, and not the neighbour's."""
    for office in ("building_contact_building", "chair_association", "drafter_association"):
        opened = {
            prefix: [
                number
                for number in (1, 2)
                if (await visits[f"{prefix}_{office}"].get(f"/attachments/{number}/pages/1")).status_code
                == 200
            ]
            for prefix in ("neighbour", "far")
        }
        assert opened == {"neighbour": [1], "far": [2]}, office
