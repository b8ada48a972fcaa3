"""A real reel, looked at and listened to."""

import os
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from tests.transcription.media.test_treat import ALAN, loudness, read
from tests.transcription.reels.conftest import PLACE
from transcription.captions import Cue, write_vtt
from transcription.media.treat import RATE
from transcription.reels import film as film_module
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


def test_captions_are_drawn_in_from_the_very_list_that_goes_beside_it(
    filmed: Reel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Cue] = []
    write = film_module.write_strip
    monkeypatch.setattr(film_module, "write_strip", lambda **how: drawn.extend(how["cues"]) or write(**how))
    film = make_film(reel=replace(filmed, burned=True), folder=tmp_path, on_progress=lambda _: None)
    assert write_vtt(drawn) == film.captions
    scenes = scenes_of(filmed)
    starts = list(accumulate((scene.seconds for scene in scenes), initial=0.0))
    with av.open(str(film.file)) as container:
        assert sorted(stream.type for stream in container.streams) == ["audio", "video"]
        frames = [(frame.time or 0.0, frame.to_ndarray(format="gray")) for frame in container.decode(video=0)]
    assert frames[-1][0] == pytest.approx(film.seconds, abs=0.2)
    for at, scene in zip(starts, scenes, strict=False):
        if isinstance(scene, ReelClip):
            shown, free = (next(f for t, f in frames if t >= at + moment) for moment in (1.2, 2.2))
            if folder := os.environ.get("HEARD_PICTURES"):
                Image.fromarray(shown).save(Path(folder) / f"burned {scene.title}.png")
            foot = slice(560, 690)
            assert (shown[foot] > 230).mean() > 0.01  # white letters
            assert np.abs(shown[foot].astype(int) - free[foot].astype(int)).mean() > 3  # and none in a pause


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
