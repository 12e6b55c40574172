import json
from dataclasses import replace

import pytest

from kairanban.community.roster.rules.choices import Choices
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.frozen_json import from_plain, to_plain
from kairanban.community.roster.rules.plan import Basis, CurrentHousehold, Entry, EntryKind, Plan
from kairanban.community.roster.rules.proposing import propose
from kairanban.community.roster.rules.understanding import Understanding
from tests.community.roster.rosters import ALL, KAMISUGI, MIDORIGAOKA, as_current, effort, sample, text


def kinds(plan: Plan) -> list[EntryKind]:
    return [entry.kind for entry in plan.entries]


def only(plan: Plan) -> Entry:
    (entry,) = plan.entries
    return entry


HAYASHI = CurrentHousehold(
    1, "林 茂", code="", block="1班", address="上町1-2", phone="022-740-2073", label=""
)


@pytest.mark.parametrize("name", ALL)
def test_the_same_file_twice_changes_nothing(name: str) -> None:
    understood = sample(name)
    assert set(kinds(propose(understood, []))) == {EntryKind.NEW}
    again = propose(understood, as_current(understood))
    assert set(kinds(again)) == {EntryKind.UNCHANGED}
    assert again.changes_nothing


def test_the_order_of_rows_and_their_numbers_do_not_matter() -> None:
    rows = [f"1班,{n},林 {name},上町1-{n}" for n, name in enumerate(("茂", "清", "進"), 1)]
    current = as_current(text("班,No.,氏名,住所", *rows))
    turned = text("班,No.,氏名,住所", *(row.replace(",2,", ",7,") for row in reversed(rows)))
    assert propose(turned, current).changes_nothing


def test_two_of_one_name_in_one_block_are_told_apart_by_address() -> None:
    understood = sample(MIDORIGAOKA)
    current = [h for h in as_current(understood) if h.name == "松本 正"]
    changed = [replace(current[0], phone="022-000-0000"), current[1]]
    found = {e.household: e for e in propose(understood, changed).entries if e.household}
    assert [(c.field, c.new) for c in found[current[0].id].changes] == [(Field.PHONE, "032-663-3961")]
    assert found[current[1].id].kind is EntryKind.UNCHANGED


def test_a_namesake_elsewhere_is_somebody_new() -> None:
    understood = text("班,氏名,住所", "1班,林 茂,上町1-2", "1班,林 茂,上町9-9")
    assert kinds(propose(understood, [HAYASHI])) == [EntryKind.UNCHANGED, EntryKind.NEW]


def test_a_change_is_shown_with_what_stood_before() -> None:
    entry = only(propose(text("班,氏名,住所,電話", "2班,林　茂,上町１－２,090-7915-1475"), [HAYASHI]))
    assert entry.kind is EntryKind.CHANGED
    assert [(c.field, c.old, c.new) for c in entry.changes] == [
        (Field.BLOCK, "1班", "2班"),
        (Field.PHONE, "022-740-2073", "090-7915-1475"),
    ]


def test_an_empty_cell_erases_nothing_and_nashi_does() -> None:
    assert only(propose(text("氏名,住所,電話", "林 茂,上町1-2,"), [HAYASHI])).kind is EntryKind.UNCHANGED
    entry = only(propose(text("氏名,住所,電話", "林 茂,上町1-2,なし"), [HAYASHI]))
    assert [(c.field, c.new) for c in entry.changes] == [(Field.PHONE, "")]


def test_the_same_house_with_a_new_head_is_proposed_before_a_new_household() -> None:
    understood = text("班,氏名,住所", "1班,林 清,上町1丁目2")
    entry = only(propose(understood, [HAYASHI]))
    assert (entry.kind, entry.household, entry.basis) == (EntryKind.NEW_HEAD, 1, Basis.ADDRESS)
    chosen = propose(understood, [HAYASHI], Choices(as_new=frozenset({entry.row})))
    assert kinds(chosen) == [EntryKind.NEW, EntryKind.MISSING]


def test_an_id_with_a_new_name_is_a_new_head_and_with_another_address_too_a_conflict() -> None:
    current = [replace(HAYASHI, code="H1")]
    assert only(propose(text("ID,氏名,住所", "H1,林 清,上町1-2"), current)).kind is EntryKind.NEW_HEAD
    assert only(propose(text("ID,氏名,住所", "H1,森 進,下町8-8"), current)).kind is EntryKind.CONFLICT


def test_an_id_that_points_elsewhere_than_name_and_address_is_a_conflict() -> None:
    other = CurrentHousehold(2, "森 清", code="H2", block="1班", address="上町3-4")
    entry = propose(text("ID,氏名,住所", "H1,森 清,上町3-4"), [replace(HAYASHI, code="H1"), other]).entries[0]
    assert (entry.kind, entry.others) == (EntryKind.CONFLICT, (1, 2))


def test_the_same_name_with_another_address_is_asked_about() -> None:
    entry = only(propose(text("班,氏名,住所", "1班,林 茂,下町8-8"), [HAYASHI]))
    assert (entry.kind, entry.basis) == (EntryKind.MOVED, Basis.NAME_AND_BLOCK)


def test_a_household_the_file_does_not_have_is_shown_and_stays() -> None:
    plan = propose(text("氏名,住所", "森 清,上町3-4"), [HAYASHI])
    assert kinds(plan) == [EntryKind.NEW, EntryKind.MISSING]
    assert plan.entries[1].household == 1


def test_several_who_could_be_meant_are_a_conflict() -> None:
    twins = [
        replace(HAYASHI, id=id, address="", phone="", label=label) for id, label in ((1, "油屋"), (2, "川端"))
    ]
    entry = only(propose(text("班,氏名", "1班,林 茂"), twins))
    assert (entry.kind, entry.others) == (EntryKind.CONFLICT, (1, 2))


HIDDEN = replace(HAYASHI, hidden=True, shown_as="1班の12")


def test_a_hidden_household_is_never_overwritten_nor_shown() -> None:
    rows = text("班,氏名,住所,電話", "2班,林 茂,上町1-2,090-7915-1475")
    assert only(propose(rows, [HAYASHI])).kind is EntryKind.CHANGED
    entry = only(propose(rows, [HIDDEN]))
    assert (entry.kind, entry.changes, dict(entry.values)) == (EntryKind.UNCHANGED, (), {})
    (_, missing) = propose(text("氏名,住所", "森 清,上町3-4"), [HIDDEN]).entries
    assert missing.shown == "1班の12"


def test_nobody_learns_a_hidden_address_by_offering_a_new_head() -> None:
    plan = propose(text("氏名,住所", "森 清,上町1-2"), [HIDDEN])
    assert kinds(plan) == [EntryKind.NEW, EntryKind.MISSING]


def test_the_form_of_a_hidden_household_is_recognised_and_never_made_a_name() -> None:
    rows = text("班,氏名,住所", "1班,1班の12,")
    assert only(propose(rows, [HIDDEN])).kind is EntryKind.UNCHANGED
    assert only(propose(rows, [])).kind is EntryKind.CONFLICT


def test_what_is_not_kept_is_not_compared() -> None:
    kept = CurrentHousehold(1, "林 茂", address="上町1-2")
    assert (
        only(propose(text("氏名,ふりがな,住所", "林 茂,はやし しげる,上町1-2"), [kept])).kind
        is EntryKind.UNCHANGED
    )


def test_a_remark_changes_something_only_where_its_meaning_was_accepted() -> None:
    understood = sample(MIDORIGAOKA)
    plan = propose(understood, [])
    assert len(plan.entries) == 48
    assert plan.offices == ()
    accepted = {remark.text: remark.proposed for remark in understood.remarks}
    plan = propose(understood, [], Choices(remarks=accepted))
    values = [entry.values for entry in plan.entries]
    assert len(plan.entries) == 43
    assert sum(one.get(Field.LANGUAGE) == "vi" for one in values) == 3
    assert sum(one.get(Field.METHOD) == "paper" for one in values) == 2
    assert [(o.role, o.name, o.block) for o in plan.offices] == [("block_leader", "髙木 節子", "3班")]


def test_a_meaning_that_is_none_of_ours_is_not_applied() -> None:
    choices = Choices(remarks={"紙希望": "method:pigeon", "班長": "appointment:king", "空き家": "drop table"})
    plan = propose(sample(MIDORIGAOKA), [], choices)
    assert len(plan.entries) == 48
    assert plan.offices == ()
    assert not any(Field.METHOD in entry.values for entry in plan.entries)


def test_a_row_left_out_is_left_out() -> None:
    understood = text("氏名,住所", "林 茂,上町1-2", "森 清,上町3-4")
    plan = propose(understood, [], Choices(left_out=frozenset({"0:2"})))
    assert [entry.row for entry in plan.entries] == ["0:3"]


@pytest.mark.parametrize("name", ALL)
def test_what_a_page_keeps_between_two_steps_comes_back_whole(name: str) -> None:
    understood = sample(name)
    kept = json.loads(json.dumps(to_plain(understood)))
    assert from_plain(Understanding, kept) == understood
    choices = Choices(remarks={"班長": "leave_out"}, left_out=frozenset({"0:7"}))
    assert from_plain(Choices, json.loads(json.dumps(to_plain(choices)))) == choices


def test_kept_values_that_were_tampered_with_are_refused() -> None:
    kept = to_plain(sample(KAMISUGI))
    kept["lines"][0]["kind"] = "king"
    with pytest.raises(ValueError, match="king"):
        from_plain(Understanding, kept)


def test_twice_as_many_households_are_twice_the_work() -> None:
    def propose_again(number: int) -> int:
        rows = [
            f"{n // 20}班,林 {n % 40}郎,みどりヶ丘{n // 50}丁目{n % 50}－1,０９０－７９１５－{n:04}"
            for n in range(number)
        ]
        understood = text("班,氏名,住所,電話", *rows)
        standing = as_current(understood)
        assert propose(understood, standing).changes_nothing
        return effort(lambda: propose(understood, standing))

    assert propose_again(400) < 2.5 * propose_again(200)
