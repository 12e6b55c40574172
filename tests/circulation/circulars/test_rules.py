"""Rules of circulars: what is missing, when they end, how they are found and read."""

from dataclasses import replace
from datetime import date

import pytest

from kairanban.circulation.circulars.rules.archive_search import Sought, folded, sought, years
from kairanban.circulation.circulars.rules.names import is_reading, name_readings
from kairanban.circulation.circulars.rules.texts import FULL_TEXT_LEAST, Texts, changed, missing
from kairanban.circulation.circulars.rules.timing import (
    OBITUARY_STAYS,
    a_year_later,
    earliest,
    fitting,
    gone_at,
    still_open,
)
from kairanban.core.clock import at
from tests.world import TEXTS

DAY_1 = date(2026, 12, 1)


def wrong(texts: Texts = TEXTS, **given: object) -> list[str]:
    """Return the fields in which something is missing."""
    usual: dict[str, object] = {
        "kind": "ordinary", "importance": "ordinary", "has_papers": False, "permission": "", "event_at": None,
        "reply_kind": "acknowledge",
    }  # fmt: skip
    return [one.field for one in missing(texts, **{**usual, **given})]  # type: ignore[arg-type]


def test_a_title_a_line_somebody_to_ask_and_a_text_are_needed() -> None:
    assert wrong() == []
    for field in ("title", "gist", "body"):
        assert wrong(replace(TEXTS, **{field: ""})) == [field]
    assert wrong(replace(TEXTS, facts_ask="")) == wrong(replace(TEXTS, facts_phone="")) == []
    assert wrong(replace(TEXTS, facts_ask="", facts_phone="")) == ["facts_ask"]


def test_an_attachment_replaces_the_text_only_of_what_is_ordinary() -> None:
    assert wrong(replace(TEXTS, body=""), has_papers=True) == []
    for importance in ("important", "urgent"):
        for length, fields in ((0, ["body"]), (FULL_TEXT_LEAST - 1, ["body"]), (FULL_TEXT_LEAST, [])):
            texts = replace(TEXTS, body="あ" * length)
            assert wrong(texts, has_papers=True, importance=importance) == fields
        assert wrong(replace(TEXTS, body="短い"), importance=importance) == []


def test_an_obituary_needs_the_familys_word_and_the_day_and_no_text() -> None:
    texts = Texts(title="訃報", gist="永眠されました。")
    assert wrong(texts, kind="obituary", permission="長男の方", event_at=1) == []
    assert wrong(texts, kind="obituary", event_at=1) == ["permission"]
    assert wrong(texts, kind="obituary", permission="長男の方") == ["event_at"]


def test_a_change_names_the_fields_that_differ() -> None:
    assert changed(TEXTS, TEXTS) == ()
    assert changed(TEXTS, replace(TEXTS, title="x", body="y")) == ("title", "body")


def test_an_obituary_waits_for_seven_and_goes_seven_days_after_the_funeral() -> None:
    for hour, due in ((0, 7), (6, 7), (7, 7), (20, 20)):
        assert earliest("obituary", at(DAY_1, hour)) == fitting("obituary", at(DAY_1, hour)) == at(DAY_1, due)
        assert (
            earliest("ordinary", at(DAY_1, hour)) == fitting("ordinary", at(DAY_1, hour)) == at(DAY_1, hour)
        )
    now = at(DAY_1)
    assert gone_at("ordinary", 5, now) is None
    assert gone_at("obituary", 5, now) == 5 + OBITUARY_STAYS
    assert gone_at("obituary", None, now) == now + OBITUARY_STAYS


def test_a_leap_day_comes_back_on_the_day_before_march() -> None:
    assert a_year_later(at(date(2028, 2, 29), 9, 30)) == at(date(2029, 2, 28), 9, 30)
    assert a_year_later(at(DAY_1, 9, 30)) == at(date(2027, 12, 1), 9, 30)


@pytest.mark.parametrize(
    ("reply_by", "withdrawn", "is_open"),
    [(None, None, True), (10, None, True), (9, None, False), (None, 1, False), (11, 1, False)],
)
def test_a_reply_is_given_until_its_day_and_not_after_a_withdrawal(
    reply_by: int | None, withdrawn: int | None, is_open: bool
) -> None:
    assert still_open(reply_by, withdrawn, 10) is is_open


def test_a_search_keeps_five_words_and_known_categories() -> None:
    assert not sought("", None, "")
    for given in (("公園", None, ""), ("", 2026, ""), ("", None, "event")):
        assert sought(*given)
    assert sought("一 二 三 四 五 六", None, "").words == ("一", "二", "三", "四", "五")
    assert sought("公園 公園", None, "obituary") == Sought("公園 公園", ("公園",), None, "")
    assert sought("公園", None, "nonsense").category == ""
    assert folded("みどりヶ丘　ＡＢＣ") == folded("みどりケ丘 abc") == "みどりけ丘 abc"
    values = sought("公園", 2026, "").values()
    assert (values["word_0"], values["word_1"]) == ("公園", "")
    assert (values["since"], values["until"]) == (at(date(2026, 1, 1)), at(date(2027, 1, 1)))
    assert sought("", None, "").address("/archive") == "/archive"
    assert (
        sought("", 2026, "event").address("/archive", before=3)
        == "/archive?year=2026&category=event&before=3"
    )


def test_years_go_back_to_the_first_circular() -> None:
    now = at(DAY_1)
    assert years(None, now) == [2026]
    assert years(at(date(2024, 5, 1)), now) == [2026, 2025, 2024]


def test_a_family_name_is_read_by_its_people_where_they_agree() -> None:
    found = name_readings(
        [("佐藤 花子", "さとう はなこ"), ("角田 一", "かくた はじめ"), ("角田 二", "つのだ じ"), ("森 清", "もり きよし"),
         ("林茂", "はやししげる"), ("原 進", ""), ("", "はら"), ("松本 正", "まつもとただし"), ("小林 A B", "こばやし")]
    )  # fmt: skip
    assert found["佐藤"] == "さとう"
    assert found["佐藤花子"] == found["佐藤 花子"] == "さとうはなこ"
    assert found["林茂"] == "はやししげる"
    # Two readings, one kanji, or no space in the reading: the whole name only.
    for family in ("角田", "森", "原", "", "松本", "小林"):
        assert family not in found


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("おいの", True),
        ("おーの", True),
        ("", False),
        ("オイノ", False),
        ("oino", False),
        ("生の", False),
        ("ぁ", True),
        ("ゟ", True),
        ("゠", False),
    ],
)
def test_a_reading_is_hiragana_only(text: str, is_one: bool) -> None:
    assert is_reading(text) is is_one
