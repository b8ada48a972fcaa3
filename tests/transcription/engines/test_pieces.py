from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from transcription.engines.pieces import Piece, cut_into_pieces, join_close
from transcription.media.decode import SAMPLE_RATE, decode_samples

Chunk = npt.NDArray[np.int16]


@pytest.fixture
def speech(testimony: Path) -> Chunk:
    with testimony.open("rb") as file:
        return np.concatenate(list(decode_samples(file)))


def in_seconds(samples: Chunk, seconds: float = 1) -> Iterator[Chunk]:
    step = round(seconds * SAMPLE_RATE)
    return (samples[at : at + step] for at in range(0, len(samples), step))


def test_finds_the_five_sentences(speech: Chunk) -> None:
    (piece,) = cut_into_pieces([speech])
    assert len(piece.clips) == 5
    assert piece.start == 0
    assert piece.end == pytest.approx(18.47, abs=0.01)


@pytest.mark.parametrize("length", [2, 3, 5, 7])
def test_short_pieces_lose_nothing_and_cut_no_sentence(speech: Chunk, length: int) -> None:
    whole = next(iter(cut_into_pieces([speech]))).clips
    cut = list(cut_into_pieces(in_seconds(speech), seconds=length))
    assert [piece.last for piece in cut] == [False] * (len(cut) - 1) + [True]
    known = [round(piece.end * SAMPLE_RATE) for piece in cut[:-1]]
    again = list(cut_into_pieces(in_seconds(speech), seconds=length, known=known))
    assert [(piece.start, piece.end) for piece in again] == [(piece.start, piece.end) for piece in cut]
    assert not any(piece.clips for piece in again[:-1])
    assert again[-1].clips == cut[-1].clips
    assert len(cut) > 1
    for before, after in pairwise(cut):
        assert before.end == pytest.approx(after.start)
    assert np.array_equal(np.concatenate([piece.samples for piece in cut]), speech.astype(np.float32) / 32768)
    found = placed(cut)
    assert len(found) == len(whole) == 5
    for mine, theirs in zip(found, whole, strict=True):
        assert mine == pytest.approx(theirs, abs=0.25)


def placed(cut: list[Piece]) -> list[tuple[float, float]]:
    return [(piece.start + start, piece.start + end) for piece in cut for start, end in piece.clips]


def test_speech_longer_than_a_piece_is_cut_rather_than_kept_for_ever(
    speech: Chunk,
) -> None:
    sentence = speech[round(1.3 * SAMPLE_RATE) : round(3.1 * SAMPLE_RATE)]
    unbroken = np.concatenate([sentence] * 6)
    cut = list(cut_into_pieces(in_seconds(unbroken, 0.5), seconds=1))
    assert sum(len(piece.samples) for piece in cut) == len(unbroken)
    assert max(piece.end - piece.start for piece in cut) < 5


def test_nothing_gives_nothing() -> None:
    assert list(cut_into_pieces([])) == []


def test_joins_across_short_pauses_up_to_a_window() -> None:
    clips = [(0.0, 2.0), (2.5, 4.0), (6.0, 20.0), (20.5, 33.0)]
    assert join_close(clips, within=0.0) == clips
    assert join_close(clips, within=1.0) == [(0.0, 4.0), (6.0, 33.0)]
    assert join_close([(0.0, 20.0), (20.5, 33.0)], within=1.0) == [(0.0, 20.0), (20.5, 33.0)]
