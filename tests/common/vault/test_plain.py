"""Whoever says how to get the next bytes can be read like any file."""

import io
import os

import pytest

from common.vault.plain import PlainReader

DATA = bytes(range(256)) * 3


class Trickle(PlainReader):
    """Seven bytes at a time."""

    size = len(DATA)

    def _some(self, most: int) -> bytes:
        data = DATA[self._position : self._position + min(most, 7)]
        self._position += len(data)
        return data


@pytest.mark.parametrize("how", [(0, 0), (9, 100), (700, 900), (len(DATA) + 5, 3), (3, -1)])
def test_it_reads_as_a_file_in_memory_does(how: tuple[int, int]) -> None:
    start, size = how
    ours, memory = Trickle(), io.BytesIO(DATA)
    assert ours.seek(start) == memory.seek(start)
    assert ours.read(size) == memory.read(size)
    assert ours.seek(-3, os.SEEK_END) == memory.seek(-3, os.SEEK_END)
    assert (ours.readall(), ours.tell()) == (memory.read(), memory.tell())


def test_a_buffer_is_filled_as_far_as_there_is_something() -> None:
    ours, buffer = Trickle(), bytearray(20)
    ours.seek(len(DATA) - 5)
    assert ours.readinto(buffer) == 5
    assert buffer == DATA[-5:] + bytes(15)


@pytest.mark.parametrize("place", [(-1, os.SEEK_SET), (-1, os.SEEK_CUR), (0, 9)])
def test_a_place_before_the_beginning_is_refused(place: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="not negative"):
        Trickle().seek(*place)


def test_a_closed_one_gives_nothing_more() -> None:
    ours = Trickle()
    ours.close()
    for ask in (ours.read, ours.tell, ours.readall):
        with pytest.raises(ValueError, match="closed"):
            ask()
