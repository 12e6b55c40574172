"""Which passwords are refused, and why."""

import pytest

from kairanban.community.signin.rules.refused_passwords import COMMON, LIST, OWN_WORDS, ROWS, reason_against

OWN = ("山田 花子", "ヤマダ ハナコ", "hanako", "みどりヶ丘自治会")


@pytest.mark.parametrize(
    "password",
    ["1234567890", "１２３４５６７８９０", "Basketball", "qwertyuiop", "Government!", "2026 anniversary"],
)
def test_a_common_password_is_refused_in_any_width_and_case(password: str) -> None:
    assert reason_against(password, OWN) == COMMON


@pytest.mark.parametrize(
    "password",
    [
        "yamadahanako", "YamadaHanako1", "ｈａｎａｋｏ-2026", "山田花子1234567", "やまだはなこ2026", "みどりヶ丘自治会22",
        "kairanban2026", "Kairanban!abc", "回覧板回覧板回覧板1", "かいらんばん12345", "password-2026", "hanakohanako",
    ],
)  # fmt: skip
def test_a_password_made_of_names_or_kairanban_is_refused(password: str) -> None:
    assert reason_against(password, OWN) == OWN_WORDS


@pytest.mark.parametrize(
    "password", ["zaq12wsxcde3", "klmnopqrst2", "abxabxabxabx", "zzzzzzzzyyyy", "lkjhgfdsa99x"]
)
def test_a_row_of_keys_or_a_repetition_is_refused(password: str) -> None:
    assert reason_against(password, OWN) == ROWS


@pytest.mark.parametrize(
    "password",
    [
        "natsu no umi wa hiroi",
        "yama to kawa 88",
        "tulip yamada 12",
        "さくらの木の下で会う",
        "correct horse battery",
        "83749265017",
    ],
)
def test_words_in_a_row_are_taken_also_with_a_name_among_them(password: str) -> None:
    assert reason_against(password, OWN) == ""


def test_names_of_one_letter_refuse_nothing() -> None:
    assert reason_against("umi to yama 12", ("林", "森 a", "")) == ""


def test_the_list_is_sorted_and_has_only_what_could_be_chosen() -> None:
    lines = [
        line for line in LIST.read_text(encoding="utf-8").split("\n") if line and not line.startswith("#")
    ]
    assert lines == sorted(set(lines))
    assert len(lines) > 10_000
    assert min(map(len, lines)) == 10
