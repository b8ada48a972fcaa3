"""What a teller agreed to is the least that is hidden, whatever an editor chooses."""

import itertools

import pytest
from django.core.exceptions import ValidationError

from stories.enums import Form
from transcription.enums import HiddenSound, Picture, Voice
from transcription.treatments.chosen import NOTHING_CHOSEN, Chosen
from transcription.treatments.forms import TreatmentForm, initial_of, read_stretch

MEDIA = (Form.DISGUISED_AUDIO, Form.AUDIO, Form.DISGUISED_VIDEO, Form.VIDEO)


@pytest.mark.parametrize(("voice", "picture"), list(itertools.product(Voice, Picture)))
def test_no_choice_shows_more_than_the_form(voice: Voice, picture: Picture) -> None:
    chosen = Chosen(voice=voice, picture=picture)
    for form in MEDIA:
        heard, seen = chosen.voice_in(form), chosen.picture_in(form)
        if form in (Form.DISGUISED_AUDIO, Form.DISGUISED_VIDEO):
            assert heard != Voice.AS_IS
        assert (seen is None) == (form in (Form.DISGUISED_AUDIO, Form.AUDIO))
        if form == Form.DISGUISED_VIDEO:
            assert seen != Picture.AS_IS
        assert list(Voice).index(heard) >= list(Voice).index(voice)
        assert seen is None or list(Picture).index(seen) >= list(Picture).index(picture)


def test_every_choice_has_a_mark_of_its_own_and_none_has_none() -> None:
    every = [
        Chosen(hidden, voice, picture, covered)
        for hidden in HiddenSound
        for voice in Voice
        for picture in Picture
        for covered in ((), ((1.0, 2.0),), ((1.0, 2.5),))
    ]
    assert NOTHING_CHOSEN.mark == ""
    assert len({each.mark for each in every}) == len(every)


@pytest.mark.parametrize(
    ("line", "span"),
    [
        ("1:05 to 1:20", (65, 80)),
        (" 0:01.5-0:02.25 ", (1.5, 2.25)),
        ("1:00:00 – 1:00:10", (3600, 3610)),
    ],
)
def test_stretches_are_read_as_people_write_them(line: str, span: tuple[float, float]) -> None:
    assert read_stretch(line) == span


@pytest.mark.parametrize("line", ["", "soon", "5 to 6", "1:5 to 1:06", "1:05 to", "²:05 to 1:20", "9" * 500])
def test_what_is_no_stretch_is_said(line: str) -> None:
    with pytest.raises(ValidationError, match="Write it like this"):
        read_stretch(line)


def test_what_is_shown_again_is_what_was_chosen() -> None:
    chosen = Chosen(HiddenSound.TONE, Voice.SPOKEN, Picture.CARD, ((1.5, 2.25), (65.0, 3600.0)))
    form = TreatmentForm(initial_of(chosen))
    assert form.is_valid(), form.errors
    assert form.chosen() == chosen
