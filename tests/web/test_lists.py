"""The query of a list: what is found, and how its heads sort."""

from urllib.parse import parse_qs

import pytest
from starlette.requests import Request

from kairanban.web.lists import TYPED_MOST, Listed, arranged, listed


def request(query: str) -> Request:
    return Request({"type": "http", "method": "GET", "headers": [], "query_string": query.encode()})


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", True), ("高崎", True), ("タカサキ", True), ("たかさき", True), ("０２２１１１", True), ("022-111", True),
        ("高崎 みどり", True), ("高崎 川", False), ("鈴木", False),
    ],
)  # fmt: skip
def test_every_word_is_in_one_of_the_texts_however_it_is_written(typed: str, found: bool) -> None:
    assert Listed(typed).shows("髙﨑", "たかさき", "緑町 みどりヶ丘", "022-111-0000") is found


def test_what_is_unknown_in_the_query_is_left_out() -> None:
    asked = listed(request("words=%20a%0Ab%20&by=password&down=2"), ("name",))
    assert asked == Listed("a b")
    assert listed(request("by=name&down=1"), ("name",)) == Listed("", "name", down=True)
    assert len(listed(request("words=" + "a" * 500), ()).typed) == TYPED_MOST


def test_a_head_sorts_and_once_more_the_other_way_round_and_keeps_the_words() -> None:
    asked = Listed("佐藤 & 1班")
    first = asked.head("name")
    assert first.sorted == "none"
    assert parse_qs(first.query[1:]) == {"words": ["佐藤 & 1班"], "by": ["name"]}
    again = Listed("佐藤", "name").head("name")
    assert again.sorted == "ascending"
    assert parse_qs(again.query[1:])["down"] == ["1"]
    assert Listed("", "name", down=True).head("name") == ("?by=name", "descending")
    assert Listed("", "name", down=True).head("phone") == ("?by=phone", "none")


def test_rows_without_a_value_come_last_in_both_directions() -> None:
    rows, columns = ["さ", "", "あ", "カ"], {"name": str}
    assert arranged(Listed(by="name"), rows, columns) == ["あ", "カ", "さ", ""]
    assert arranged(Listed(by="name", down=True), rows, columns) == ["さ", "カ", "あ", ""]
    assert arranged(Listed(by=""), rows, columns) == rows
