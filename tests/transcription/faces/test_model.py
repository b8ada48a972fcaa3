"""The real detector on a real photograph."""

import av
import numpy as np
import pytest

from tests.transcription.faces.conftest import PORTRAIT
from transcription.faces.model import as_varint, detect, each_once, fields, freed, overlap, varint


def portrait(wide: int = 512, tall: int = 512) -> np.ndarray:
    with av.open(str(PORTRAIT)) as container:
        frame = next(container.decode(video=0))
        return frame.reformat(width=wide, height=tall, format="rgb24").to_ndarray()


@pytest.mark.parametrize("side", [512, 256, 128])
def test_the_face_is_found_where_it_is_in_any_size(side: int) -> None:
    found = detect(portrait(side, side))
    left, top, right, bottom, likely = found[0]
    assert likely > 0.5
    middle = ((left + right) / 2 * 512 / side, (top + bottom) / 2 * 512 / side)
    assert middle == pytest.approx((224, 120), abs=20)
    assert 60 < (right - left) * 512 / side < 130


def test_nothing_is_found_where_there_is_nothing() -> None:
    assert detect(np.full((128, 128, 3), 120, np.uint8)).shape == (0, 5)


def test_one_face_is_reported_once() -> None:
    boxes = np.array([[0, 0, 10, 10, 0.9], [1, 1, 11, 11, 0.8], [40, 0, 50, 10, 0.7]], np.float32)
    assert [round(float(box[4]), 1) for box in each_once(boxes)] == [0.9, 0.7]
    assert overlap(boxes[0], boxes[2]) == 0
    assert overlap(boxes[0], boxes[0]) == pytest.approx(1)


def test_another_model_is_refused() -> None:
    with pytest.raises(ValueError, match="not the face detector"):
        freed(b"another")


@pytest.mark.parametrize("value", [0, 1, 127, 128, 300, 7_297_136])
def test_numbers_of_a_model_are_written_as_they_are_read(value: int) -> None:
    assert varint(as_varint(value), 0) == (value, len(as_varint(value)))


def test_the_fields_of_a_message_are_its_bytes() -> None:
    message = b"\x08\x96\x01" + b"\x12\x02hi" + b"\x1d\x00\x00\x80\x3f"
    assert [(number, body) for number, _whole, body in fields(message)] == [(1, b""), (2, b"hi"), (3, b"")]
    assert b"".join(whole for _number, whole, _body in fields(message)) == message
