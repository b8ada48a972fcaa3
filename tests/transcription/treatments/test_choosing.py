"""Choosing how a recording is treated: the copies before are out of use at once, and the new ones are so."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from common.audit import entries_for
from common.jobs.models import Job
from common.jobs.run_now import drain
from stories.enums import Form
from stories.models import SealedPart
from tests.promise.recordings import make_spoken
from tests.stories.factories import make_user, sign_in
from tests.transcription.clips.factories import make_clip
from transcription.clips.door import read_clip
from transcription.enums import HiddenSound, Picture, Voice
from transcription.models import SafeCopy
from transcription.release import preview_media, read_media
from transcription.treatments.choosing import CannotTreat, choose_treatment
from transcription.treatments.chosen import NOTHING_CHOSEN, Chosen
from transcription.treatments.said import about

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])
TONE = Chosen(hidden=HiddenSound.TONE)


def choose(part: SealedPart, chosen: Chosen) -> None:
    choose_treatment(part_id=part.pk, chosen=chosen, by=make_user(Role.EDITOR))


def test_what_exists_is_out_of_use_at_once_and_the_new_copy_is_as_chosen() -> None:
    part = make_spoken("published")
    before = preview_media(part_id=part.pk)
    assert before is not None
    choose(part, Chosen(hidden=HiddenSound.TONE, voice=Voice.DISGUISED))
    assert preview_media(part_id=part.pk) is None
    assert read_media(story_id=part.submission_id, part_id=part.pk) is None
    drain()
    after = preview_media(part_id=part.pk)
    assert after is not None
    assert (after.form, after.voice) == (Form.AUDIO, Voice.DISGUISED)
    assert after.sha256 != before.sha256
    assert read_media(story_id=part.submission_id, part_id=part.pk) is None, (
        "its teller has not heard this one"
    )
    assert SafeCopy.objects.count() == 1
    assert "heard.treatment_chosen" in [entry.action for entry in entries_for(part.submission_id)]


def test_the_same_again_changes_nothing() -> None:
    part = make_spoken("published")
    before = preview_media(part_id=part.pk)
    choose(part, NOTHING_CHOSEN)
    assert preview_media(part_id=part.pk) == before
    assert not Job.objects.exclude(state="done").filter(kind="make_safe_copy").exists()


def test_a_clip_goes_with_the_copy_it_was_cut_from_and_one_of_the_new_copy_passes() -> None:
    made = make_clip()
    choose(made.part, TONE)
    assert read_clip(clip_id=made.row.pk) is None
    assert made.row.stale_at is not None
    drain()
    again = make_clip("cut", part=made.part)
    assert again.row.file_name


def test_a_stretch_outside_the_recording_is_refused() -> None:
    part = make_spoken("published")
    for span in ((5.0, 4.0), (1.0, 900.0)):
        with pytest.raises(CannotTreat, match="beginning"):
            choose(part, Chosen(covered=(span,)))
    with pytest.raises(CannotTreat, match="more than 200"):
        choose(part, Chosen(covered=tuple((each / 100, each / 100 + 0.001) for each in range(201))))


def test_without_the_program_that_speaks_the_choice_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    part = make_spoken("published")
    monkeypatch.setattr("transcription.treatments.choosing.can_speak", lambda: False)
    with pytest.raises(CannotTreat, match="apt install espeak-ng"):
        choose(part, Chosen(voice=Voice.SPOKEN))
    assert preview_media(part_id=part.pk) is not None


def test_the_page_keeps_what_was_typed_and_is_closed_to_others() -> None:
    part = make_spoken("published")
    address = reverse("transcription:treatment", args=[part.submission_id, part.pk])
    editor = sign_in(Client(), make_user(Role.EDITOR))
    assert "out of use at once" in editor.get(address).content.decode()
    sent = {"hidden": "tone", "voice": "disguised", "covered": "soon"}
    refused = editor.post(address, sent)
    assert refused.status_code == 422
    assert editor.post(address, {"hidden": "loud"}).status_code == 422
    assert editor.post(address, sent | {"covered": ""}).status_code == 302
    [picked] = re.findall(r'<input[^>]*name="hidden"[^>]*checked[^>]*>', editor.get(address).content.decode())
    assert 'value="tone"' in picked
    for role in (Role.SECOND_READER, Role.TRAINER):
        assert sign_in(Client(), make_user(role)).get(address).status_code == 403


@pytest.mark.parametrize(
    ("voice", "picture", "said"),
    [
        (Voice.AS_IS, None, "the teller’s own voice."),
        (Voice.SPOKEN, None, "A computer speaks"),
        (Voice.AS_IS, Picture.AS_IS, "own voice and picture"),
        (Voice.DISGUISED, Picture.BLURRED, "picture and the voice are disguised"),
        (Voice.DISGUISED, Picture.CARD, "The picture is not shown."),
    ],
)
def test_what_was_done_is_said_honestly(voice: Voice, picture: Picture | None, said: str) -> None:
    assert said in about(voice=voice, picture=picture)
