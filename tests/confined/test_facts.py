from collections.abc import Callable
from datetime import date, datetime, timedelta
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairanban.confined.facts import LONGEST_LINE, Facts, read_facts, written
from kairanban.confined.inside.facts import MOST_SIGNS, find_facts
from kairanban.confined.inside.plain_text import tidy_text
from kairanban.i18n.japanese_dates import WEEK, Doubt
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
    ("said", "day"),
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
def test_a_date_without_a_year_is_the_next_such_day(said: str, day: date) -> None:
    assert facts(f"日時：{said}").event_at == day


@pytest.mark.parametrize("said", ["13月1日", "2月30日", "1/2", "3.5", "追ってお知らせします"])
def test_numbers_that_are_not_dates_are_ignored(said: str) -> None:
    assert facts(f"日時：{said}").event_at is None


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


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("12月20日 夜の7時から", datetime(2026, 12, 20, 19)),
        ("12月20日 昼1時から", datetime(2026, 12, 20, 13)),
        ("12月20日 お昼の12時", datetime(2026, 12, 20, 12)),
        ("12月20日 夕方5時半", datetime(2026, 12, 20, 17, 30)),
        ("12月20日 正午から", datetime(2026, 12, 20, 12)),
        ("12月20日 朝6時", datetime(2026, 12, 20, 6)),
        ("12月20日 7:30 PM", datetime(2026, 12, 20, 19, 30)),
        ("12月31日 夜12時", datetime(2027, 1, 1)),
        ("12月31日 深夜0時", datetime(2027, 1, 1)),
        ("12月31日 24時", datetime(2027, 1, 1)),
        ("12月31日 25時30分", datetime(2027, 1, 1, 1, 30)),
        ("12月31日 午前0時", datetime(2026, 12, 31)),
        ("12月20日 未明の2時", datetime(2026, 12, 20, 2)),
        ("十二月二十日 午前十時", datetime(2026, 12, 20, 10)),
        ("令和八年十二月二十日（日）午後二時三十分", datetime(2026, 12, 20, 14, 30)),
        ("二〇二六年十二月二十日", date(2026, 12, 20)),
        ("2026-12-20 19:00", datetime(2026, 12, 20, 19)),
        ("12/20 19時", datetime(2026, 12, 20, 19)),
    ],
)
def test_hours_as_people_say_them(said: str, when: datetime | date) -> None:
    assert facts(f"日時　{said}").event_at == when


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("1月17日（日）午前9時、みどり公園に集合してください。", "1月17日（日）午前9時"),
        ("清掃は12月6日（日）の朝8時から10時まで行います。", "12月6日（日）の朝8時から10時まで"),
        ("令和8年11月20日\n12月6日（日）に清掃を行います。", "12月6日（日）"),
        ("11月30日までにお知らせください。12月6日 9:00 公園集合。", "12月6日 9:00"),
        ("日時は12月20日（日）の午前10時からです。", "12月20日（日）の午前10時から"),
        ("◎日　時　　12月20日（日）　13：30～", "12月20日（日）　13：30～"),
        (
            "締切は12月8日（火）の17時です。投票日は12月13日（日）、午前7時からです。",
            "12月13日（日）、午前7時から",
        ),
    ],
)
def test_a_day_in_running_text_is_found(text: str, when: str) -> None:
    assert facts(text).when == when


@pytest.mark.parametrize(
    "text",
    ["令和8年11月20日\n会員各位", "申込は11月30日17時までに。", "工事は三日間です。一時的に止めます。"],
)
def test_the_date_of_a_letter_and_a_deadline_are_no_event(text: str) -> None:
    assert facts(text).when is None


def test_sentences_say_place_things_and_contact() -> None:
    found = facts("場所は北町公民館です。持ち物は軍手をお持ちください。問い合わせは会長の山田まで。")
    assert (found.where, found.bring, found.ask) == ("北町公民館", "軍手", "会長の山田")


@pytest.mark.parametrize(
    "text",
    [
        "12/10(木)までに班長へ出してください。",
        "12月10日正午までに提出してください",
        "12月10日（木）17時必着でお申し込みください。",
        "申込書は12月10日の夕方5時までに提出。",
        "12/10 17:00までに回答してください",
        "十二月十日迄にご返事ください",
        "出欠の報告は12月10日〆切",
        "12月10日中にお申し込みください",
        "期限：12月10日(木)",
        "締切は12月10日（木）の17時です。",
    ],
)
def test_an_end_is_found_however_it_is_said(text: str) -> None:
    assert facts(text).reply_by == date(2026, 12, 10)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("電話　（0261）22-3344", "0261-22-3344"),
        ("電話0261(22)3344", "0261-22-3344"),
        ("電話０２６１ー２２ー３３４４", "0261-22-3344"),
        ("(0261) 22-3344", "0261-22-3344"),
        ("FAX 0261-22-3345 TEL 0261-22-3344", "0261-22-3344"),
        ("会長　〇二六一－二二－三三四四", "0261-22-3344"),
        ("電話 22-3344", "22-3344"),
        ("2026-12-20", None),
        ("22-3344", None),
        ("FAX 0261-22-3345", None),
    ],
)
def test_telephone_numbers_as_they_are_written(said: str, number: str | None) -> None:
    assert facts(said).phone == number


def test_a_weekday_that_does_not_fit_is_pointed_at() -> None:
    found = facts("日時　１２月２０日（土） 10時\n予備日 12月27日（日）\n11月15日(日)に行いました")
    assert found.doubts == (Doubt("１２月２０日（土）", date(2026, 12, 20)),)
    assert found.event_at == datetime(2026, 12, 20, 10)
    assert read_facts(written(found)) == found


WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
KANJI = {number: text for number, text in enumerate(
    [f"{'' if t < 2 else '〇一二三四五'[t]}{'十' if t else ''}{'' if not o and t else '〇一二三四五六七八九'[o]}" for t in range(6) for o in range(10)]
)}  # fmt: skip
NUMBERS: dict[str, Callable[[int], str]] = {
    "narrow": str,
    "wide": lambda number: str(number).translate(WIDE),
    "kanji": lambda number: KANJI[number],
}
# How an hour is called, for which hours, and what is added to it.
CALLED = {
    "午前": (range(12), 0), "午後": (range(1, 12), 12), "朝": (range(5, 11), 0), "昼": (range(1, 5), 12), "夕方": (range(3, 8), 12),
    "夜": (range(6, 12), 12), "夜の": (range(6, 12), 12), "夜中の": (range(1, 4), 24), "": (range(8, 24), 0),
}  # fmt: skip


@given(
    day=st.dates(PUBLISHED, PUBLISHED + timedelta(days=270)),
    numbers=st.sampled_from(list(NUMBERS)),
    called=st.sampled_from(list(CALLED)),
    pick=st.integers(0, 30),
    minute=st.sampled_from([0, 5, 30]),
    beside=st.sampled_from(["", "（{}）", "({}曜日)", " {}曜日", "（{}・祝）"]),
    off=st.integers(0, 6),
    frame=st.sampled_from(
        [
            "日時　{}",
            "１．日　時　{}から",
            "{}、公園に集合してください。",
            "日時は{}です。",
            "清掃を{}より行います。",
        ]
    ),
)
def test_any_day_and_hour_is_read_in_any_frame(
    day: date, numbers: str, called: str, pick: int, minute: int, beside: str, off: int, frame: str
) -> None:
    said = NUMBERS[numbers]
    hours, more = CALLED[called]
    hour = hours[pick % len(hours)]
    weekday = WEEK[(day.weekday() + off) % 7]
    minutes = {0: "", 5: f"{said(5)}分", 30: "半"}[minute]
    text = f"{said(day.month)}月{said(day.day)}日{beside.format(weekday)}{called}{said(hour)}時{minutes}"
    found = facts(frame.format(text))
    truth = datetime(day.year, day.month, day.day, 0, minute) + timedelta(hours=hour + more)
    wrong = bool(beside) and off != 0
    # A weekday that fits the same day of the last three months says that it is that one.
    if not (wrong and found.event_at and found.event_at.year < day.year):
        assert found.event_at == truth
        assert len(found.doubts) == wrong


@given(
    parts=st.sampled_from(
        [
            ("0261", "22", "3344"),
            ("03", "1234", "5678"),
            ("090", "1234", "5678"),
            ("0120", "12", "3456"),
            ("098", "765", "4321"),
        ]
    ),
    dash=st.sampled_from(["-", "‐", "－", "ー", "−", "―"]),
    shape=st.sampled_from(
        [
            "{0}{d}{1}{d}{2}",
            "({0}){1}{d}{2}",
            "（{0}）{1}{d}{2}",
            "{0}({1}){2}",
            "{0}（{1}）{2}",
            "（{0}） {1}{d}{2}",
        ]
    ),
    wide=st.booleans(),
    frame=st.sampled_from(
        [
            "電話{}",
            "電話　{}（夜間）",
            "TEL:{}",
            "問い合わせ　会長　山田　{}",
            "℡ {} FAX 0261-99-9999",
            "FAX 0261-99-9999 ☎{}",
        ]
    ),
)
def test_any_telephone_number_is_read_in_any_shape(
    parts: tuple[str, str, str], dash: str, shape: str, wide: bool, frame: str
) -> None:
    number = shape.format(*parts, d=dash)
    assert facts(frame.format(number.translate(WIDE) if wide else number)).phone == "-".join(parts)
