from datetime import date, datetime
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairanban.confined.facts import LONGEST_LINE, Facts
from kairanban.confined.inside.facts import MOST_SIGNS, find_facts
from kairanban.confined.inside.plain_text import tidy_text
from tests.hostile_texts import HOSTILE

PUBLISHED = date(2026, 11, 20)


def facts(text: str) -> Facts:
    return find_facts(text, PUBLISHED)


def test_a_table_and_the_running_text_around_it_give_all_facts() -> None:
    found = facts(
        "秋の一斉清掃について（お願い）\n記\n日時 令和8年12月6日（日）午前8時から10時ごろまで\n"
        "集合 みどり公園\n持ち\n物\n軍手、鎌\n"
        "\u3000参加できない世帯は、11月30日（月）までに班長へお知らせください。\n"
        "お問い合わせ\u3000環境部長\u3000木村\u3000電話 073-555-0142（19時～21時）"
    )
    assert found == Facts(
        title="秋の一斉清掃について（お願い）",
        when="令和8年12月6日（日）午前8時から10時ごろまで",
        where="みどり公園",
        bring="軍手、鎌",
        ask="環境部長\u3000木村\u3000電話 073-555-0142（19時～21時）",
        phone="073-555-0142",
        reply_by=date(2026, 11, 30),
        event_at=datetime(2026, 12, 6, 8, 0),
    )


def test_spaced_letters_and_full_width_digits_are_understood() -> None:
    found = facts(
        "１．日\u3000時\u3000１２月７日（日）午後１時３０分\n２．会\u3000場\u3000集会所\n"
        "３．持 参 品\u3000筆記用具\n〆切：１１月２８日\n連絡先：０７３－５５５－０１４２"
    )
    assert found.event_at == datetime(2026, 12, 7, 13, 30)
    assert (found.where, found.bring, found.phone) == ("集会所", "筆記用具", "073-555-0142")
    assert found.reply_by == date(2026, 11, 28)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("12月7日（月）", date(2026, 12, 7)),
        ("1月5日", date(2027, 1, 5)),
        ("11月20日", date(2026, 11, 20)),
        ("11月19日", date(2027, 11, 19)),
        ("2月29日", date(2028, 2, 29)),
        ("令和9年1月5日", date(2027, 1, 5)),
        ("2027年1月5日", date(2027, 1, 5)),
        ("R9.1.5", date(2027, 1, 5)),
        ("12/7（月）", date(2026, 12, 7)),
    ],
)
def test_a_date_without_a_year_is_the_next_such_day(written: str, day: date) -> None:
    assert facts(f"日時：{written}").event_at == day


@pytest.mark.parametrize("written", ["13月1日", "2月30日", "1/2", "3.5", "追ってお知らせします"])
def test_numbers_that_are_not_dates_are_ignored(written: str) -> None:
    assert facts(f"日時：{written}").event_at is None


def test_a_deadline_needs_a_request_for_an_answer() -> None:
    assert facts("出欠を11月30日（月）までに班長へお知らせください。").reply_by == date(2026, 11, 30)
    assert facts("工事は11月30日（月）までの予定です。").reply_by is None


def test_opening_hours_are_not_a_telephone_number_but_a_mobile_number_is() -> None:
    assert facts("電話 19時～21時").phone is None
    assert facts("電話 09012345678").phone == "09012345678"
    assert facts("電話 0736（55）0142").phone == "0736-55-0142"


def test_no_facts_are_offered_when_none_are_found() -> None:
    assert facts("きれいな町にしましょう。") == Facts()
    assert facts("") == Facts()


def test_lines_the_layout_broke_are_joined_and_lists_are_kept() -> None:
    text = (
        "\u3000平素は自治会の活動にご協力を賜り、厚くお礼申し\n上げます。\n\u3000次のとおり行います。\n"
        "●草刈り\n●溝の掃除\n\n\n\n以上"
    )
    assert tidy_text(text) == (
        "平素は自治会の活動にご協力を賜り、厚くお礼申し上げます。\n\n次のとおり行います。\n"
        "・草刈り\n・溝の掃除\n\n以上"
    )


@given(st.text(alphabet="0123456789１２月日時年令和元（）()日 /.-:まで締切電話\n\u3000持ち物", max_size=200))
def test_any_text_is_parsed_without_an_error(text: str) -> None:
    facts(text)


def test_only_the_beginning_of_a_text_and_of_a_line_is_looked_through() -> None:
    """Some expressions take time quadratic in the length of their input."""
    fact = "\n場所 みどりヶ丘公園"
    assert find_facts("あ。" * ((MOST_SIGNS - len(fact)) // 2) + fact, PUBLISHED).where == "みどりヶ丘公園"
    assert find_facts("あ。" * (MOST_SIGNS // 2) + fact, PUBLISHED).where is None
    assert len(find_facts("場所 " + "広" * 1_000, PUBLISHED).where or "") < LONGEST_LINE


@pytest.mark.parametrize("name", list(HOSTILE))
def test_the_search_takes_time_linear_in_the_length(name: str) -> None:
    """Four times the text takes four times as long, measured in processor time; sixteen would be quadratic."""

    def seconds(length: int) -> float:
        text = HOSTILE[name](length)
        found = []
        for _ in range(5):
            began = process_time()
            tidy_text(text)
            facts(text)
            found.append(process_time() - began)
        return min(found)

    assert seconds(MOST_SIGNS) < 10 * seconds(MOST_SIGNS // 4) + 0.005


def test_spaces_and_open_brackets_do_not_hide_a_fact() -> None:
    spread = "出欠を11月30日" + " " * 30 + "（月）" + " " * 30 + "までに班長へお知らせください。"
    assert facts(spread).reply_by == date(2026, 11, 30)
    assert facts(f"日時：12月7日{' ' * 50}午後 1時").event_at == datetime(2026, 12, 7, 13, 0)
