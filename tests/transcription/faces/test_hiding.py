"""A film of a real face: found in each frame, hidden in the copy, and no clear frame passes the leak check."""

from pathlib import Path

import numpy as np
import pytest

from tests.transcription.faces.conftest import FilmMaker
from transcription.clips.cutting import check_clip, cut
from transcription.enums import Picture
from transcription.errors import Leak
from transcription.faces.hidden import HiddenFaces
from transcription.faces.hiding import find_faces, flatten, hide_faces, side_of
from transcription.leaks_seen import check_picture, grey, pictures
from transcription.media.containers import open_container
from transcription.media.ffmpeg import FfmpegFailed
from transcription.media.probe import probe
from transcription.media.treat import treat
from transcription.media.treatment import Treatment

pytestmark = pytest.mark.usefixtures("finding_once")
GONE = (1.0, 2.0)


def hide(film: Path, folder: Path) -> tuple[Path, Treatment]:
    """The whole way, as the job goes it."""
    with film.open("rb") as file:
        facts = probe(file)
    assert facts.picture is not None
    drawn, copy = folder / "drawn.mp4", folder / "copy.mp4"
    faces = hide_faces(source=film, picture=facts.picture, target=drawn, on_progress=lambda _: None)
    treatment = Treatment(picture=Picture.FACES, drawn=drawn, faces=faces)
    treat(source=film, target=copy, facts=facts, treatment=treatment, on_progress=lambda _: None)
    return copy, treatment


def faces_of(treatment: Treatment) -> HiddenFaces:
    assert treatment.faces is not None
    return treatment.faces


def test_the_face_is_hidden_in_each_frame_the_rest_is_not_and_the_check_passes(
    face_film: FilmMaker, tmp_path: Path
) -> None:
    film = face_film(seconds=3)
    copy, treatment = hide(film, tmp_path)
    check_picture(file=copy, treatment=treatment)
    faces = faces_of(treatment)
    assert faces.lost == ()
    with open_container(copy.open("rb")) as container:
        keys = [packet.pts * packet.time_base for packet in container.demux(video=0) if packet.is_keyframe]
    assert len(keys) >= 3, "a still is found within a second of film"
    for before, after, boxes in zip(pictures(film), pictures(copy), faces.boxes, strict=True):
        middle = round(60 + 20 * np.sin(before.time) + 87), round(20 + 10 * np.cos(before.time) + 47)
        assert any(box[0] < middle[0] < box[2] and box[1] < middle[1] < box[3] for box in boxes)
        apart = np.abs(grey(before) - grey(after))
        assert np.median(apart) < 3, "what is no face stays as it was"


def test_how_far_it_is_is_told_once_for_each_second_of_film(face_film: FilmMaker) -> None:
    told: list[float] = []
    find_faces(source=face_film(seconds=3), picture=0, on_progress=told.append)
    assert told == [1.0, 2.0, 3.0]


def test_where_it_was_lost_the_stretch_is_reported_and_what_stood_there_stays_hidden(
    face_film: FilmMaker, tmp_path: Path
) -> None:
    copy, treatment = hide(face_film(seconds=3, gone=(GONE,)), tmp_path)
    check_picture(file=copy, treatment=treatment)
    assert faces_of(treatment).lost == (GONE,)
    assert all(faces_of(treatment).boxes), "a box is held while nobody knows where the face is"


def test_one_clear_frame_is_found(ffmpeg, face_film: FilmMaker, tmp_path: Path) -> None:
    film = face_film(seconds=3)
    copy, treatment = hide(film, tmp_path)
    one = "[0:v][1:v]overlay=enable='eq(n,7)'"
    bad = ffmpeg(
        "bad.mp4", "-i", copy, "-i", film, "-filter_complex", one, "-c:v", "libx264", "-crf", "24", "-an"
    )
    with pytest.raises(Leak, match="not disguised at 00:01"):
        check_picture(file=bad, treatment=treatment)
    dim = "[1:v]eq=contrast=0.2:brightness=-0.3[d];[0:v][d]overlay=enable='eq(n,7)'"
    bad = ffmpeg(
        "dim.mp4", "-i", copy, "-i", film, "-filter_complex", dim, "-c:v", "libx264", "-crf", "24", "-an"
    )
    with pytest.raises(Leak, match="not disguised at 00:01"):
        check_picture(file=bad, treatment=treatment)


def test_without_knowing_where_faces_are_or_in_another_size_nothing_passes(
    ffmpeg, face_film: FilmMaker, tmp_path: Path
) -> None:
    copy, treatment = hide(face_film(seconds=3), tmp_path)
    with pytest.raises(Leak):
        check_picture(file=copy, treatment=Treatment(picture=Picture.FACES))
    with pytest.raises(Leak):
        check_picture(file=ffmpeg("small.mp4", "-i", copy, "-vf", "scale=160:120"), treatment=treatment)


@pytest.mark.parametrize("start", [0.5, 0.73])
def test_a_clip_is_checked_on_the_clock_of_its_copy(
    start: float, face_film: FilmMaker, tmp_path: Path
) -> None:
    film = face_film(seconds=3)
    copy, treatment = hide(film, tmp_path)
    for source, passes in ((copy, True), (film, False)):
        target = tmp_path / f"clip-{passes}.mp4"
        cut(source=source, target=target, start=start, end=2.5, picture=True, on_progress=lambda _: None)
        how = {"treatment": treatment, "start": start, "end": 2.5, "cues": [], "hidden": []}
        if passes:
            check_clip(file=target, **how)  # type: ignore[arg-type]
        else:
            with pytest.raises(Leak):
                check_clip(file=target, **how)  # type: ignore[arg-type]


def test_a_film_that_was_held_upright_is_looked_at_upright(
    ffmpeg, face_film: FilmMaker, tmp_path: Path
) -> None:
    lying = ffmpeg("lying.mp4", "-i", face_film(seconds=3), "-t", "1", "-vf", "transpose=1", "-an")
    turned = ffmpeg("turned.mp4", "-display_rotation", "90", "-i", lying, "-c", "copy")
    with_sound = ffmpeg(
        "phone.mp4",
        "-i",
        turned,
        "-i",
        face_film(seconds=3),
        "-map",
        "0:v",
        "-map",
        "1:a",
        "-c",
        "copy",
        "-shortest",
    )
    copy, treatment = hide(with_sound, tmp_path)
    assert faces_of(treatment).size == (320, 240)
    assert all(faces_of(treatment).boxes)
    check_picture(file=copy, treatment=treatment)


def test_what_is_hidden_is_at_most_a_few_squares_across() -> None:
    frame = np.random.default_rng(1).integers(0, 255, (360, 320), np.uint8)
    box = (32, 16, 192, 224)
    flatten(frame, box, size=(320, 240))
    assert side_of(box) == 48
    inside = frame[16:224, 32:192]
    assert len(np.unique(inside)) <= 4 * 5
    assert len(np.unique(frame[:240, 200:])) > 100


def test_what_is_no_film_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no film at all")
    with pytest.raises(FfmpegFailed):
        hide_faces(source=broken, picture=0, target=tmp_path / "drawn.mp4", on_progress=lambda _: None)
