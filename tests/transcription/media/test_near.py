"""What is decoded near a span is what decoding all of it gives, and nothing of a span is left out."""

from pathlib import Path

import numpy as np
import pytest
from av.error import FFmpegError

from transcription.media import near
from transcription.media.containers import Unreadable
from transcription.media.decode import decode_samples
from transcription.media.near import sound_near, steady_seconds

RATE = 48_000
SPANS = [(0.0, 0.4), (5.0, 6.5), (6.9, 7.0), (12.0, 13.0), (17.5, 99.0)]
FORMS = {"opus": ("-c:a", "libopus"), "mp4": ("-c:a", "aac"), "mp3": (), "flac": (), "wav": ()}


@pytest.mark.parametrize("form", FORMS)
def test_every_sample_of_each_span_is_the_one_that_the_whole_file_has(form: str, ffmpeg, testimony) -> None:
    file = ffmpeg(f"copy.{form}", "-i", testimony, "-ar", RATE, "-ac", 1, *FORMS[form])
    with file.open("rb") as source:
        whole = np.concatenate(list(decode_samples(source, rate=RATE))).astype(int)
        length, pieces = sound_near(source, rate=RATE, spans=SPANS)
        found = np.full(len(whole) + RATE, -99_999)
        for first, piece in pieces:
            found[first : first + len(piece)] = piece
    assert length == pytest.approx(len(whole) / RATE, abs=0.03)
    for start, end in SPANS:
        inside = slice(round(start * RATE), min(round(end * RATE), len(whole)))
        assert np.abs(found[inside] - whole[inside]).max() <= 400, (
            start
        )  # AAC fills in noise of its own making
    assert (found[3 * RATE : 4 * RATE] == -99_999).all()  # no span is near


def test_sound_with_a_hole_is_decoded_whole_and_its_hole_counted(ffmpeg, testimony: Path) -> None:
    torn = ffmpeg("torn.mkv", "-i", testimony, "-c:a", "libopus", "-bsf:a", "noise=drop='between(n,250,400)'")
    with torn.open("rb") as source:
        assert steady_seconds(source) is None
        length, pieces = sound_near(source, rate=RATE, spans=[(9.0, 9.5)])
        assert sum(len(piece) for _first, piece in pieces) == round(length * RATE)
    assert length == pytest.approx(18.4, abs=0.3)


def test_what_cannot_be_decoded_near_a_span_is_said_and_not_skipped(ffmpeg, testimony: Path) -> None:
    file = ffmpeg(
        "copy.mp4", "-i", testimony, "-c:a", "aac", "-bsf:a", "noise=amount='if(between(n,234,281),2,1e9)'"
    )
    with file.open("rb") as source:
        _length, pieces = sound_near(source, rate=RATE, spans=[(5.2, 5.8)])
        with pytest.raises(FFmpegError):
            list(pieces)


def test_a_picture_alone_has_no_sound_to_be_near(ffmpeg) -> None:
    mute = ffmpeg("mute.mp4", "-f", "lavfi", "-i", "testsrc=size=64x64:rate=5:duration=1")
    with mute.open("rb") as source, pytest.raises(Unreadable, match="no-sound"):
        sound_near(source, rate=RATE, spans=[])


def test_spans_that_meet_with_their_run_up_are_one() -> None:
    assert near.widened([(8.0, 9.0), (1.0, 2.0), (2.9, 3.0), (1.2, 1.3)]) == [(0.5, 3.1), (7.5, 9.1)]
