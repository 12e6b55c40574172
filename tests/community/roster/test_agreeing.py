"""What contradicts a match, and how a plan shows and counts households."""

from dataclasses import replace

import pytest

from kairanban.community.roster.rules.choices import Choices
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.plan import Basis, CurrentHousehold
from kairanban.community.roster.rules.proposing import propose
from tests.community.roster.rosters import text
from tests.community.roster.test_matching import HAYASHI, only

NAMED = replace(HAYASHI, address="", phone="")
LABELLED = replace(HAYASHI, code="H1", label="油屋")


@pytest.mark.parametrize(
    ("heading", "row", "current", "basis"),
    [
        ("ID,氏名,住所", "H2,林 茂,上町1-2", LABELLED, None), ("ID,氏名,住所", "H1,林 茂,上町9", LABELLED, Basis.CODE),
        ("班,氏名", "1班,林 茂", NAMED, Basis.NAME_AND_BLOCK), ("班,氏名", "2班,林 茂", NAMED, None),
        ("班,氏名", "2班,林 茂", replace(NAMED, hidden=True), Basis.NAME), ("氏名", "林 茂", HAYASHI, Basis.NAME),
        ("氏名,電話", "林 茂,022-740-9999", HAYASHI, None), ("氏名,住所", "林 茂,下町8", HAYASHI, None),
        ("氏名,住所", "林 茂,下町8", replace(HAYASHI, hidden=True), None),
        ("氏名,電話", "林 茂,022-740-9999", replace(HAYASHI, hidden=True), Basis.NAME),
        ("班,氏名,屋号", "1班,森 清,油屋", LABELLED, Basis.LABEL),
        ("班,氏名,屋号,電話", "1班,森 清,油屋,022-740-9999", LABELLED, None),
        ("班,氏名,屋号,住所", "1班,森 清,油屋,下町8", LABELLED, None),
        ("班,氏名,屋号", "1班,森 清,油屋", replace(LABELLED, hidden=True), None),
        ("氏名,電話", "森 清,022-740-2073", HAYASHI, Basis.PHONE),
        ("氏名,電話", "森 清,022-740-2073", replace(HAYASHI, hidden=True), None),
        ("ID,氏名,電話", "H2,森 清,022-740-2073", LABELLED, None),
    ],
)  # fmt: skip
def test_a_match_is_contradicted_by_what_both_have_and_differs(
    heading: str, row: str, current: CurrentHousehold, basis: Basis | None
) -> None:
    # One column alone is no heading.
    heading, row = f"{heading},備考", f"{row},"
    assert propose(text(heading, row), [current]).entries[0].basis is basis


def test_a_household_is_shown_by_its_label_and_by_its_name_without_one() -> None:
    rows = text("氏名,住所,電話", "林 茂,上町1-2,090-7915-1475")
    assert only(propose(rows, [HAYASHI])).shown == "林 茂"
    assert only(propose(rows, [replace(HAYASHI, label="油屋")])).shown == "油屋"


def test_a_new_household_keeps_its_id_unless_it_is_in_use() -> None:
    rows = text("ID,氏名,屋号", "H1,森 清,H1", "H2,原 進,川端")
    plan = propose(rows, [replace(HAYASHI, code="H1")], Choices(as_new=frozenset({"0:2"})))
    assert [(entry.values.get(Field.CODE), entry.values[Field.LABEL]) for entry in plan.entries[:2]] == [
        (None, "H1"),
        ("H2", "川端"),
    ]


def test_paper_goes_on_for_those_who_want_a_screen_and_have_not_proven_one() -> None:
    rows = text(
        "氏名,住所,受け取り方", "林 茂,上町1-2,スマホ", "森 清,上町3-4,スマホ", "原 進,上町5-6,スマホ", "谷 一,上町7-8,紙"
    )  # fmt: skip
    proven = replace(HAYASHI, method="digital")
    on_paper = CurrentHousehold(2, "谷 一", address="上町7-8", method="paper")
    assert propose(rows, [proven, on_paper]).paper_goes_on == 2
