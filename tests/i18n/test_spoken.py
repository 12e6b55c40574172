"""Text for speech: whole sentences, and numbers as they are spoken."""

import re

from hypothesis import given
from hypothesis import strategies as st

from kairanban.i18n.prose import prose, said
from kairanban.i18n.spoken import sentences, spoken


def test_text_is_split_into_sentences() -> None:
    assert sentences("清掃をします。軍手をお持ちください！") == ["清掃をします。", "軍手をお持ちください！"]
    assert sentences("「雨です。」と会長。") == ["「雨です。」と会長。"]
    assert sentences("It rains. Please stay in.") == ["It rains.", " Please stay in."]
    assert sentences("3.5 m") == ["3.5 m"]


def test_days_times_and_telephone_numbers_are_spelled_out_for_speech() -> None:
    assert spoken("12月7日（日）9:30から") == "12月7日、日曜日、9時30分から"
    assert spoken("電話は022-000-0001です") == "電話は0 2 2、0 0 0、0 0 0 1です"
    assert spoken("9時〜10時") == "9時から10時"
    assert spoken("Call 090-1234-5678.") == "Call 0 9 0、1 2 3 4、5 6 7 8."
    assert spoken("公園の清掃です。") == "公園の清掃です。"


def test_only_sentences_that_sound_different_carry_spoken_text() -> None:
    assert said("公園の清掃です。") == '<span class="say">公園の清掃です。</span>'
    assert 'data-say="12月7日、日曜日、です。"' in said("12月7日（日）です。")


@given(st.text(alphabet="あ漢。！「」.A <>&\"'\n・0-", max_size=60))
def test_nothing_is_lost_and_nothing_becomes_markup(text: str) -> None:
    assert "".join(sentences(text.replace("\n", ""))).replace(" ", "") == text.replace("\n", "").replace(
        " ", ""
    )
    assert not re.search(r"<(?!/?(p|ul|li|span|br|a)\b)", prose(text))


@given(st.text(alphabet="aZ. 1あ。！」\u3000"))
def test_joined_sentences_are_the_line_again(line: str) -> None:
    assert "".join(sentences(line)) == line


def test_every_wave_is_spoken_with_the_spaces_around_it() -> None:
    assert spoken("8時 〜  9時～10時") == "8時から9時から10時"
    assert spoken("12月7日（日）～9日（火）") == "12月7日、日曜日から9日、火曜日"
    assert spoken("お茶会〜みんなで〜です") == "お茶会、みんなで、です"
    assert spoken("は～い") == "は、い"
    assert spoken("1班～3班、月曜日～金曜日、3階〜5階です") == "1班から3班、月曜日から金曜日、3階から5階です"
    assert spoken("燃えるごみ（月）～（金）") == "燃えるごみ、月曜日から金曜日"
    assert spoken("小学生～中学生の、朝〜夕方") == "小学生から中学生の、朝から夕方"
    assert spoken("秋の集い 〜地域の力〜") == "秋の集い、地域の力"
