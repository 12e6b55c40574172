"""What a device says of the time is believed within bounds."""

from kairanban.core.clock import device_time


def test_a_device_cannot_say_before_the_start_or_in_the_future() -> None:
    assert device_time(None, 10, 20) == 20
    assert device_time(5, 10, 20) == 10
    assert device_time(25, 10, 20) == 20
    assert device_time(15, 10, 20) == 15
