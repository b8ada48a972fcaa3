"""A real reel, looked at and listened to."""

from pathlib import Path

import av
import numpy as np
import pytest

from tests.transcription.media.test_treat import ALAN, loudness, read
from tests.transcription.reels.conftest import PLACE
from transcription.media.treat import RATE
from transcription.reels.film import make_film
from transcription.reels.plan import Card, Reel, ReelClip, scenes_of


def test_the_film_is_what_was_planned(filmed: Reel, tmp_path: Path) -> None:
    folder = tmp_path / "reel"
    folder.mkdir()
    film = make_film(reel=filmed, folder=folder, on_progress=lambda _: None)
    samples = read(film.file)
    scenes = scenes_of(filmed)
    assert len(samples) / RATE == pytest.approx(film.seconds, abs=0.1)
    at = 0.0
    for scene in scenes:
        if isinstance(scene, ReelClip):  # heard from its first word on, and silent where a name was
            start, end = (at + moment - PLACE[0] for moment in ALAN)
            assert np.abs(samples[round(start * RATE) : round(end * RATE)].astype(int)).max() < 33
            assert loudness(samples, start - 0.4, start - 0.15) > 300
            assert loudness(samples, end + 0.15, end + 0.4) > 300
        else:
            assert loudness(samples, at + 0.1, at + scene.seconds - 0.1) < 10
        at += scene.seconds
    assert "Alan" not in film.captions
    look_inside(film.file, scenes, film.seconds)


def look_inside(file: Path, scenes: tuple[Card | ReelClip, ...], seconds: float) -> None:
    with av.open(str(file)) as container:
        kinds = sorted(stream.type for stream in container.streams)
        assert kinds == ["audio", "subtitle", "video"]
        written = " ".join(map(str, [container.metadata, *(stream.metadata for stream in container.streams)]))
        assert not any(word in written for word in ("Alan", "Juniper", "52.9", "phone"))
        assert container.duration is not None
        assert container.duration / 1_000_000 == pytest.approx(seconds, abs=0.2)
        # Every card is there at its moment: its letters stand out; a clip of sound alone is plain.
        at = 0.0
        for scene in scenes:
            container.seek(round((at + 0.2) * 1_000_000))
            frame = next(f for f in container.decode(video=0) if f.time is not None and f.time >= at + 0.2)
            grey = frame.to_ndarray(format="gray").astype(int)
            assert grey.shape == (720, 1280)
            plain = isinstance(scene, ReelClip) and not scene.picture
            assert (grey.max() - grey.min() < 20) == plain
            at += scene.seconds
