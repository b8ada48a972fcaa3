"""Two real recordings out of Chromium's recorder, made on our page by the browser tests: WebM that says no length.

Nothing may rest on the length a file claims: what is in it is counted, and what leaves is whole.
"""

import io
from pathlib import Path

import av
import numpy
import pytest

from stories.enums import PartKind
from stories.media_kind import recording_kind
from tests.services.whisper import DATA
from transcription.enums import Picture, Voice
from transcription.media.decode import SAMPLE_RATE, decode_samples
from transcription.media.probe import probe
from transcription.media.treat import Treatment, treat

VOICE, FILM = DATA.parent / "recorded" / "voice.webm", DATA.parent / "recorded" / "film.webm"
FILES = {VOICE: ("audio/webm", PartKind.AUDIO), FILM: ("video/webm", PartKind.VIDEO)}


def counted(content: bytes) -> float:
    return sum(map(len, decode_samples(io.BytesIO(content)))) / SAMPLE_RATE


@pytest.mark.parametrize("file", list(FILES), ids=lambda file: file.stem)
def test_it_is_known_for_what_it_is_and_says_no_length(file: Path) -> None:
    with file.open("rb") as source:
        kind, mime = recording_kind(source=source)
        facts = probe(source)
    assert (mime, kind) == FILES[file]
    assert (facts.container, facts.duration) == ("matroska", None)
    assert (facts.sound is not None, facts.picture is not None) == (True, kind == PartKind.VIDEO)


@pytest.mark.parametrize("file", list(FILES), ids=lambda file: file.stem)
def test_all_of_it_is_heard(file: Path) -> None:
    chunks = list(decode_samples(io.BytesIO(file.read_bytes())))
    assert counted(file.read_bytes()) > 4
    assert numpy.abs(numpy.concatenate(chunks)).max() > 1000, "and there is a voice in it"


@pytest.mark.parametrize("file", list(FILES), ids=lambda file: file.stem)
@pytest.mark.parametrize("share", [0.5, 0.9])
def test_cut_off_anywhere_it_is_heard_up_to_there(file: Path, share: float) -> None:
    """As a closed tab leaves it."""
    whole = file.read_bytes()
    cut = whole[: int(len(whole) * share)]
    with io.BytesIO(cut) as source:
        assert recording_kind(source=source)[1] == FILES[file][0]
    assert counted(cut) == pytest.approx(counted(whole) * share, rel=0.25)


@pytest.mark.parametrize("file", list(FILES), ids=lambda file: file.stem)
def test_its_copy_is_as_long_as_what_was_counted(file: Path, tmp_path: Path) -> None:
    with file.open("rb") as source:
        facts = probe(source)
    picture = facts.picture is not None
    treatment = Treatment(
        mutes=((1.0, 1.5),), voice=Voice.DISGUISED, picture=Picture.BLURRED if picture else None
    )
    target = tmp_path / f"copy{treatment.suffix}"
    treat(source=file, target=target, facts=facts, treatment=treatment, on_progress=lambda _seconds: None)
    content = target.read_bytes()
    assert counted(content) == pytest.approx(counted(file.read_bytes()), abs=0.15)
    with av.open(io.BytesIO(content)) as opened:
        assert opened.duration is not None
        assert opened.duration / 1_000_000 == pytest.approx(counted(content), abs=0.3)
