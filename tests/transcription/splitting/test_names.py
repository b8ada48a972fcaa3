"""A set on a disc: its order, what is missing from it, and what of a name is kept."""

from uuid import uuid4

import pytest

from stories.uploads.held import HeldFile
from transcription.splitting.names import CannotJoin, in_order, may_go_on, place_of


def held(*places: str, received: int = 5000, arrived: bool = True) -> list[HeldFile]:
    return [HeldFile(uuid4(), place, received, received, arrived) for place in places]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("VTS_01_1.VOB", "VTS_01_1.VOB"),
        ("vts_02_9.vob", "VTS_02_9.VOB"),
        ("D:\\VIDEO_TS\\VTS_01_2.VOB", "VTS_01_2.VOB"),
        ("/media/disc/VIDEO_TS/VTS_01_2.VOB", "VTS_01_2.VOB"),
        ("Maureen and Alan.mp4", ""),
        ("VTS_01_1.VOB Maureen", ""),
        ("", ""),
    ],
)
def test_of_a_name_only_its_place_in_a_set_is_kept(name: str, kept: str) -> None:
    assert place_of(name) == kept


def test_they_are_put_in_order_by_their_names() -> None:
    files = held("VTS_01_3.VOB", "VTS_01_1.VOB", "VTS_01_2.VOB")
    assert [each.place for each in in_order(files)] == ["VTS_01_1.VOB", "VTS_01_2.VOB", "VTS_01_3.VOB"]


def test_one_file_of_any_name_is_a_recording() -> None:
    assert len(in_order(held(""))) == 1


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ((), "Send the recording first"),
        (("VTS_01_1.VOB", "VTS_01_3.VOB"), "VTS_01_2.VOB is missing"),
        (("VTS_01_2.VOB",), "VTS_01_1.VOB is missing"),
        (("VTS_01_1.VOB", "VTS_02_2.VOB"), "parts of 2 sets"),
        (("", "VTS_01_1.VOB"), "by itself"),
        (("", ""), "by itself"),
    ],
)
def test_what_is_no_whole_set_is_not_joined(places: tuple[str, ...], said: str) -> None:
    with pytest.raises(CannotJoin, match=said):
        in_order(held(*places))


def test_a_file_that_is_not_all_here_holds_the_others_up() -> None:
    with pytest.raises(CannotJoin, match="not all here"):
        in_order([*held("VTS_01_1.VOB"), *held("VTS_01_2.VOB", arrived=False)])


def test_a_last_part_that_is_full_has_probably_another_after_it() -> None:
    full = held("VTS_01_2.VOB", received=1_073_709_056)
    assert may_go_on([*full, *held("VTS_01_1.VOB")])
    assert not may_go_on([*held("VTS_01_1.VOB", received=1_073_709_056), *held("VTS_01_2.VOB")])
    assert not may_go_on(held("", received=1_073_709_056)), "a long file that is no part of a set"
