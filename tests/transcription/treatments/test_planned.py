"""A computer in the voice's place and a card in the picture's: by the real programs, and listened to with Whisper."""

from pathlib import Path

import numpy as np
import pytest

from common.jobs.errors import Refused
from common.jobs.run_now import drain
from stories.parts import redaction_spans
from tests.promise.recordings import SPOKEN, make_spoken
from tests.transcription.treatments.test_choosing import choose
from transcription.enums import Picture, Voice
from transcription.media import speaking
from transcription.media.decode import decode_samples
from transcription.media.speaking import CannotSpeak, Line, speak
from transcription.media.treatment import Treatment
from transcription.models import Recording
from transcription.release import preview_media
from transcription.transcripts import words
from transcription.treatments.chosen import Chosen
from transcription.treatments.planned import draw_cloth, lines_to_speak, stand_in

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])


@pytest.mark.espeak
def test_nothing_of_the_voice_is_left_and_each_stretch_begins_at_its_time() -> None:
    part = make_spoken("published")
    choose(part, Chosen(voice=Voice.SPOKEN))
    drain()
    copy = preview_media(part_id=part.pk)
    assert copy is not None
    assert copy.voice == Voice.SPOKEN
    assert copy.duration == pytest.approx(Recording.objects.get().duration or 0)
    with copy.open() as sealed:
        chunks = list(decode_samples(sealed, rate=16_000))
    sound = np.concatenate(chunks).astype(float)
    begins = [start for start, _end, _text in SPOKEN]
    for start in begins:
        loud = np.abs(sound[round((start + 0.2) * 16_000) : round((start + 1.2) * 16_000)]).max()
        assert loud > 1000, start
    assert np.abs(sound[: round(0.25 * 16_000)]).max() < 300, "silent before the first word"


def test_the_lines_are_the_safe_words_of_each_stretch() -> None:
    part = make_spoken("published")
    lines = lines_to_speak(segments=words(part_id=part.pk), spans=redaction_spans(part_id=part.pk))
    said = [line.text for line in lines]
    assert (said[0], said[3]) == ("I was on the ward in March.", "A nurse called a nurse talked me down.")
    assert not any("Alan" in line.text or "Juniper" in line.text for line in lines)


@pytest.mark.espeak
def test_more_than_can_be_said_in_that_time_is_refused(tmp_path: Path) -> None:
    lines = [Line(0.0, "a long sentence that nobody could say " * 4), Line(0.5, "at once")]
    with pytest.raises(CannotSpeak, match="too-fast"):
        speak(lines=lines, seconds=3, language="cy", target=tmp_path / "spoken.wav")


def test_a_machine_without_the_program_refuses_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speaking, "can_speak", lambda: False)
    with pytest.raises(Refused) as refused:
        stand_in(
            treatment=Treatment(voice=Voice.SPOKEN, seconds=3),
            lines=[],
            themes=[],
            language="en",
            folder=tmp_path,
        )
    assert "apt install espeak-ng" in refused.value.message


def test_the_card_is_the_storys_cloth_and_always_the_same(tmp_path: Path) -> None:
    one, other = (draw_cloth(themes=["aftercare", "kindness"], language=each) for each in ("en", "cy"))
    assert one == draw_cloth(themes=["aftercare", "kindness"], language="en")
    assert one != other
    made = stand_in(
        treatment=Treatment(picture=Picture.CARD), lines=[], themes=[], language="en", folder=tmp_path
    )
    assert made.card is not None
    assert made.card.read_bytes().startswith(b"\x89PNG")
