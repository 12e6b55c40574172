"""How long a request to join lasts, and which household a room may mean."""

import pytest

from kairanban.community.buildings.rules import ANSWER_LASTS, REQUEST_LASTS, State, names_room, state

NOW = 10 * (REQUEST_LASTS + ANSWER_LASTS)


@pytest.mark.parametrize(
    ("asked", "decided", "household", "expected"),
    [
        (NOW, None, None, State.WAITING), (NOW - REQUEST_LASTS, None, None, State.WAITING),
        (NOW - REQUEST_LASTS - 1, None, None, State.ENDED),
        (0, NOW, 5, State.ACCEPTED), (0, NOW, None, State.DECLINED),
        (0, NOW - ANSWER_LASTS, 5, State.ACCEPTED), (0, NOW - ANSWER_LASTS - 1, 5, State.ENDED),
        (0, NOW - ANSWER_LASTS - 1, None, State.ENDED),
    ],
)  # fmt: skip
def test_a_request_waits_a_week_and_its_answer_another(
    asked: int, decided: int | None, household: int | None, expected: State
) -> None:
    assert state(asked, decided, household, NOW) is expected


@pytest.mark.parametrize(
    ("room", "texts", "same"),
    [("203", ["２０３号室"], True), ("203号", ["メゾン緑 203"], True), ("203", ["1203"], False), ("203", ["", "203"], True),
     ("", ["203"], False), ("角部屋", ["角部屋"], False), ("B-203", ["203"], True), ("2-3", ["2"], False)],
)  # fmt: skip
def test_a_room_is_named_by_its_whole_number(room: str, texts: list[str], same: bool) -> None:
    assert names_room(room, *texts) is same
