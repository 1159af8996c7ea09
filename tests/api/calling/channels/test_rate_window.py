from api.calling.channels.rate_window import RateWindow


def test_so_many_in_so_many_seconds_and_then_the_time_until_there_is_room() -> None:
    now = [100.0]
    window = RateWindow(20, 60, lambda: now[0])
    assert [window.take() for _ in range(20)] == [0.0] * 20
    now[0] += 12.5
    assert window.take() == 47.5
    now[0] += 47.5
    assert window.take() == 0.0
