"""Addresses, mail addresses and telephone numbers become whole links, in full-width and bracketed signs too."""

import re
from html import unescape
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairanban.i18n.borders import borders
from kairanban.i18n.links import links
from kairanban.i18n.prose import linked, prose, said
from kairanban.i18n.spoken import sentences, spoken
from tests.hostile_texts import HOSTILE

WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def targets(text: str) -> list[str]:
    """Return where the links of a text lead to, as a browser reads them."""
    return [unescape(found) for found in re.findall(r'href="([^"]*)"', str(prose(text)))]


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("https://www.youtube.com/watch?v=abc123", "https://www.youtube.com/watch?v=abc123"),
        ("https://example.jp/a?b=c&d=e#f", "https://example.jp/a?b=c&d=e#f"),
        ("http://example.jp/a!b?c=(d)", "http://example.jp/a!b?c=(d)"),
        ("https://example.jp/%E5%8C%97?q=%21", "https://example.jp/%E5%8C%97?q=%21"),
        ("www.city.example.lg.jp", "https://www.city.example.lg.jp"),
        ("www.city.example.lg.jp/kurashi/?id=3", "https://www.city.example.lg.jp/kurashi/?id=3"),
        ("city.example.lg.jp", "https://city.example.lg.jp"),
        ("taro@example.jp", "mailto:taro@example.jp"),
        ("a..b@docomo.ne.jp", "mailto:a..b@docomo.ne.jp"),
        ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", "mailto:taro@example.jp"),
        ("ｈｔｔｐｓ：／／ｅｘａｍｐｌｅ．ｊｐ／ａ？ｂ＝ｃ", "https://example.jp/a?b=c"),
        ("０２２－０００－１００１", "tel:0220001001"),
        ("(022)000-1001", "tel:0220001001"),
        ("（０２６１）２２－３３４４", "tel:0261223344"),
        ("0261(22)3344", "tel:0261223344"),
        ("0261（22）3344", "tel:0261223344"),
        ("090ー1234ー5678", "tel:09012345678"),
        ("090―1234―5678", "tel:09012345678"),
        ("090 1234 5678", "tel:09012345678"),
        ("09012345678", "tel:09012345678"),
        ("0120-123-456", "tel:0120123456"),
        ("+81-90-1234-5678", "tel:+819012345678"),
    ],
)
@pytest.mark.parametrize(
    "frame", ["{}", "ご案内は{}をご覧ください。", "（{}）", "「{}」へ。次の文です。", "案内：{}、お早めに。"]
)
def test_what_people_write_is_a_link_in_any_sentence(written: str, target: str, frame: str) -> None:
    assert targets(frame.format(written)) == [target]


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-20",
        "12-34-5678",
        "〒060-0001",
        "0-1-2",
        "https://",
        "www.",
        "a@b",
        "午前9:00-10:30",
        "1,500円",
        "No.12",
        "会長@北町",
    ],
)
def test_other_numbers_and_signs_are_none(text: str) -> None:
    assert targets(text) == []


def test_the_end_of_a_sentence_and_its_brackets_do_not_belong_to_an_address() -> None:
    assert targets("(https://example.jp/a). Then https://example.jp/b?") == [
        "https://example.jp/a",
        "https://example.jp/b",
    ]
    assert targets("https://example.jp/a、https://example.jp/b") == [
        "https://example.jp/a",
        "https://example.jp/b",
    ]


def test_a_question_mark_in_an_address_ends_no_sentence() -> None:
    line = "動画は https://example.jp/watch?v=1 です。よろしいですか?はい。"
    assert sentences(line) == ["動画は https://example.jp/watch?v=1 です。", "よろしいですか?", "はい。"]
    assert said(line).count('class="say"') == 3


def test_addresses_are_named_and_numbers_spelled_when_read_aloud() -> None:
    assert spoken("https://example.jp/a?b をご覧ください。") == "ホームページ をご覧ください。"
    assert spoken("メールはtaro@example.jpまで。") == "メールはメールアドレスまで。"
    assert spoken("電話（０２６１）２２－３３４４です。") == "電話0 2 6 1、2 2、3 3 4 4です。"


HOSTS = st.from_regex(r"[a-z][a-z0-9]{1,8}(\.[a-z]{2,6}){1,2}", fullmatch=True)
PARTS = st.text("abcXYZ019-_~.%", min_size=1, max_size=8).filter(lambda part: part[-1] not in ".-_~%")
BEFORE = st.sampled_from(["", "詳しくは", "案内 ", "（", "「", "\n"])
BEHIND = st.sampled_from(["", "をご覧ください。", " まで", "）", "」です", "、", "\n"])


@given(
    host=HOSTS,
    path=st.lists(PARTS, max_size=3),
    query=st.lists(st.tuples(PARTS, PARTS), max_size=3),
    before=BEFORE,
    behind=BEHIND,
)
def test_any_address_keeps_its_query(
    host: str, path: list[str], query: list[tuple[str, str]], before: str, behind: str
) -> None:
    address = f"https://{host}/{'/'.join(path)}" + (
        "?" + "&".join(f"{a}={b}" for a, b in query) if query else ""
    )
    assert targets(before + address + behind) == [address]


@given(
    parts=st.sampled_from(
        [
            ("0261", "22", "3344"),
            ("03", "1234", "5678"),
            ("090", "1234", "5678"),
            ("0120", "12", "3456"),
            ("022", "000", "1001"),
        ]
    ),
    dash=st.sampled_from(list("-‐‑–—―−－ー")),
    shape=st.sampled_from(
        ["{0}{d}{1}{d}{2}", "({0}){1}{d}{2}", "（{0}）{1}{d}{2}", "{0}({1}){2}", "{0}（{1}）{2}"]
    ),
    wide=st.booleans(),
    before=BEFORE,
    behind=BEHIND,
)
def test_any_telephone_number_is_one_and_does_not_break(
    parts: tuple[str, str, str], dash: str, shape: str, wide: bool, before: str, behind: str
) -> None:
    number = shape.format(*parts, d=dash)
    text = before + (number.translate(WIDE) if wide else number) + behind
    assert targets(text) == ["tel:" + "".join(parts)]
    inside = range(len(before) + 1, len(before) + len(number))
    assert not set(borders(text.replace("\n", ""))) & set(inside) or "\n" in text


@given(st.text("あ(（0１-－?&<>\"'/:w.@hp 。", max_size=60))
def test_links_are_apart_and_the_text_stays(text: str) -> None:
    found = links(text)
    assert all(one.end <= after.start for one, after in pairwise(found))
    assert unescape(re.sub("<[^>]*>", "", str(linked(text)))) == text


@pytest.mark.parametrize("name", list(HOSTILE))
def test_the_search_takes_time_linear_in_the_length(name: str) -> None:
    def seconds(length: int) -> float:
        text = HOSTILE[name](length)
        best = 9.0
        for _ in range(3):
            began = process_time()
            links(text)
            best = min(best, process_time() - began)
        return best

    assert seconds(20_000) < 10 * seconds(5_000) + 0.005


NAMES = [
    "山田 太郎様", "髙﨑 一郎 様", "𠮷野 花子様", "渡邉 洋子氏", "大谷 ゆき子 様", "長谷川 美代子様", "五十嵐 健太郎 様", "後藤　キヨ　様",
    "阿部\U000e0100 太郎様", "ジョン・スミス様", "グエン・ヴァン・アン様", "小林 トメさん", "佐々木 茂 殿", "李 明 様",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "frame", ["{}", "訃報　{}", "故 {}のご逝去", "2班 {}が永眠されました", "{}（85歳）", "喪主は {} です。"]
)
def test_names_do_not_break(name: str, frame: str) -> None:
    start = frame.index("{}")
    assert not set(borders(frame.format(name))) & set(range(start + 1, start + len(name)))
