"""Guides use the pages' own names of buttons, in every language."""

import re

import pytest

from kairanban.care.visits.rules.visits import KIND_NAMES
from kairanban.desks.guides.rules import Guide, guides
from kairanban.i18n.languages import LANGUAGES
from kairanban.i18n.translate import translate
from kairanban.web.static_files import addresses
from tests.visiting import Visit
from tests.world import World

QUOTED = re.compile("「([^「」]+)」|“([^“”]+)”")
# Buttons each role presses; the supporter's are on the day list, a household's page and the print page.
SUPPORTER = (
    "Whom to see today",
    "Write down a visit or call",
    *KIND_NAMES.values(),
    "That was a slip",
    "Add a note, the next look, answers to circulars",
    "It is sent when the network is back",
    "Print it for the car",
    "Print a blank sheet",
    "The month in numbers",
    "Look up a household in an emergency",
)
BUTTONS = {
    "settlement_supporter": SUPPORTER,
    "resident": ("Please ring me", "We are safe", "I need help", "Tell of the family"),
    "block_leader": ("Safety checks", "Safe", "Yellow flag at the door", "Met nobody", "Needs help"),
    "chair": ("Roster", "Put right what is written down", "When something changes", "It is real"),
    "municipal_officer": ("Safety checks",),
}


def quoted(guide: Guide) -> set[str]:
    return {one or other for step in guide.steps for one, other in QUOTED.findall(step.title + step.text)}


@pytest.mark.parametrize("language", list(LANGUAGES))
@pytest.mark.parametrize("who", list(BUTTONS))
def test_everybody_finds_the_buttons_under_their_names(who: str, language: str) -> None:
    named = quoted(guides(language)[who])
    assert {translate(language, button) for button in BUTTONS[who]} <= named


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_every_language_has_the_same_steps_with_pictures_that_exist(language: str) -> None:
    for who, guide in guides(language).items():
        japanese = guides("ja")[who].steps
        assert [step.picture for step in guide.steps] == [step.picture for step in japanese]
        for step in guide.steps:
            assert not step.picture or f"guide-{step.picture}.webp" in addresses()


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("who", "first"),
    [("sato", "resident"), ("abe", "block_leader"), ("yamada", "chair"), ("hayashi", "settlement_supporter")],
)
async def test_the_list_begins_with_ones_own(world: World, who: str, first: str) -> None:
    async with Visit(world, who) as visit:
        listed = re.findall(r'href="/guides/(\w+)"', (await visit.get("/guides")).text)
    assert listed[0] == first
    assert sorted(listed) == sorted(guides("ja"))
