"""A real presentation, opened again by the library and looked into as the archive it is."""

import io
import zipfile
from pathlib import Path

import av
import pytest
from pptx import Presentation

from transcription.reels.plan import Reel
from transcription.reels.slides import write_slides


def texts(slide) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def test_the_slides_are_the_reel_with_its_clips_in_the_file(filmed: Reel, tmp_path: Path) -> None:
    stream = io.BytesIO()
    folder = tmp_path / "slides"
    folder.mkdir()
    write_slides(reel=filmed, folder=folder, to=stream, on_progress=lambda _: None)
    show = Presentation(stream)
    slides = list(show.slides)
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert titles[0] == filmed.title
    assert filmed.content_note in texts(slides[1])
    assert titles[2:4] == [clip.title for clip in filmed.clips]
    assert all(question in texts(slides[5]) for question in filmed.questions)
    assert filmed.verify_code in texts(slides[-1])
    for slide in slides[2:4]:
        notes = slide.notes_slide.notes_text_frame.text
        assert notes == "A nurse called […] talked me down."
    assert show.core_properties.author == ""
    look_inside(stream)


def look_inside(stream: io.BytesIO) -> None:
    with zipfile.ZipFile(stream) as archive:
        films = [name for name in archive.namelist() if name.endswith(".mp4")]
        assert len(films) == 2
        for name in films:
            with av.open(io.BytesIO(archive.read(name))) as container:
                assert sorted(each.type for each in container.streams) == ["audio", "video"]
                assert container.duration is not None
                assert container.duration / 1_000_000 == pytest.approx(4.0, abs=0.3)
        everything = b" ".join(archive.read(name) for name in archive.namelist())
    assert not any(
        word in everything
        for word in (b"Alan", b"Juniper", b"52.9225", b"Steve Canny", b"film-", b"poster-", b"pytest")
    )
