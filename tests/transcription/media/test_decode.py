import io
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from transcription.media.containers import Unreadable
from transcription.media.decode import SAMPLE_RATE, decode_samples


def read(path: Path) -> npt.NDArray[np.int16]:
    with path.open("rb") as file:
        return np.concatenate(list(decode_samples(file)))


def loudness(samples: npt.NDArray[np.int16], start: float, end: float) -> float:
    part = samples[round(start * SAMPLE_RATE) : round(end * SAMPLE_RATE)].astype(float)
    return float(np.sqrt((part**2).mean()))


FORMATS = [
    ("sound.wav", ("-c:a", "pcm_s16le")),
    ("sound.flac", ("-c:a", "flac")),
    ("sound.mp3", ("-c:a", "libmp3lame")),
    ("sound.m4a", ("-c:a", "aac")),
    ("sound.opus", ("-c:a", "libopus")),
    ("sound.webm", ("-c:a", "libopus")),
    ("sound.mkv", ("-c:a", "flac")),
    ("sound.avi", ("-c:a", "libmp3lame")),
    ("sound.3gp", ("-c:a", "aac", "-ar", "8000", "-ac", "1")),
    ("sound.amr", ("-c:a", "libopencore_amrnb", "-ar", "8000", "-ac", "1", "-b:a", "12.2k")),
    ("sound.mpg", ("-c:a", "mp2")),
]


@pytest.mark.parametrize(("name", "options"), FORMATS)
def test_every_container_gives_the_same_sound(
    name: str, options: tuple[str, ...], ffmpeg, testimony: Path
) -> None:
    samples = read(ffmpeg(name, "-i", testimony, *options))
    assert len(samples) / SAMPLE_RATE == pytest.approx(18.47, abs=0.15)
    assert loudness(samples, 1.5, 3.0) > 1000
    assert loudness(samples, 0.2, 0.9) < 100
    assert loudness(samples, 3.7, 4.1) < 100


def test_a_browsers_webm_without_a_duration(ffmpeg, testimony: Path) -> None:
    """As MediaRecorder writes it: to a pipe, so that no length is ever filled in."""
    samples = read(ffmpeg("live.webm", "-i", testimony, "-c:a", "libopus", "-live", "1", "-f", "webm"))
    assert len(samples) / SAMPLE_RATE == pytest.approx(18.47, abs=0.1)


def test_a_track_that_begins_late_is_filled_with_silence(ffmpeg, testimony: Path) -> None:
    """Else every word would stand two seconds before its picture."""
    late = ffmpeg(
        "late.mp4",
        *("-f", "lavfi", "-i", "testsrc=size=64x64:rate=10:duration=21", "-itsoffset", "2", "-i", testimony),
        *("-map", "0:v", "-map", "1:a", "-c:v", "libx264", "-c:a", "aac"),
    )
    samples = read(late)
    assert loudness(samples, 0.1, 2.9) < 100
    assert loudness(samples, 3.5, 5.0) > 1000


def test_a_hole_is_filled_with_silence(ffmpeg, testimony: Path) -> None:
    """A phone that lost its packets for three seconds: what comes after keeps its time."""
    holed = ffmpeg(
        "hole.mkv", "-i", testimony, "-af", "aselect='lt(t,3.7)+gt(t,6.7)'", "-c:a", "flac", "-copyts"
    )
    samples = read(holed)
    assert len(samples) / SAMPLE_RATE == pytest.approx(18.47, abs=0.2)
    assert loudness(samples, 4.0, 6.4) < 5
    assert loudness(samples, 8.0, 9.5) > 1000


def test_recordings_glued_together_are_both_heard(ffmpeg, testimony: Path, tmp_path: Path) -> None:
    """Another rate and another number of channels from the middle on."""
    one = ffmpeg("one.mp3", "-i", testimony, "-ar", "44100", "-ac", "2", "-write_xing", "0")
    two = ffmpeg("two.mp3", "-i", testimony, "-ar", "22050", "-ac", "1", "-write_xing", "0")
    both = tmp_path / "both.mp3"
    both.write_bytes(one.read_bytes() + two.read_bytes())
    samples = read(both)
    assert loudness(samples, 1.5, 3.0) > 1000
    assert loudness(samples[-18 * SAMPLE_RATE :], 1.5, 3.0) > 1000


def test_a_clock_gone_mad_is_refused(ffmpeg, testimony: Path) -> None:
    mad = ffmpeg("mad.mkv", "-i", testimony, "-af", "asetpts='PTS+gt(T,9)*100000/TB'", "-c:a", "flac")
    with pytest.raises(Unreadable, match="not-media"):
        read(mad)


def test_two_channels_become_one(ffmpeg, testimony: Path) -> None:
    assert loudness(read(ffmpeg("two.wav", "-i", testimony, "-ac", "2", "-ar", "44100")), 1.5, 3.0) > 1000


def test_a_file_cut_in_two_gives_its_first_half(ffmpeg, testimony: Path, tmp_path: Path) -> None:
    whole = ffmpeg("whole.wav", "-i", testimony)
    half = tmp_path / "half.wav"
    half.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    assert len(read(half)) / SAMPLE_RATE == pytest.approx(9.23, abs=0.1)


def test_damage_in_the_middle_costs_only_the_middle(ffmpeg, testimony: Path, tmp_path: Path) -> None:
    whole = bytearray(ffmpeg("whole.mp3", "-i", testimony).read_bytes())
    middle = len(whole) // 2
    whole[middle : middle + 2000] = bytes(2000)
    broken = tmp_path / "broken.mp3"
    broken.write_bytes(whole)
    samples = read(broken)
    assert loudness(samples, 1.5, 3.0) > 1000
    assert len(samples) / SAMPLE_RATE == pytest.approx(18.47, abs=0.6)


def test_a_film_without_sound_is_refused(ffmpeg) -> None:
    silent = ffmpeg("picture.mp4", "-f", "lavfi", "-i", "testsrc=size=64x64:duration=1", "-c:v", "libx264")
    with silent.open("rb") as file, pytest.raises(Unreadable, match="no-sound"):
        list(decode_samples(file))


def test_memory_does_not_grow_with_length(ffmpeg, testimony: Path) -> None:
    import tracemalloc

    hour = ffmpeg("long.opus", "-stream_loop", "60", "-i", testimony, "-c:a", "copy")
    tracemalloc.start()
    with hour.open("rb") as file:
        total = sum(len(chunk) for chunk in decode_samples(file))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert total / SAMPLE_RATE > 1000
    assert peak < 5_000_000


def test_errors_of_the_source_are_not_taken_for_a_broken_file(testimony: Path) -> None:
    """A sealed file that was tampered with must say so."""

    class Tampered(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > 20_000:
                raise RuntimeError("tampered")
            return super().read(size)

    with pytest.raises(RuntimeError, match="tampered"):
        list(decode_samples(Tampered(testimony.read_bytes())))
