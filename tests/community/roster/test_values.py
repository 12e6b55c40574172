import pytest
from hypothesis import given
from hypothesis.strategies import text

from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.phones import split_phones
from kairanban.community.roster.rules.spelling import (
    address_key,
    block_key,
    guarded,
    name_key,
    tidy,
    unguarded,
)
from kairanban.community.roster.rules.values import block, read_value


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("022-740-2073", "022-740-2073"),
        ("０９０－７９１５－１４７５", "090-7915-1475"),
        ("09036898233", "090-3689-8233"),
        ("9036898233", "090-3689-8233"),
        ("227402073", "0227402073"),
        ("022(740)2073", "022-740-2073"),
        ("(022)740-2073", "022-740-2073"),
        ("TEL:022-740-2073", "022-740-2073"),
        ("携帯 090-7915-1475", "090-7915-1475"),
        ("(自宅)022-740-2073", "022-740-2073"),
        ("+81 22-740-2073", "022-740-2073"),
        ("0120123456", "0120-123-456"),
        ("なし", ""),
        ("無し", ""),
        ("－", ""),
        ("ー", ""),
    ],
)
def test_a_telephone_number_is_kept_as_it_is_dialled(written: str, kept: str) -> None:
    assert read_value(Field.PHONE, written) == (kept, "")


@pytest.mark.parametrize("written", ["12", "090-1234", "0123456789012", "=1+2", "隣の家", "090-1234-567x"])
def test_what_cannot_be_a_telephone_number_is_left_out_with_a_doubt(written: str) -> None:
    value, doubt = read_value(Field.PHONE, written)
    assert value is None
    assert doubt


def test_a_number_without_area_code_is_kept_with_a_doubt() -> None:
    assert read_value(Field.PHONE, "740-2073") == ("740-2073", "“%(text)s” has no area code.")


@pytest.mark.parametrize(
    ("field", "written", "kept"),
    [
        (Field.POSTAL, "〒９８０－００１１", "980-0011"),
        (Field.POSTAL, "600001", "060-0001"),
        (Field.POSTAL, "98-11", None),
        (Field.EMAIL, " HOUSE3@EXAMPLE.JP ", "house3@example.jp"),
        (Field.EMAIL, "名前@", None),
        (Field.EMAIL, "a@b", None),
        (Field.LANGUAGE, "ベトナム語", "vi"),
        (Field.LANGUAGE, "ﾍﾞﾄﾅﾑ語", "vi"),
        (Field.LANGUAGE, "PT", "pt"),
        (Field.LANGUAGE, "エルフ語", None),
        (Field.METHOD, "スマホ", "digital"),
        (Field.METHOD, "紙", "paper"),
        (Field.METHOD, "両方", "both"),
        (Field.METHOD, "伝書鳩", None),
        (Field.MEMBERSHIP, "準会員", "associate"),
        (Field.MEMBERSHIP, "×", "none"),
        (Field.ROUTE_ORDER, "１２番", "12"),
        (Field.READING, "ｻｲﾄｳ　ｼｹﾞﾙ", "さいとう しげる"),
        (Field.ADDRESS, "みどりヶ丘１丁目９－２", "みどりヶ丘1丁目9-2"),
        (Field.ADDRESS, "サーパス１０１", "サーパス101"),
        (Field.CODE, "Ｈ００１", "H001"),
        (Field.CODE, '=HYPERLINK("x")', None),
        (Field.NAME, "髙﨑　邉", "髙﨑 邉"),
        (Field.NAME, "ＳＩＬＶＡ　ＭＡＲＩＡ", "SILVA MARIA"),
        (Field.NAME, "林 茂 様", "林 茂"),
    ],
)
def test_a_value_is_tidied_or_left_out(field: Field, written: str, kept: str | None) -> None:
    value, doubt = read_value(field, written)
    assert value == kept
    assert bool(doubt) is (kept is None)


@pytest.mark.parametrize(
    ("field", "written", "kept"),
    [
        (Field.PHONE, "08001234567", "0800-123-4567"), (Field.PHONE, "0800123456", None),
        (Field.PHONE, "0801234567", "0801234567"),
        (Field.PHONE, "0312345678", "03-1234-5678"), (Field.PHONE, "0612345678", "06-1234-5678"),
        (Field.PHONE, "1036898233", None), (Field.PHONE, "022740207", None), (Field.PHONE, "02274020731", None),
        (Field.POSTAL, "60-0001", None), (Field.POSTAL, "98000111", None), (Field.POSTAL, "980-0011番", None),
        (Field.EMAIL, "a..b@docomo.ne.jp", "a..b@docomo.ne.jp"), (Field.EMAIL, "ａｂｃ．＠ｄｏｃｏｍｏ．ｎｅ．ｊｐ", "abc.@docomo.ne.jp"),
        (Field.EMAIL, "a@example..jp", None), (Field.EMAIL, "-d@softbank.ne.jp", "-d@softbank.ne.jp"),
        (Field.LABEL, "-d", None), (Field.EMAIL, "a.b@example.jp", "a.b@example.jp"),
        (Field.MEMBERSHIP, "なし", None), (Field.LABEL, "なし", ""), (Field.LABEL, "=屋", None),
    ],
)  # fmt: skip
def test_a_value_beside_the_form_of_its_kind(field: Field, written: str, kept: str | None) -> None:
    assert read_value(field, written)[0] == kept


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("022-740-207/090-7915-1475", 2), ("022-740-20/090-7915-1475", 1), ("022-740-2073 090-7915-1475", 2),
        ("022-740-2073", 1),
    ],
)  # fmt: skip
def test_a_cell_has_two_numbers_where_both_are_long_enough(written: str, parts: int) -> None:
    assert len(split_phones(written)) == parts


@pytest.mark.parametrize(
    ("written", "heading", "kept"),
    [("１", "班", "1班"), ("1", "地区", "1"), ("東", "班", "東"), ("1班", "班", "1班")],
)
def test_a_bare_number_is_called_by_its_heading(written: str, heading: str, kept: str) -> None:
    assert block(written, heading) == kept


def test_a_house_number_that_excel_made_a_date_is_doubted() -> None:
    value, doubt = read_value(Field.ADDRESS, "2001-08-06")
    assert value == "2001-08-06"
    assert "date" in doubt


@pytest.mark.parametrize("sign", list("髙﨑神祥福塚德"))
def test_no_kanji_of_a_name_is_replaced(sign: str) -> None:
    assert tidy(sign) == sign


def test_one_place_is_written_in_many_ways() -> None:
    spellings = ("上杉一丁目2番3号", "上杉１丁目２－３", "上杉1-2-3", "上杉 1丁目2番地3", "上杉1丁目2の3")
    assert {address_key(one) for one in spellings} == {"上杉1-2-3"}
    assert address_key("上杉1-2-3 101") != address_key("上杉1-2-3101")
    assert address_key("上杉二十一番") == address_key("上杉21")


def test_one_block_and_one_name_are_written_in_many_ways() -> None:
    assert {block_key(one) for one in ("１班", "第1班", "一班", "1", "第1")} == {"1"}
    assert block_key("上組") != block_key("下組")
    assert name_key("髙木　茂") == name_key("高木茂")


@pytest.mark.parametrize(
    "text", ["=1", "+81", "-", "@x", "＝1", "＋", "－", "＠", "\tx", "\rx", "\nx", "\0x", "'=1", "''+", " =1", "\u3000=1",
     "\u200b=1", "\ufeff＝1", " '\u2060@x", "\x1f+1"],
)  # fmt: skip
def test_a_guard_goes_on_and_comes_off(text: str) -> None:
    assert guarded(text) == "'" + text
    assert unguarded(guarded(text)) == text


@given(text())
def test_a_guard_comes_off_as_it_went_on(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell


@pytest.mark.parametrize("text", ["", "'", "林 茂", "'90年組", "1-2"])
def test_a_harmless_cell_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text
    assert unguarded(text) == text
