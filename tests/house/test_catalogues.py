"""Every message exists in every language, with the same placeholders and in the project's style."""

import re
from collections.abc import Sequence

import pytest

from kairanban.confined.interface import sentences
from kairanban.i18n.collect import collect
from kairanban.i18n.kanji import is_kanji
from kairanban.i18n.languages import LANGUAGES
from kairanban.i18n.translate import catalogue, readings, translate, translate_form

VALUE = re.compile(r"%\((\w+)\)s")

# Names and pure placeholders; some words are the same in Portuguese.
SAME = re.compile(r"iPad|iPhone|E-mail|Total|(?:%\(\w+\)s[ ,:/]*)+")

# Never shown to a resident.
NOT_SAID = ("未読", "期限切れ", "エラー", "催促", "未加入", "世帯主", "関係人口")


def _forms(text: str | Sequence[str] | None) -> list[str]:
    assert text is not None
    return [text] if isinstance(text, str) else list(text)


@pytest.fixture(scope="session")
def wanted() -> set[str]:
    return {str(message.id) for message in collect() if message.id}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_is_complete(language: str, wanted: set[str]) -> None:
    kept = {str(message.id): message for message in catalogue(language) if message.id}
    assert wanted == kept.keys(), "run scripts/translate"
    assert [id for id, message in kept.items() if message.fuzzy or not all(_forms(message.string))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_translation_uses_the_same_placeholders(language: str) -> None:
    for message in catalogue(language):
        if message.id:
            wanted = set(VALUE.findall(_forms(message.id)[-1]))
            for form in _forms(message.string):
                assert set(VALUE.findall(form)) == wanted, message.id


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_no_sentence_is_left_in_english(language: str) -> None:
    left = [
        str(message.id)
        for message in catalogue(language)
        if message.id
        and _forms(message.string)[0] in _forms(message.id)
        and not SAME.fullmatch(str(message.id))
    ]
    assert left == []


def test_japanese_messages_are_written_in_japanese() -> None:
    for message in catalogue("ja"):
        for form in _forms(message.string) if message.id else []:
            if form != _forms(message.id)[0]:
                continue
            assert form in {"iPad", "iPhone", "PDF"}, form


def test_no_harsh_word_reaches_a_resident() -> None:
    """Officers do read 世帯主 and 未加入, in the rosters they keep."""
    for_officers = {
        str(message.id)
        for message in collect()
        if all("roster" in place for place, _line in message.locations)
    }
    for message in catalogue("ja"):
        for form in _forms(message.string) if message.id and str(message.id) not in for_officers else []:
            assert not [word for word in NOT_SAID if word in form], form


def test_a_sentence_uses_the_plural_form_of_its_number() -> None:
    one, many = "%(number)s household", "%(number)s households"
    assert translate_form("en", one, many, 1) == one
    assert translate_form("en", one, many, 3) == many
    assert translate_form("ja", one, many, 3) == "%(number)s世帯"


def test_an_unknown_message_is_returned_unchanged() -> None:
    assert translate("ja", "Nobody translated this") == "Nobody translated this"


def test_every_japanese_sentence_has_furigana() -> None:
    for language in LANGUAGES.values():
        if language.japanese:
            known = readings(language.code)
            assert sentences(language.code) <= known.keys(), "run scripts/translate"
            for sentence, spans in known.items():
                assert all(any(map(is_kanji, sentence[s.start : s.end])) for s in spans), sentence
