"""Which entry a row becomes: new, moved, another representative, or a question."""

from dataclasses import replace

import pytest

from kairanban.community.roster.rules.choices import Choices
from kairanban.community.roster.rules.entries import changes
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.plan import CurrentHousehold, EntryKind
from kairanban.community.roster.rules.proposing import propose
from tests.community.roster.rosters import text
from tests.community.roster.test_matching import HAYASHI, kinds

NEW, CHANGED, UNCHANGED, CONFLICT = EntryKind.NEW, EntryKind.CHANGED, EntryKind.UNCHANGED, EntryKind.CONFLICT
CODED = replace(HAYASHI, code="H1")
TWINS = [replace(HAYASHI, id=id, address=f"上町{id}", phone="") for id in (1, 2)]


@pytest.mark.parametrize(
    ("row", "current", "kind"),
    [
        ("H1,林 茂,上町1-2", CODED, UNCHANGED), ("H1,森 清,上町1-2", CODED, EntryKind.NEW_HEAD),
        ("H1,林 茂,下町9", CODED, CHANGED), ("H1,森 清,下町9", CODED, CONFLICT),
        ("H1,森 清,下町9", replace(CODED, address=""), EntryKind.NEW_HEAD),
        (",林 茂,上町1-2", CODED, UNCHANGED), (",森 清,上町1-2", CODED, EntryKind.NEW_HEAD),
        ("H1,森 清,下町9", replace(CODED, hidden=True), UNCHANGED),
    ],
)  # fmt: skip
def test_an_id_tells_the_household_and_asks_where_name_and_address_are_others(
    row: str, current: CurrentHousehold, kind: EntryKind
) -> None:
    assert propose(text("ID,氏名,住所", row), [current]).entries[0].kind is kind


@pytest.mark.parametrize(
    ("row", "as_new", "found"),
    [
        ("1班,林 茂,", False, [CONFLICT]), ("1班,林 茂,", True, [NEW, EntryKind.MISSING, EntryKind.MISSING]),
        ("1班,林 茂,下町9", False, [NEW, EntryKind.MISSING, EntryKind.MISSING]),
        ("2班,林 茂,", False, [NEW, EntryKind.MISSING, EntryKind.MISSING]),
        ("1班,1班の12,", False, [CONFLICT, EntryKind.MISSING, EntryKind.MISSING]),
        ("1班,1班の12,", True, [NEW, EntryKind.MISSING, EntryKind.MISSING]),
    ],
)  # fmt: skip
def test_a_row_that_fits_several_is_asked_about_unless_it_is_new(
    row: str, as_new: bool, found: list[EntryKind]
) -> None:
    choices = Choices(as_new=frozenset({"0:2"} if as_new else ()))
    assert kinds(propose(text("班,氏名,住所", row), TWINS, choices)) == found


def test_one_twin_without_an_address_may_be_meant() -> None:
    current = [TWINS[0], replace(TWINS[1], address="")]
    assert kinds(propose(text("班,氏名,住所", "1班,林 茂,下町9"), current)) == [CONFLICT]
    hidden = [replace(one, hidden=True) for one in TWINS]
    assert kinds(propose(text("班,氏名,住所", "1班,林 茂,"), hidden))[0] is NEW


@pytest.mark.parametrize(
    ("of", "new", "old", "stored"),
    [
        (Field.METHOD, "digital", "paper", "both"), (Field.METHOD, "digital", "both", None),
        (Field.METHOD, "digital", "digital", None), (Field.METHOD, "paper", "digital", "paper"),
        (Field.NAME, "林茂", "林 茂", None), (Field.NAME, "髙木 茂", "高木 茂", "髙木 茂"),
        (Field.EMAIL, "A@example.jp", "a@example.jp", None), (Field.PHONE, "0227402073", "022-740-2073", None),
        (Field.LABEL, "油屋", None, None), (Field.LABEL, "油屋", "", "油屋"), (Field.LABEL, "", "油屋", ""),
    ],
)  # fmt: skip
def test_a_change_is_what_is_kept_and_differs(
    of: Field, new: str, old: str | None, stored: str | None
) -> None:
    household = replace(CurrentHousehold(1, "林 茂"), **{of.value: old})  # type: ignore[arg-type]
    assert [one.new for one in changes({of: new}, household)] == ([] if stored is None else [stored])
    assert changes({}, household) == ()
