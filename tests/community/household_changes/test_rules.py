"""The day of a change, what an officer may type, and a household's label."""

from datetime import date, timedelta

import pytest

from kairanban.community.household_changes.rules import LONGEST_AGO, Departed, called, changed_on, understood
from kairanban.community.roster.rules.fields import Field
from kairanban.core.clock import at
from kairanban.core.errors import Invalid
from kairanban.core.ids import HouseholdId

TODAY = date(2026, 12, 1)


def test_a_change_is_of_today_or_of_the_last_two_years() -> None:
    now = at(TODAY, 10)
    assert changed_on(None, now) == changed_on(TODAY, now) == at(TODAY)
    assert changed_on(TODAY - LONGEST_AGO, now) == at(TODAY - LONGEST_AGO)
    for day in (TODAY + timedelta(days=1), TODAY - LONGEST_AGO - timedelta(days=1)):
        with pytest.raises(Invalid):
            changed_on(day, now)


@pytest.mark.parametrize(
    ("means", "text", "stored"),
    [(Field.PHONE, "０２２（７４０）２０７３", "022-740-2073"), (Field.PHONE, "", ""), (Field.POSTAL, "9811234", "981-1234"),
     (Field.PHONE, "740-2073", None), (Field.EMAIL, "hanako", None), (Field.READING, "佐藤", None)],
)  # fmt: skip
def test_a_value_is_stored_as_rosters_do_or_asked_for_again(
    means: Field, text: str, stored: str | None
) -> None:
    if stored is not None:
        assert understood(means, text) == stored
        return
    with pytest.raises(Invalid) as invalid:
        understood(means, text)
    assert set(invalid.value.fields) == {means.value}


def test_a_household_called_by_its_representative_is_called_by_the_next() -> None:
    assert called("佐藤 花子", "佐藤 花子", "佐藤 次郎") == "佐藤 次郎"
    assert called("油屋", "佐藤 花子", "佐藤 次郎") == "油屋"
    assert Departed(HouseholdId(1), "佐藤", 0, 0, "1班", 3).shown == "佐藤"
    assert Departed(HouseholdId(1), "佐藤", 1, 0, "1班", 3).shown == "1班の3"
