"""What the factories promise: real objects, at the stage they are named after."""

import pytest

from accounts.enums import Role
from accounts.permissions import may_see_sealed
from common.jobs.registry import replaced
from stories.enums import Purpose, Stage, SubmissionState
from stories.receipts import teller_by_receipt
from stories.release import read_website
from tests.stories.factories import TEXT, make_story, make_submission, make_teller, make_user

pytestmark = pytest.mark.django_db

STAGES = {
    "sent": Stage.ARRIVED,
    "taken": Stage.ANONYMISING,
    "written": Stage.ANONYMISING,
    "handed": Stage.SECOND_READING,
    "second_read": Stage.WITH_TELLER,
    "approved": Stage.READY,
    "published": Stage.PUBLISHED,
    "refused": Stage.ANONYMISING,
    "changes": Stage.ANONYMISING,
    "held": Stage.HELD,
    "withdrawn": Stage.WITHDRAWN,
    "erased": Stage.ERASED,
    "expired": Stage.PUBLISHED,
}


@pytest.mark.parametrize(("state", "stage"), STAGES.items())
def test_a_story_stands_where_its_state_says(state: str, stage: Stage) -> None:
    assert make_story(state).stage == stage


def test_only_the_published_one_can_be_read() -> None:
    readable = {state for state in STAGES if read_website(story_id=make_story(state).pk)}
    assert readable == {"published"}


def test_a_published_story_reads_safely() -> None:
    released = read_website(story_id=make_story("published").pk)
    assert released is not None
    assert "a doctor held my arm" in released.text
    assert "Hale" in TEXT
    assert "Hale" not in released.text


def test_without_its_purpose_it_stays_in() -> None:
    story = make_story("approved", purposes=[Purpose.COUNTED])
    assert story.stage == Stage.READY
    assert read_website(story_id=story.pk) is None


def test_a_draft_is_not_sent() -> None:
    assert make_submission().state == SubmissionState.DRAFT


def test_a_teller_comes_back_by_receipt() -> None:
    teller, words = make_teller()
    assert teller_by_receipt(words=words) == teller


def test_people_have_their_roles() -> None:
    assert may_see_sealed(make_user(Role.SECOND_READER))
    assert not may_see_sealed(make_user(Role.COORDINATOR))


def test_a_recording_waits_for_its_transcript_and_then_arrives() -> None:
    with replaced("transcribe_recording", lambda run: None):
        waiting = make_story("sent", text="", recording=b"not really sound")
        arrived = make_story("sent", text="", recording=b"not really sound", transcript="I said it aloud.")
    assert waiting.stage == Stage.TRANSCRIBING
    assert arrived.stage == Stage.ARRIVED
