"""Who speaks, where two microphones tell it, and nobody where they do not."""

from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from common.jobs.run_now import drain
from stories.parts import part_text
from tests.transcription.factories import send_recording
from transcription import transcripts
from transcription.engines.base import Result, Segment, Word
from transcription.made_with import made_with
from transcription.media.sides import Sides
from transcription.models import Transcript
from transcription.speakers import are_two_microphones, label_by_channel

SECOND = "between(t,3.8,7.2)+between(t,10.6,14.2)"  # the second and the fourth sentence
# One microphone each; the other hears them at a tenth.
TWO = f"[0]volume=0.1:enable='{SECOND}'[l];[0]volume=0.1:enable='not({SECOND})'[r];[l][r]join=inputs=2"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "codec"), [("two.wav", ("pcm_s16le",)), ("two.opus", ("libopus", "-b:a", "96k"))]
)
def test_each_sentence_is_told_by_whose_microphone_hears_it(
    name: str, codec: tuple[str, ...], with_model: Settings, ffmpeg, testimony: Path, spoken: str
) -> None:
    part = send_recording(ffmpeg(name, "-i", testimony, "-filter_complex", TWO, "-c:a", *codec))
    drain()
    segments = transcripts.words(part_id=part.pk)
    assert [segment.text for segment in segments] == spoken.split("\n")
    assert [segment.speaker for segment in segments] == [f"Speaker {n}" for n in (1, 2, 1, 2, 1)]
    assert part_text(part_id=part.pk).startswith("Speaker 1: I was on")
    assert ("Speakers", "told by two microphones") in made_with(Transcript.objects.get())


def test_the_command_tells_them_too(with_model: Settings, ffmpeg, testimony: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    call_command(
        "transcribe", str(ffmpeg("two.wav", "-i", testimony, "-filter_complex", TWO)), out=out, language="en"
    )
    lines = out.read_text(encoding="utf-8").splitlines()
    assert [line.partition(":")[0] for line in lines] == [f"Speaker {n}" for n in (1, 2, 1, 2, 1)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "pan",
    ["mono|c0=c0", "stereo|c0=c0|c1=0.7*c0", "stereo|c0=c0|c1=0*c0"],
    ids=["mono", "one room", "one side"],
)
def test_one_voice_in_one_room_gets_no_label(
    pan: str, with_model: Settings, ffmpeg, testimony: Path, spoken: str
) -> None:
    part = send_recording(ffmpeg("one.wav", "-i", testimony, "-af", f"pan={pan}"))
    drain()
    assert part_text(part_id=part.pk) == spoken


def words(count: int) -> tuple[Word, ...]:
    return tuple(Word(float(n), n + 0.5, f"w{n}", 0.9) for n in range(count))


def label(
    differences: list[float], *segments: Segment, monkeypatch: pytest.MonkeyPatch
) -> list[tuple[str, str]]:
    monkeypatch.setattr(Sides, "differences", lambda _self, _spans: differences)
    result = label_by_channel(Result(segments, "cy", "by-hand", "", 9.0), sides=Sides())
    return [(segment.speaker, segment.text) for segment in result.segments]


def test_a_stretch_is_parted_where_the_speaker_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    said = words(6)
    one, other = Segment(0, 3.5, said[:4]), Segment(4, 5.5, said[4:])
    found = label([-20, -9, 12, 1, 15, -7], one, other, monkeypatch=monkeypatch)
    assert found == [
        ("Siaradwr 1", "w0 w1"),
        ("Siaradwr 2", "w2 w3"),
        ("Siaradwr 2", "w4"),
        ("Siaradwr 1", "w5"),
    ]


@pytest.mark.parametrize(
    ("differences", "two"),
    [
        ([12, -12, 12, -12], True),
        ([12, -12, 2, -3], False),  # half of it is not clear
        ([3, -3, 5, -5], False),
        ([12.0] * 19 + [-12], False),  # one cough
        ([], False),
    ],
)
def test_only_a_clear_difference_on_both_sides_counts(differences: list[float], two: bool) -> None:
    assert are_two_microphones(differences) is two
