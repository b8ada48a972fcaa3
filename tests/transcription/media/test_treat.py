"""Real copies, made by the real ffmpeg and listened to."""

from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pytest

from transcription.enums import Picture, Voice
from transcription.media import sound as treating
from transcription.media.decode import decode_samples
from transcription.media.probe import probe
from transcription.media.treat import RATE, Treatment, treat

ALAN = (11.9, 13.2)
JUNIPER = (1.5, 2.7)
PLAIN = Treatment(mutes=(JUNIPER, ALAN))
DISGUISED = Treatment(mutes=(JUNIPER, ALAN), voice=Voice.DISGUISED)
FILM = Treatment(mutes=(JUNIPER, ALAN), picture=Picture.AS_IS)
BLURRED = Treatment(mutes=(JUNIPER, ALAN), voice=Voice.DISGUISED, picture=Picture.BLURRED)
Samples = npt.NDArray[np.int16]


def make(source: Path, treatment: Treatment) -> Path:
    target = source.parent / f"copy{treatment.suffix}"
    with source.open("rb") as file:
        facts = probe(file)
    treat(source=source, target=target, facts=facts, treatment=treatment, on_progress=lambda _: None)
    return target


def read(path: Path) -> Samples:
    with path.open("rb") as file:
        return np.concatenate(list(decode_samples(file, rate=RATE)))


def cut(samples: Samples, start: float, end: float) -> Samples:
    return samples[round(start * RATE) : round(end * RATE)].astype(np.int32)


def loudness(samples: Samples, start: float, end: float) -> float:
    return float(np.sqrt((cut(samples, start, end).astype(float) ** 2).mean()))


@pytest.fixture
def source(ffmpeg, testimony: Path) -> Path:
    return ffmpeg("source.mp3", "-i", testimony, "-c:a", "libmp3lame", "-b:a", "128k")


@pytest.mark.parametrize(
    "treatment", [PLAIN, DISGUISED, FILM, BLURRED], ids=["plain", "disguised", "film", "blurred"]
)
def test_silent_inside_every_span_and_sounding_around_it(
    treatment: Treatment, source: Path, film: Path
) -> None:
    samples = read(make(film if treatment.picture else source, treatment))
    for start, end in treatment.mutes:
        assert np.abs(cut(samples, start, end)).max() < 33  # -60 dBFS
        assert loudness(samples, start - 0.4, start - 0.13) > 300
        assert loudness(samples, end + 0.13, end + 0.4) > 300


def test_what_is_kept_is_kept_as_it_was(source: Path) -> None:
    before, after = read(source), read(make(source, PLAIN))
    assert len(after) == pytest.approx(len(before), abs=RATE // 10)
    for start, end in [(4.5, 6.4), (7.8, 9.9), (14.8, 16.9)]:
        assert loudness(after, start, end) == pytest.approx(loudness(before, start, end), rel=0.05)
        one, other = cut(before, start, end).astype(float), cut(after, start, end).astype(float)
        assert np.corrcoef(one, other)[0, 1] > 0.95


def test_the_mute_begins_at_once_and_not_with_ffmpegs_next_frame(ffmpeg) -> None:
    """On frames of 20 ms a span that begins mid-frame would leak up to 20 ms. A loud tone shows every one."""
    tone = ffmpeg("tone.wav", "-f", "lavfi", "-i", "sine=frequency=440:duration=3", "-ar", "48000")
    for start in (1.0, 1.0031, 1.0077, 1.0119, 1.0163):
        mute = Treatment(mutes=((start, start + 0.5),))
        samples = read(make(tone, mute))
        assert np.abs(cut(samples, start, start + 0.5)).max() < 33
        assert loudness(samples, start - 0.25, start - 0.13) > 1000


def test_without_spans_nothing_is_muted(source: Path) -> None:
    untouched = Treatment()
    assert loudness(read(make(source, untouched)), *ALAN) > 1000


def test_the_disguise_changes_the_voice_and_keeps_the_time(source: Path) -> None:
    before, after = read(source), read(make(source, DISGUISED))
    assert len(after) == pytest.approx(len(before), abs=RATE // 4)
    for start, end in [(4.5, 6.4), (7.8, 9.9)]:
        assert abs(centre(after, start, end) / centre(before, start, end) - 1) > 0.1
    quiet = loudness(after, 3.7, 4.1) / loudness(after, 4.5, 6.4)
    assert quiet < 0.05


def centre(samples: Samples, start: float, end: float) -> float:
    """The spectrum's middle, in hertz."""
    part = cut(samples, start, end).astype(float)
    power = np.abs(np.fft.rfft(part)) ** 2
    hertz = np.fft.rfftfreq(len(part), 1 / RATE)
    return float((power * hertz).sum() / power.sum())


def test_the_disguise_is_never_the_same_twice(source: Path) -> None:
    assert not np.array_equal(read(make(source, DISGUISED)), read(make(source, DISGUISED)))


def test_a_disguise_without_rubberband(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not every ffmpeg has it."""
    monkeypatch.setattr(treating, "has_filter", lambda name: False)
    before, after = read(source), read(make(source, DISGUISED))
    assert len(after) == pytest.approx(len(before), abs=RATE // 4)
    assert abs(centre(after, 4.5, 6.4) / centre(before, 4.5, 6.4) - 1) > 0.1
    assert np.abs(cut(after, *ALAN)).max() < 33


def test_a_sound_copy_of_a_film_has_no_picture(film: Path) -> None:
    with av.open(str(make(film, PLAIN))) as copy:
        assert [stream.type for stream in copy.streams] == ["audio"]


def test_the_film_is_playable_everywhere(film: Path) -> None:
    with av.open(str(make(film, FILM))) as copy:
        assert [stream.codec_context.name for stream in copy.streams] == ["aac", "h264"]
        assert copy.streams.video[0].codec_context.pix_fmt == "yuv420p"


def test_a_disguised_picture_keeps_no_detail(film: Path) -> None:
    sharp, blurred = frame(make(film, FILM)), frame(make(film, BLURRED))
    assert blurred.shape[1] == 480
    assert detail(sharp) > 0.01
    assert detail(blurred) < 0.001


def frame(path: Path) -> npt.NDArray[np.uint8]:
    with path.open("rb") as file, av.open(file) as copy:
        return next(copy.decode(video=0)).to_ndarray(format="gray")


def detail(picture: npt.NDArray[np.uint8]) -> float:
    """The share of the picture that is finer than a fifteenth of its width."""
    waves = np.abs(np.fft.rfft(picture * np.hanning(picture.shape[1]), axis=1)) ** 2
    return float(waves[:, 15:].sum() / waves[:, 1:].sum())


def test_a_turned_film_stands_upright(ffmpeg, film: Path) -> None:
    """Phones write a turn instead of turning."""
    turned = ffmpeg("turned.mp4", "-display_rotation", "90", "-i", film, "-c", "copy")
    assert frame(make(turned, FILM)).shape == (320, 240)


@pytest.mark.parametrize("treatment", [PLAIN, FILM], ids=["sound", "film"])
def test_nothing_the_phone_wrote_is_in_the_bytes(treatment: Treatment, film: Path) -> None:
    original = film.read_bytes()
    for word in (b"Alan", b"Juniper", b"loci", b"made by a phone"):
        assert word in original
        assert word not in make(film, treatment).read_bytes()


def test_chapters_covers_and_subtitles_stay_behind(ffmpeg, source: Path, tmp_path: Path) -> None:
    (tmp_path / "chapters.txt").write_text(
        ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1\nSTART=0\nEND=9\ntitle=Alan\n"
    )
    (tmp_path / "words.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nAlan\n")
    full = ffmpeg(
        "full.mkv",
        *("-i", source, "-i", tmp_path / "chapters.txt", "-i", tmp_path / "words.srt"),
        *("-map", "0:a", "-map", "2:s", "-map_metadata", "1", "-c:a", "copy", "-c:s", "srt"),
    )
    copy = make(full, PLAIN)
    assert b"Alan" not in copy.read_bytes()
    with av.open(str(copy)) as made:
        assert (len(made.streams), made.chapters()) == (1, [])


def test_a_late_track_is_muted_where_it_is_heard(ffmpeg, testimony: Path) -> None:
    late = ffmpeg(
        "late.mp4",
        *("-f", "lavfi", "-i", "testsrc=size=64x64:rate=10:duration=21", "-itsoffset", "2", "-i", testimony),
        *("-map", "0:v", "-map", "1:a", "-c:v", "libx264", "-c:a", "aac"),
    )
    shifted = Treatment(mutes=((13.9, 15.2),))
    samples = read(make(late, shifted))
    assert np.abs(cut(samples, 13.9, 15.2)).max() < 33
    assert loudness(samples, 13.3, 13.8) > 300
    assert loudness(samples, 3.5, 4.6) > 1000
