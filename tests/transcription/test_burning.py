"""Captions as pictures: legible, at their times, and nothing but the cues that were searched."""

import io
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from transcription import burning
from transcription.burning import draw_cues, laid_over, strip_height, timed, write_strip
from transcription.captions import Cue

CUES = [
    Cue(1.0, 2.5, "Four staff held me\non the floor."),
    Cue(2.5, 3.5, "[a door slams]"),
    Cue(5.0, 9.0, "No."),
]
WIDTH, HEIGHT = 1280, strip_height(720)


def layers(page: bytes) -> tuple[np.ndarray, np.ndarray]:
    """How bright each dot is, and how much of the picture it covers."""
    dots = np.asarray(Image.open(io.BytesIO(page)).convert("RGBA"), int)
    return dots[..., :3].mean(axis=2), dots[..., 3]


def test_white_on_a_dark_box_within_what_every_screen_shows() -> None:
    widest = Cue(0, 1, "\n".join(["M" * 42] * 2))
    empty, *pages = draw_cues(cues=[*CUES, widest], width=WIDTH, height=HEIGHT, language="en")
    assert layers(empty)[1].max() == 0
    for page in pages:
        bright, cover = layers(page)
        assert bright.shape == (HEIGHT, WIDTH)
        box = cover > 0
        assert box.any()
        assert cover[box].min() >= 200  # hardly anything of the picture is seen through it
        columns, rows = np.nonzero(box.any(axis=0))[0], np.nonzero(box.any(axis=1))[0]
        assert columns[0] >= WIDTH * 0.04
        assert columns[-1] <= WIDTH * 0.96
        assert rows[0] > 0
        assert (bright[box] > 240).mean() > 0.02  # letters
        assert (bright[box] < 40).mean() > 0.5  # and what they stand on


def test_whatever_is_said_is_drawn_as_it_is_and_runs_nothing() -> None:
    odd = [Cue(0, 1, "#panic() *no* _x_ $y$ \\ @z `q` [w] <v>"), Cue(1, 2, '#read("/etc/passwd")')]
    pages = draw_cues(cues=odd, width=WIDTH, height=HEIGHT, language="en")
    assert len(pages) == 3
    assert all(layers(page)[1].any() for page in pages[1:])


def test_every_moment_shows_what_is_said_then() -> None:
    assert [*timed(CUES, seconds=6.0)] == [(0, 1.0), (1, 1.5), (2, 1.0), (0, 1.5), (3, 4.0)]
    assert [*timed(CUES[:2], seconds=6.0)] == [(0, 1.0), (1, 1.5), (2, 1.0), (0, 2.5)]
    assert [*timed([], seconds=6.0)] == [(0, 6.0)]
    assert [*timed([Cue(5.0, 4.0, "cut away")], seconds=6.0)] == [(0, 6.0)]


def test_it_is_drawn_over_a_picture_at_its_times_and_nothing_else_is(ffmpeg, tmp_path: Path) -> None:
    strip = write_strip(
        cues=CUES, seconds=7.0, width=WIDTH, height=HEIGHT, language="en", folder=tmp_path, name="words"
    )
    film = ffmpeg(
        "film.mp4",
        *("-f", "lavfi", "-i", "color=c=gray:s=1280x720:r=25:d=7", *strip),
        *("-filter_complex", laid_over("0:v", strip="1:v", out="v", rate=25), "-map", "[v]", "-t", "7"),
    )
    pages = draw_cues(cues=CUES, width=WIDTH, height=HEIGHT, language="en")
    with av.open(str(film)) as container:
        frames = [(frame.time or 0.0, frame.to_ndarray(format="gray")) for frame in container.decode(video=0)]
    assert frames[-1][0] > 6.9
    for at, picture in frames:
        cue = next((n for n, cue in enumerate(CUES, 1) if cue.start <= at < cue.end), 0)
        if any(abs(at - edge) < 0.08 for each in CUES for edge in (each.start, each.end)):
            continue
        _bright, cover = layers(pages[cue])
        lowest = 720 - HEIGHT - round(720 * burning.SAFE)
        inside = picture[lowest : lowest + HEIGHT].astype(int)
        assert (np.abs(picture[:lowest].astype(int) - 126) < 6).all(), at  # above it nothing is touched
        assert (np.abs(inside[cover == 0] - 126) < 40).mean() > 0.99, at
        if cue:
            assert inside[cover > 0].min() < 40, at
            assert inside[cover > 0].max() > 220, at


def test_no_word_is_given_to_ffmpeg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    monkeypatch.setattr(
        burning, "compile_picture", lambda **how: seen.extend(how["data"]["cues"]) or [b""] * 4
    )
    options = write_strip(
        cues=CUES, seconds=7.0, width=64, height=32, language="en", folder=tmp_path, name="words"
    )
    assert seen == ["", *(cue.text for cue in CUES)]  # these cues, and nothing from anywhere else
    written = (tmp_path / "words.ffconcat").read_text() + " ".join(options)
    assert not any(word in written for word in ("staff", "door", "No."))
