"""Names of files, and of files inside them, say nothing that is hidden; our own are no leak."""

import io
import zipfile
from pathlib import Path

import pytest

from transcription.errors import Leak
from transcription.leaks_named import check_names, names_in
from transcription.reels.reading import OUR_NAMES

HIDDEN = ["Alan Reed", "Juniper Ward", "Jo", "7 B", "and he", "reel", "Slides", "12"]


@pytest.mark.parametrize(
    "name",
    [
        "Alan Reed.mp4",
        "clips/alan_reed.mp4",
        "AlanReed-2.opus",
        "export-1-ALANREED.mp4",
        "juniper-ward/index.html",
        "my%20juniperward%20film.mp4",
        "jo.mp4",
        "room 7B.vtt",
        "media1-alan-reed.mp4",
    ],
)
def test_a_hidden_form_in_a_name_is_found_and_not_repeated(name: str) -> None:
    with pytest.raises(Leak) as leak:
        check_names(names=["index.html", name], hidden=HIDDEN, ours=OUR_NAMES)
    assert not any(word in str(leak.value).casefold() for word in ("alan", "juniper", "7b"))


@pytest.mark.parametrize(
    "name",
    [
        "export-12-reel.mp4",
        "ppt/slides/slide12.xml",
        "journal.mp4",
        "balanced.mp4",
        "reedalan.mp4",
        "7/c.mp4",
    ],
)
def test_other_names_and_our_own_are_no_leak(name: str) -> None:
    check_names(names=[name], hidden=HIDDEN, ours=OUR_NAMES)


def test_names_inside_an_archive_are_read_its_remarks_as_well(tmp_path: Path) -> None:
    file = tmp_path / "package"
    with zipfile.ZipFile(file, "w") as archive:
        entry = zipfile.ZipInfo("folder/reel.mp4")
        entry.comment = b"made for Alan"
        archive.writestr(entry, b"film")
        archive.comment = b"Juniper"
    assert [*names_in(file, called="package.zip")] == [
        "package.zip",
        "folder/reel.mp4",
        "made for Alan",
        "Juniper",
    ]
    assert [*names_in(Path(__file__), called="page.html")] == ["page.html"]


def test_all_that_slides_are_made_of_is_ours(tmp_path: Path) -> None:
    """Else a story in which one of these words is hidden could never be shown."""
    from pptx import Presentation

    stream, file = io.BytesIO(), tmp_path / "slides.pptx"
    Presentation().save(stream)
    file.write_bytes(stream.getvalue())
    words = ["Layout", "Master", "Settings", "Presentation", "Thumbnail", "Theme", "Props", "Notes", "Media"]
    check_names(names=names_in(file, called="export-1-slides.pptx"), hidden=words, ours=OUR_NAMES)


def test_an_accent_typed_by_itself_hides_no_name() -> None:
    with pytest.raises(Leak):
        check_names(names=["zoe\u0308.mp4"], hidden=["Zo\u00eb"], ours=[])
