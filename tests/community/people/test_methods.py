import pytest

from kairanban.community.people.rules.methods import until_proven


@pytest.mark.parametrize(("wanted", "taken"), [("digital", "both"), ("both", "both"), ("paper", "paper")])
def test_paper_goes_on_until_a_device_has_proven_to_work(wanted: str, taken: str) -> None:
    assert until_proven(wanted) == taken
