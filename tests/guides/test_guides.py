"""The guides say what the pages say: a button that is named there is called the same, in every language."""

import re

import pytest

from kairanban.guides.texts import Guide, guides
from kairanban.i18n.languages import LANGUAGES
from kairanban.i18n.translate import translate
from kairanban.visits.rules import KIND_NAMES
from kairanban.web.statics import addresses

QUOTED = re.compile("「([^「」]+)」|“([^“”]+)”")
# What the supporter presses on the day's list, on the page of a household, and to print.
BUTTONS = (
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


def quoted(guide: Guide) -> set[str]:
    return {one or other for step in guide.steps for one, other in QUOTED.findall(step.title + step.text)}


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_a_supporter_finds_every_button_of_the_day_list_under_its_name(language: str) -> None:
    named = quoted(guides(language)["settlement_supporter"])
    assert {translate(language, button) for button in BUTTONS} <= named


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_every_language_has_the_same_steps_with_pictures_that_exist(language: str) -> None:
    for who, guide in guides(language).items():
        japanese = guides("ja")[who].steps
        assert [step.picture for step in guide.steps] == [step.picture for step in japanese]
        for step in guide.steps:
            assert not step.picture or f"guide-{step.picture}.webp" in addresses()
