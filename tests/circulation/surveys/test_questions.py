"""The questions of a survey: their written form, what they still need, and what is understood of answers."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairanban.circulation.surveys.rules.answers import (
    CHOOSE,
    NUMBER,
    TOO_LONG,
    WRITE,
    Part,
    as_filled,
    understood,
)
from kairanban.circulation.surveys.rules.arranging import Arrangement, arranged
from kairanban.circulation.surveys.rules.asking import (
    BOUNDS,
    NO_FIRST,
    NO_QUESTION,
    NO_WORDS,
    TOO_FEW,
    TOO_MANY,
    TWICE,
    asks_who_comes,
    known_words,
    preset,
    wrong_in,
)
from kairanban.circulation.surveys.rules.questions import (
    Question,
    QuestionKind,
    read,
    same_structure,
    shown_lines,
    written,
)
from kairanban.core.lines import one_line, paragraphs

ROLE = Question("one", "どの役をしますか", ("班長", "会計", "どれでも"))
DAYS = Question("several", "来られる日", ("土", "日"), required=False)
CANS = Question("number", "空き缶は", unit="個", least=2, most=5)
WISH = Question("words", "ご意見", required=False)

LINE = st.text(max_size=30).map(one_line)
QUESTION = st.builds(
    Question,
    st.sampled_from([kind.value for kind in QuestionKind]),
    LINE,
    st.lists(LINE.filter(bool), max_size=10).map(tuple),
    st.booleans(),
    st.booleans(),
    LINE,
    st.integers(0, 9999),
    st.integers(0, 9999),
)


@given(st.lists(QUESTION, max_size=8))
def test_what_is_written_is_read_as_it_was_also_from_its_column(questions: list[Question]) -> None:
    meant = tuple(replace(one, only=one.only and at > 0) for at, one in enumerate(questions))
    assert read(paragraphs(written(questions))) == meant


@given(st.text())
def test_any_text_is_read_without_a_fault(text: str) -> None:
    assert read(written(read(text))) == read(text)


def test_each_thing_that_is_missing_is_said_of_its_question() -> None:
    assert list(wrong_in(())) == [(0, NO_QUESTION)]
    assert list(wrong_in((ROLE, DAYS, CANS, WISH))) == []
    wrong = (
        Question("number", "", least=5, most=5),
        Question("one", "a", ("一つ",)),
        Question("one", "a", tuple("一二三四五六七八九十百")),
        Question("several", "a", ("同", "同")),
        replace(WISH, only=True),
    )
    assert list(wrong_in(wrong)) == [
        (1, NO_WORDS), (1, BOUNDS), (2, TOO_FEW), (3, TOO_MANY), (4, TWICE), (5, NO_FIRST)
    ]  # fmt: skip


def test_the_survey_to_begin_with_is_whole_and_asks_numbers_of_those_who_come() -> None:
    assert list(wrong_in(preset())) == []
    assert [one.only for one in preset()] == [False, True, True]
    assert asks_who_comes(preset())
    assert not asks_who_comes((ROLE, DAYS))
    assert known_words(preset()[0].text, "vi") == preset("vi")[0].text
    assert known_words("どの役をしますか", "vi") == ""


def test_buttons_add_move_and_take_away() -> None:
    both = [ROLE, DAYS]
    assert arranged(both, Arrangement("add")) == [ROLE, DAYS, Question()]
    assert arranged(both, Arrangement("remove", 1)) == [DAYS]
    assert arranged(both, Arrangement("up", 2)) == [DAYS, ROLE]
    assert arranged(both, Arrangement("up", 1)) == both
    assert arranged(both, Arrangement("remove", 8)) == both
    assert arranged([Question(), ROLE], Arrangement("preset")) == [*preset(), ROLE]
    assert len(arranged([ROLE] * 8, Arrangement("add"))) == 8
    assert Arrangement.of("remove 3") == Arrangement("remove", 3)
    assert Arrangement.of("remove 9") is None


def test_words_may_change_without_asking_again_and_nothing_else() -> None:
    before = written([ROLE, CANS])
    assert same_structure(
        before, written([replace(ROLE, text="役", choices=("一", "二", "三")), replace(CANS, unit="本")])
    )
    for other in (
        [ROLE],
        [replace(ROLE, choices=("一", "二")), CANS],
        [ROLE, replace(CANS, most=9)],
        [CANS, ROLE],
    ):
        assert not same_structure(before, written(other))
    assert shown_lines(before) == "1. どの役をしますか\n・班長\n・会計\n・どれでも\n2. 空き缶は (個)"


def test_answers_are_held_to_their_questions() -> None:
    asked = (ROLE, DAYS, CANS, WISH)
    done = understood(asked, {1: ("2",), 2: ("2", "1", "9"), 3: ("３",), 4: ("はい",)})
    assert done.wrong == {}
    assert done.parts == (Part(1, 2), Part(2, 1), Part(2, 2), Part(3, number=3), Part(4, words="はい"))
    assert (done.choice, done.number) == ("survey", None)
    assert understood(asked, {}).wrong == {"q1": CHOOSE, "q3": NUMBER}
    assert understood(asked, {1: ("4",), 3: ("6",), 4: ("あ" * 201,)}).wrong == {
        "q1": CHOOSE, "q3": NUMBER, "q4": TOO_LONG
    }  # fmt: skip
    assert understood((replace(WISH, required=True),), {}).wrong == {"q1": WRITE}
    assert understood(asked, as_filled(done.parts)).parts == done.parts


def test_who_does_not_come_is_asked_no_numbers() -> None:
    coming = understood(preset(), {1: ("1",), 2: ("3",), 3: ("2",)})
    assert (coming.choice, coming.number) == ("attending", 3)
    staying = understood(preset(), {1: ("2",), 2: ("3",), 3: ("2",)})
    assert staying.parts == (Part(1, 2),)
    assert (staying.choice, staying.number, staying.wrong) == ("absent", None, {})
    assert understood(preset(), {1: ("1",)}).wrong == {"q2": NUMBER, "q3": NUMBER}
    third = (replace(ROLE, required=False), replace(CANS, only=True))
    # Of three choices none says that one stays away.
    assert understood(third, {1: ("3",)}).choice == "survey"
    assert understood(third, {}).choice == "survey"


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        (("春", "秋"), ("春", "秋"), True), (("春", "秋"), ("はる", "秋"), True), (("春", "秋"), ("秋", "春"), False),
        (("春", "秋"), ("秋", "冬"), False), (("春", "秋"), ("春", "秋", "冬"), False),
    ],
)  # fmt: skip
def test_choices_that_change_their_places_are_other_ones(
    before: tuple[str, ...], after: tuple[str, ...], same: bool
) -> None:
    old, new = replace(ROLE, choices=before), replace(ROLE, choices=after)
    assert same_structure(written([old]), written([new])) is same


def test_questions_that_change_their_places_are_other_ones() -> None:
    one, two = replace(ROLE, text="一つめ"), replace(ROLE, text="二つめ")
    assert not same_structure(written([one, two]), written([two, one]))
    assert same_structure(written([one, two]), written([replace(one, text="ひとつめ"), two]))
