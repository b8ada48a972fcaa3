"""One copy for each form that some purpose agrees to, and never one purpose's copy for another's ears."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from common.jobs.run_now import drain
from stories.copies import copies_on_offer
from stories.enums import Form, Purpose
from stories.models import SealedPart
from tests.promise.recordings import agree, make_spoken
from tests.stories.factories import make_user, sign_in
from transcription.models import Recording, SafeCopy
from transcription.purging import consented
from transcription.release import preview_media, read_media, training_copy
from transcription.wanted import consented_forms, forms_to_make

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])


def live(part: SealedPart) -> list[Form]:
    copies = SafeCopy.objects.filter(recording__part_id=part.pk, stale_at=None)
    return sorted(Form(form) for form in copies.values_list("form", flat=True))


@pytest.fixture
def part() -> SealedPart:
    """Disguised on the website, as it is for training."""
    part = make_spoken("published", form=Form.DISGUISED_AUDIO)
    agree(part, Form.AUDIO, purpose=Purpose.TRAINING)
    drain()
    return part


def test_each_purpose_has_its_own_and_the_same_form_is_shared(part: SealedPart) -> None:
    assert live(part) == [Form.DISGUISED_AUDIO, Form.AUDIO]
    training = training_copy(part_id=part.pk)
    assert training is not None
    assert training.form == Form.AUDIO
    agree(part, Form.DISGUISED_AUDIO, purpose=Purpose.TRAINING)
    assert live(part) == [Form.DISGUISED_AUDIO], "stale in that transaction, before any job"
    drain()
    shared = training_copy(part_id=part.pk)
    website = read_media(story_id=part.submission_id, part_id=part.pk)
    assert shared is not None
    assert website is not None
    assert shared.sha256 == website.sha256


def test_readers_tellers_and_second_readers_get_the_websites_copy_alone(part: SealedPart) -> None:
    training = training_copy(part_id=part.pk)
    assert training is not None
    ids = {"story_id": part.submission_id, "part_id": part.pk}
    website = read_media(**ids)
    assert website is not None
    assert website.form == Form.DISGUISED_AUDIO
    assert {copy.sha256 for copy in copies_on_offer(story_id=part.submission_id)} == {website.sha256}
    answer = Client().get(reverse("transcription:media", kwargs=ids))
    assert len(b"".join(answer.streaming_content)) == website.size != training.size
    agree(part, Form.TEXT)
    drain()
    assert live(part) == [Form.AUDIO], "training keeps its own"
    assert read_media(**ids) is None
    assert preview_media(part_id=part.pk) is None
    assert copies_on_offer(story_id=part.submission_id) == []
    editor = sign_in(Client(), make_user(Role.EDITOR))
    for name, status in (
        ("media", 404),
        ("editor_media", 404),
        ("teller_media", 404),
        ("training_media", 200),
    ):
        wanted = ids if name == "media" else {"part_id": part.pk}
        assert editor.get(reverse(f"transcription:{name}", kwargs=wanted)).status_code == status, name


def test_one_purposes_copy_outlives_anothers_remaking(part: SealedPart) -> None:
    kept = SafeCopy.objects.get(form=Form.DISGUISED_AUDIO).pk
    agree(part, Form.DISGUISED_AUDIO, purpose=Purpose.TRAINING)
    agree(part, Form.AUDIO, purpose=Purpose.TRAINING)
    drain()
    assert live(part) == [Form.DISGUISED_AUDIO, Form.AUDIO]
    assert SafeCopy.objects.filter(pk=kept, stale_at=None).exists()


def test_a_yes_to_training_alone_makes_its_copy_and_says_nothing_to_readers() -> None:
    part = make_spoken("published", form=Form.TEXT)
    assert live(part) == []
    agree(part, Form.AUDIO, purpose=Purpose.TRAINING)
    drain()
    assert live(part) == [Form.AUDIO]
    assert read_media(story_id=part.submission_id, part_id=part.pk) is None


def test_of_what_is_gone_nothing_is_wanted(part: SealedPart) -> None:
    recording = Recording.objects.get(part_id=part.pk)
    assert consented_forms(part_id=part.pk) == [Form.DISGUISED_AUDIO, Form.AUDIO]
    assert forms_to_make(recording=recording) == [Form.DISGUISED_AUDIO, Form.AUDIO]
    assert consented(part_id=recording.pk) == []
