import pytest

from transcription.splitting.times import read_time, say_time


@pytest.mark.parametrize(
    ("typed", "ms"),
    [
        ("75", 75_000),
        ("75,5", 75_500),
        ("1:15", 75_000),
        ("0:01:15.25", 75_250),
        (" 2:00:00 ", 7_200_000),
        ("0", 0),
        ("1:02:03.004", 3_723_004),
    ],
)
def test_times_as_people_type_them(typed: str, ms: int) -> None:
    assert read_time(typed) == ms
    assert read_time(say_time(ms)) == ms


@pytest.mark.parametrize(
    "typed", ["", "soon", "-5", "1:75", "1:60:00", "1:2:3:4", "1.2.3", "٣", "9" * 40, "1:5.12345"]
)
def test_anything_else_is_no_time(typed: str) -> None:
    assert read_time(typed) is None


def test_times_as_people_read_them() -> None:
    assert [say_time(ms) for ms in (0, 75_250, 3_600_500, 1)] == [
        "0:00:00",
        "0:01:15.25",
        "1:00:00.5",
        "0:00:00.001",
    ]
