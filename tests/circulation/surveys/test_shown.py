"""A survey as a reader sees it: versions, the author's words where they are missing, and readings."""

import json
from dataclasses import replace

from kairanban.circulation.surveys.rules.answers import Part
from kairanban.circulation.surveys.rules.questions import Question, written
from kairanban.circulation.surveys.rules.shown import Said, answer_of, survey
from kairanban.i18n.furigana import unpack

ROLE = Question("one", "役は", ("班長", "会計"))
CANS = Question("number", "缶は", unit="個", least=1, most=6)
LIMIT = replace(CANS, most=30)
TEXT = written([ROLE, CANS])


def test_the_author_reads_her_own_words() -> None:
    found = survey(TEXT)
    assert [one.words.text for one in found.questions] == ["役は", "缶は"]
    assert [one.language for one in found.questions] == ["ja", "ja"]
    assert list(found.questions[1].numbers) == [1, 2, 3, 4, 5, 6]
    assert not survey(written([LIMIT])).questions[0].numbers


def test_a_version_gives_its_words_and_what_it_leaves_out_stays_the_authors() -> None:
    version = written([replace(ROLE, text="Role", choices=("Leader", "Money")), replace(CANS, text="")])
    found = survey(TEXT, version, "en")
    assert [one.words.text for one in found.questions] == ["Role", "缶は"]
    assert [choice.text for choice in found.questions[0].choices] == ["Leader", "Money"]
    assert [one.tag for one in found.questions] == ["en", "ja"]
    assert found.authors == "ja"
    short = survey(TEXT, written([replace(ROLE, text="Role", choices=("Leader",))]), "en")
    assert [one.words.text for one in short.questions] == ["役は", "缶は"]
    assert survey(TEXT, "", "en").authors == "ja"
    assert survey(TEXT, written([replace(ROLE, text="a"), replace(CANS, text="b")]), "en").authors == ""


def test_readings_stand_over_their_own_line() -> None:
    at = TEXT.index("会計")
    packed = json.dumps({"questions": [[at, at + 2, "かいけい"]]})
    said = survey(TEXT, furigana=packed).questions[0].choices
    assert said[0] == Said("班長")
    assert [(one.start, one.end, one.reading) for one in unpack(said[1].readings, "line")] == [
        (0, 2, "かいけい")
    ]


def test_a_receipt_names_the_answers() -> None:
    found = survey(TEXT)
    assert [(one.number, said) for one, said in found.answered((Part(1, 2), Part(2, number=3)))] == [
        (1, ["会計"]), (2, ["3個"])
    ]  # fmt: skip
    assert answer_of(found.questions[0], 5, None, "前の言葉") == "前の言葉"
    assert answer_of(found.questions[0], 0, None, "はい") == "はい"
