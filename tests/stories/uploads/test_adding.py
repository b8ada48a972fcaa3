"""A file for a story that was sent, by the same road as one for a draft: resumable, and in no version that stands."""

from uuid import UUID, uuid4

import pytest

from common.jobs.run_now import drain
from common.jobs.service import jobs_for
from stories import additions, telling, withdrawal
from stories.enums import PartKind, Stage, SubmissionState
from stories.models import SealedPart, Story, Upload
from stories.parts import open_part_media
from stories.release import read_website
from stories.uploads.leaving import sweep_upload
from stories.uploads.listing import unfinished
from tests.stories.factories import make_story
from tests.stories.sending import SOUND, Sender, files, only_upload, said
from tests.stories.test_pictures import picture
from tests.stories.uploads.test_leaving import run_out
from tests.stories.views.visitor import Visitor

pytestmark = pytest.mark.django_db
HALF = 30_000


@pytest.fixture
def story() -> Story:
    return make_story("published")


@pytest.fixture
def adder(story: Story) -> Sender:
    """The story's teller, at a client that speaks tus."""
    return Sender(story.submission)


def begun(adder: Sender, length: int | None = len(SOUND), **more: str) -> str:
    return adder.begun(length, Upload_Metadata=said(story=str(adder.submission.pk), **more))


def stage(story: Story) -> str:
    return Story.objects.get(pk=story.pk).stage


def only_addition() -> SealedPart:
    return SealedPart.objects.get(added_at__isnull=False)


def test_it_comes_in_pieces_and_what_stands_is_not_touched(story: Story, adder: Sender) -> None:
    before = read_website(story_id=story.pk)
    path = begun(adder, meanwhile="stand")
    adder.send(path, 0, SOUND[:HALF])
    assert not SealedPart.objects.filter(added_at__isnull=False).exists()
    answer = adder.send(path, HALF, SOUND[HALF:])
    part = only_addition()
    assert (answer["Heard-Part"], answer["Heard-Kind"]) == (str(part.pk), "audio")
    assert open_part_media(part_id=part.pk).read() == SOUND
    assert [jobs_for(object_id=part.pk).filter(kind=kind).count() for kind in WORK] == [1, 1]
    assert read_website(story_id=story.pk) == before
    assert adder.ask("HEAD", path)["Heard-Part"] == str(part.pk)
    assert SealedPart.objects.filter(submission_id=story.pk).count() == 2


WORK = ("join_upload", "transcribe_recording")


def test_a_picture_is_drawn_again_for_those_who_look(adder: Sender) -> None:
    content = picture()
    adder.begin(len(content), content, Upload_Metadata=said(story=str(adder.submission.pk)))
    drain()
    assert (only_addition().kind, only_addition().shown.width) == (PartKind.PICTURE, 480)


def test_stopping_what_stands_is_done_with_the_first_request(story: Story, adder: Sender) -> None:
    begun(adder, meanwhile="down")
    assert stage(story) == Stage.ANONYMISING
    assert read_website(story_id=story.pk) is None


def test_one_that_is_too_long_stops_nothing(story: Story, adder: Sender) -> None:
    said_so = said(story=str(story.pk), meanwhile="down")
    assert adder.begin(10**14, Upload_Metadata=said_so).status_code == 413
    assert stage(story) == Stage.PUBLISHED


def test_the_wish_of_earlier_recordings_holds(story: Story, adder: Sender) -> None:
    additions.add_words(submission_id=story.pk, text="More.")
    SealedPart.objects.create(submission_id=story.pk, kind=PartKind.AUDIO, disguise_voice=True)
    adder.send(begun(adder), 0, SOUND)
    part = SealedPart.objects.get(pk=only_upload().pk)
    assert (part.disguise_voice, part.hide_face) == (True, False)


def test_only_to_ones_own_story_that_was_sent(story: Story, adder: Sender) -> None:
    draft = telling.begin_submission(teller=story.submission.teller)
    theirs = make_story("sent")
    for named in (draft.pk, theirs.pk, uuid4(), "not an id"):
        answer = adder.begin(10, Upload_Metadata=said(story=str(named)))
        assert (answer.status_code, "with your receipt" in answer.content.decode()) == (403, True)
    other = Sender(theirs.submission)
    assert other.send(begun(adder), 0, SOUND).status_code == 404


def test_a_story_taken_back_meanwhile_takes_nothing_more(story: Story, adder: Sender) -> None:
    before = files()
    path = begun(adder)
    adder.send(path, 0, SOUND[:HALF])
    withdrawal.take_back(submission_id=story.pk)
    answer = adder.send(path, HALF, SOUND[HALF:])
    assert (answer.status_code, "taken back" in answer.content.decode()) == (409, True)
    assert adder.begin(9, Upload_Metadata=said(story=str(story.pk))).status_code == 409
    drain()
    assert story.submission.__class__.objects.get(pk=story.pk).state == SubmissionState.ERASED
    assert files() <= before
    assert not Upload.objects.exists()


def test_no_more_than_there_is_room_for(adder: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    path = begun(adder)
    monkeypatch.setattr(additions, "MOST", 0)
    assert adder.begin(9, Upload_Metadata=said(story=str(adder.submission.pk))).status_code == 409
    answer = adder.send(path, 0, SOUND)
    assert (answer.status_code, "no room for more" in answer.content.decode()) == (409, True)


def test_what_filled_up_while_the_last_byte_came_is_swept(
    adder: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files()
    adder.send(begun(adder, len(SOUND) + 1), 0, SOUND)
    Upload.objects.update(length=len(SOUND))
    run_out()
    monkeypatch.setattr(additions, "MOST", 0)
    sweep_upload(upload_id=only_upload().pk)
    assert not Upload.objects.exists()
    assert files() == before


def test_its_page_offers_to_go_on_or_to_remove_it(story: Story, adder: Sender) -> None:
    page = Visitor(adder.client).open("/return/more/")
    assert "data-go-on" not in page.text
    adder.send(begun(adder), 0, SOUND[:HALF])
    page.open("/return/more/")
    assert f'data-go-on="/uploads/{only_upload().pk}/"' in page.text
    assert unfinished(submission_id=story.pk) == []
    before = files()
    page.press("Remove it")
    assert (page.path, Upload.objects.count(), len(before - files())) == ("/return/more/", 0, 1)


def test_nobody_else_removes_it(adder: Sender) -> None:
    adder.send(begun(adder), 0, SOUND[:HALF])
    theirs: UUID = only_upload().pk
    other = Visitor(Sender(make_story("sent").submission).client).open("/return/more/")
    form = other.form("Add it to my story")
    form.action, form.multipart = "/return/more/cancel/", False
    other.send(form, upload=str(theirs))
    assert only_upload().pk == theirs


def test_limits_are_told_before_a_file_is_chosen(adder: Sender) -> None:
    told = Visitor(adder.client).open("/return/more/").text.split('type="file"')[0].replace("\xa0", " ")
    assert "A file can be up to 200.0 MB. Stay on the page" in told
    assert "A file can be up to 2.0 GB. You can pause." in told
