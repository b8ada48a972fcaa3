"""No sound leaves whose exact copy its teller did not hear and say yes to."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from common.jobs.run_now import drain
from stories import approval, copies, moderation, redaction, release
from stories.enums import Decision, Form, PartKind, Purpose, RedactionAction, RedactionKind, Stage
from stories.models import CopyAnswer, CopyHearing, SealedPart, Story
from stories.receipts import give_receipt
from stories.sealing import seal_part_text
from tests.promise.recordings import agree, make_spoken
from tests.stories.factories import decide_the_rest, make_user, sign_in
from tests.stories.reading import ALL_WELL, as_form
from tests.stories.views.visitor import Visitor, come_back
from transcription.models import SafeCopy
from transcription.release import preview_media, read_media
from transcription.state import safe_copy_state

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])


def played(part: SealedPart) -> int:
    ids = {"story_id": part.submission_id, "part_id": part.pk}
    return Client().get(reverse("transcription:media", kwargs=ids)).status_code


def teller_of(part: SealedPart) -> Visitor:
    return come_back(give_receipt(teller=part.submission.teller))


def listened(part: SealedPart) -> Client:
    """A second person plays the copy on their own screen and says that it is safe."""
    client = sign_in(Client(), make_user(Role.SECOND_READER))
    assert client.get(reverse("transcription:editor_media", kwargs={"part_id": part.pk})).status_code == 200
    copy = SafeCopy.objects.get(stale_at=None)
    page = reverse("stories_admin:reading", kwargs={"story_id": part.submission_id})
    assert copy.sha256 in client.get(page).content.decode()
    said = client.post(page, {"hear": "1", "heard": [copy.sha256]})
    assert said.status_code == 302
    return client


def published_before_its_copy(*, second: bool = True) -> SealedPart:
    """The words were approved and are on the website; the worker was late with the recording."""
    part = make_spoken("second_read")
    SafeCopy.objects.all().delete()
    CopyHearing.objects.all().delete()  # nobody had heard anything: the copy that follows has the same bytes
    visitor = teller_of(part)
    visitor.open("/return/look/")
    assert "A safe version of your recording is being made" in visitor.text
    visitor.press("Send my answer", decision="approved")
    release.publish(story_id=part.submission_id, by=make_user(Role.EDITOR))
    agree(part, Form.AUDIO)  # says what was said before: the copy is made
    drain()
    assert SafeCopy.objects.filter(stale_at=None).count() == 1
    if second:
        listened(part)
    return part


def test_a_late_copy_is_heard_by_a_second_person_before_its_teller_is_asked() -> None:
    part = published_before_its_copy(second=False)
    visitor = teller_of(part)
    assert "Your recording is ready to hear" not in visitor.text
    visitor.open("/return/look/")
    assert "A second person here listens to it first" in visitor.text
    assert 'name="heard"' not in visitor.text
    assert visitor.client.get(f"/return/media/{part.pk}").status_code == 404
    assert in_queue(part)
    listened(part)
    assert not in_queue(part)
    assert "Your recording is ready to hear" in teller_of(part).text


def in_queue(part: SealedPart) -> bool:
    code = Story.objects.get(pk=part.submission_id).reference
    client = sign_in(Client(), make_user(Role.SECOND_READER))
    page = client.get(reverse("stories_admin:queue"), {"stage": "to_hear"}).content.decode()
    assert "Recordings to hear" in page
    return code in page


def test_no_second_reading_ends_before_its_copies_were_heard() -> None:
    part = make_spoken("handed")
    page = reverse("stories_admin:reading", kwargs={"story_id": part.submission_id})
    media = reverse("transcription:editor_media", kwargs={"part_id": part.pk})
    client = sign_in(Client(), make_user(Role.SECOND_READER))
    client.head(media)
    refused = client.post(page, as_form(ALL_WELL))
    assert refused.status_code == 422
    assert "not listened to the safe copy of recording 1" in refused.content.decode()
    assert client.get(media).status_code == 200
    client.post(page, as_form(ALL_WELL))
    assert Story.objects.get(pk=part.submission_id).stage == Stage.WITH_TELLER


def test_a_copy_that_is_finished_after_the_yes_waits_until_it_was_heard() -> None:
    part = published_before_its_copy()
    assert Client().get(f"/stories/{part.submission_id}/").status_code == 200, "the words are out"
    assert played(part) == 404
    visitor = teller_of(part)
    assert "Your recording is ready to hear" in visitor.text
    visitor.open("/return/look/").press("Send my answer", answer="yes")
    assert visitor.path == "/return/story/"
    assert "Your recording is ready to hear" not in visitor.text
    assert played(part) == 200
    assert CopyAnswer.objects.get().sha256 == SafeCopy.objects.get().sha256


def test_no_to_the_sound_keeps_the_words_and_can_become_a_yes() -> None:
    part = published_before_its_copy()
    visitor = teller_of(part)
    visitor.open("/return/look/").press("Send my answer", answer="no")
    assert played(part) == 404
    assert "Your recording is ready to hear" not in visitor.text, "they are not asked twice"
    assert Client().get(f"/stories/{part.submission_id}/").status_code == 200
    visitor.open("/return/look/").press("Send my answer", answer="yes")
    assert played(part) == 200


def test_no_answer_is_no() -> None:
    part = published_before_its_copy()
    visitor = teller_of(part)
    visitor.open("/return/look/").press("Send my answer")
    assert "Choose one" in visitor.text
    assert played(part) == 404


def test_a_yes_names_the_copies_it_heard_and_no_others() -> None:
    part = make_spoken("second_read")
    version = Story.objects.get(pk=part.submission_id).current_version
    assert version is not None
    yes = {"story_id": part.submission_id, "sha256": version.sha256, "decision": Decision.APPROVED}
    with pytest.raises(approval.VersionChanged):
        approval.answer_version(**yes, heard=["0" * 64])
    approval.answer_version(**yes)
    release.publish(story_id=part.submission_id, by=make_user(Role.EDITOR))
    assert played(part) == 404, "they said yes to the words and heard nothing"


def test_another_copy_is_asked_about_again() -> None:
    part = make_spoken("published", form=Form.AUDIO)
    assert played(part) == 200
    agree(part, Form.DISGUISED_AUDIO)
    drain()
    assert SafeCopy.objects.filter(stale_at=None, form=Form.DISGUISED_AUDIO).count() == 1
    assert played(part) == 404, "they have not heard what the disguise made of it"
    assert "Send my answer" not in teller_of(part).open("/return/look/").text, "nor has a second person"
    listened(part)
    teller_of(part).open("/return/look/").press("Send my answer", answer="yes")
    assert played(part) == 200


def test_the_page_sends_the_hash_of_the_very_copy_it_plays() -> None:
    part = make_spoken("second_read")
    visitor = teller_of(part)
    visitor.open("/return/look/").press("Send my answer", decision="approved")
    release.publish(story_id=part.submission_id, by=make_user(Role.EDITOR))
    assert played(part) == 200


@pytest.mark.parametrize("decision", [Decision.CHANGES, Decision.REFUSED])
def test_a_no_to_the_version_is_a_no_to_its_copies(decision: Decision) -> None:
    part = make_spoken("approved")
    assert copies.heard_copy(part_id=part.pk)
    other = make_spoken("second_read")
    offered = copies.copies_on_offer(story_id=other.submission_id)
    version = Story.objects.get(pk=other.submission_id).current_version
    assert version is not None
    approval.answer_version(
        story_id=other.submission_id,
        sha256=version.sha256,
        decision=decision,
        note="Not like this.",
        heard=[copy.sha256 for copy in offered],
    )
    assert [copies.heard_copy(part_id=copy.part_id) for copy in offered] == [""]


def test_the_gate_itself_asks_for_the_hash() -> None:
    part = make_spoken("published", purposes=(Purpose.WEBSITE,))
    SafeCopy.objects.update(sha256="f" * 64)
    assert read_media(story_id=part.submission_id, part_id=part.pk) is None


def test_a_name_hidden_in_the_writing_alone_is_not_said_in_the_recording() -> None:
    """The copy is refused until it is hidden there as well; and a copy made before stops with the decision."""
    part = make_spoken("handed")
    assert preview_media(part_id=part.pk) is not None
    writing = SealedPart(submission=part.submission, kind=PartKind.WRITTEN, position=1)
    seal_part_text(part=writing, text="Four staff came. One was a nurse whom I knew from school.")
    writing.save()
    editor = Story.objects.get(pk=part.submission_id).editor
    assert editor is not None
    moderation.send_back(story_id=part.submission_id, by=editor)
    hide("staff", writing, by=editor)
    assert preview_media(part_id=part.pk) is None, "made before anybody knew that this is hidden"
    decide_the_rest(part.submission.story, editor)
    moderation.hand_to_second_reader(story_id=part.submission_id, by=editor)
    drain()
    assert preview_media(part_id=part.pk) is None
    message = safe_copy_state(part_id=part.pk).message
    assert "still said" in message
    assert "staff" not in message
    moderation.send_back(story_id=part.submission_id, by=editor)
    hide("staff", part, by=editor)
    moderation.hand_to_second_reader(story_id=part.submission_id, by=editor)
    drain()
    clip = preview_media(part_id=part.pk)
    assert clip is not None
    assert "staff" not in clip.captions()


def hide(words: str, part: SealedPart, *, by: object) -> None:
    made = redaction.redact_everywhere(
        part_ids=[part.pk],
        words=words,
        kind=RedactionKind.PERSON,
        action=RedactionAction.MASK,
        by=by,  # type: ignore[arg-type]  # a User
    )
    assert made
