import io
from pathlib import Path

import pytest

from transcription.media.containers import Unreadable
from transcription.media.probe import probe


def test_sound(testimony: Path) -> None:
    with testimony.open("rb") as file:
        facts = probe(file)
    assert (facts.container, facts.sound, facts.picture) == ("ogg", 0, None)
    assert facts.duration == pytest.approx(18.47, abs=0.05)


def test_film(film: Path) -> None:
    with film.open("rb") as file:
        facts = probe(file)
    assert (facts.container, facts.sound, facts.picture) == ("mov", 1, 0)


def test_a_film_without_sound_is_told_apart(ffmpeg) -> None:
    silent = ffmpeg("picture.mp4", "-f", "lavfi", "-i", "testsrc=size=64x64:duration=1", "-c:v", "libx264")
    with silent.open("rb") as file:
        facts = probe(file)
    assert (facts.sound, facts.picture) == (None, 0)


def test_a_browsers_webm_has_no_duration(ffmpeg, testimony: Path) -> None:
    live = ffmpeg("live.webm", "-i", testimony, "-c:a", "libopus", "-live", "1")
    with live.open("rb") as file:
        assert probe(file).duration is None


def test_a_cover_image_is_no_film(ffmpeg, testimony: Path, tmp_path: Path) -> None:
    cover = ffmpeg("cover.png", "-f", "lavfi", "-i", "color=size=64x64", "-frames:v", "1")
    song = ffmpeg("song.mp3", "-i", testimony, "-i", cover, "-map", "0", "-map", "1", "-c:v", "copy")
    with song.open("rb") as file:
        assert probe(file).picture is None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\0" * 5000, "not-media"),
        (b"<!doctype html><script>alert(1)</script>" * 50, "not-media"),
        (b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n", "not-media"),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", "not-media"),
        (b"OggS" + bytes(200), "not-media"),
        (b"RIFF\xff\xff\xff\xffWAVE", "not-media"),
    ],
)
def test_what_is_no_recording_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Unreadable, match=f"^{code}$"):
        probe(io.BytesIO(content))


def test_a_picture_is_refused(ffmpeg) -> None:
    still = ffmpeg("still.png", "-f", "lavfi", "-i", "color=size=64x64", "-frames:v", "1")
    with still.open("rb") as file, pytest.raises(Unreadable, match="not-media"):
        probe(file)


def test_an_mp4_whose_end_is_missing_is_refused(film: Path) -> None:
    content = film.read_bytes()
    with pytest.raises(Unreadable, match="not-media"):
        probe(io.BytesIO(content[: len(content) // 2]))


@pytest.mark.parametrize(
    ("strange", "sound", "picture"),
    [(b"A_AAC", None, None), (b"V_MPEG4/ISO/AVC", 0, None)],
    ids=["sound that nothing here decodes", "a picture that nothing here decodes"],
)
def test_a_codec_that_nobody_knows_yet(
    strange: bytes, sound: int | None, picture: int | None, ffmpeg, film: Path
) -> None:
    """Tomorrow's phones write it. A picture is left out; without sound it is of no use, and said to be."""
    content = ffmpeg("film.mkv", "-i", film, "-map", "0:a", "-map", "0:v", "-c", "copy").read_bytes()
    assert content.count(strange) == 1
    unknown = io.BytesIO(content.replace(strange, strange[:2] + b"X" * (len(strange) - 2)))
    if sound is None:
        with pytest.raises(Unreadable, match=r"^not-media$"):
            probe(unknown)
    else:
        facts = probe(unknown)
        assert (facts.sound, facts.picture) == (sound, picture)
