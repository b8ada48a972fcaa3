"""Taking it back: the gate closes in the transaction that asks, one certificate each, and everybody is told."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from common import audit
from common.jobs.models import Job
from stories.enums import Purpose, Stage, SubmissionState
from stories.models import ConsentRecord, Release, Story, Submission, Withdrawal
from stories.release import candidates_for_pack, list_website, publish, read_website
from stories.search import search_stories
from stories.signals import consent_changed
from stories.withdrawal import take_back, take_back_purpose
from tests.stories.factories import make_story, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> Iterator[list[UUID]]:
    heard: list[UUID] = []

    def listen(story_id: UUID, **_: object) -> None:
        assert transaction.get_connection().in_atomic_block
        heard.append(story_id)

    consent_changed.connect(listen, weak=False)
    yield heard
    consent_changed.disconnect(listen)


def open_uses(story: Story) -> set[Purpose]:
    mine = Story.objects.filter(pk=story.pk)
    return {p for p in Purpose if mine.releasable(purpose=p, trust_code="ZZT").exists()}


def test_everything_closes_before_any_worker_runs(told: list[UUID]) -> None:
    story, other = make_story("published"), make_story("published")
    told.clear()
    with transaction.atomic():
        made = take_back(submission_id=story.pk)
        assert open_uses(story) == set()
        assert read_website(story_id=story.pk) is None
    assert set(told) == {story.pk}
    assert [s.story_id for s in list_website().stories] == [other.pk]
    assert [s.story_id for s in candidates_for_pack(trust_code="ZZT")] == [other.pk]
    assert search_stories(query="cleaner") == [other.pk]
    story.refresh_from_db()
    assert (story.stage, story.live, story.published_at, story.approved_version) == (
        Stage.WITHDRAWN,
        False,
        None,
        None,
    )
    assert Submission.objects.get(pk=story.pk).state == SubmissionState.WITHDRAWN
    assert not Release.objects.filter(submission_id=story.pk, recalled_at=None).exists()
    assert Job.objects.get(kind="erase_story").object_id == str(story.pk)
    assert Withdrawal.objects.get(pk=made.withdrawal_id).number == made.number


def test_the_log_says_that_it_was_taken_back_and_not_what() -> None:
    story = make_story("published", title="qzxwithdrawn")
    made = take_back(submission_id=story.pk)
    entry = audit.entries_for(story.pk).filter(action="heard.take_back").get()
    assert entry.user is None
    assert entry.data == {"certificate": made.number}
    assert entry.label == story.reference


def test_asked_again_it_is_the_same_taking_back() -> None:
    story = make_story("published")
    first = take_back(submission_id=story.pk)
    rows = ConsentRecord.objects.count()
    assert [take_back(submission_id=story.pk) for _ in range(2)] == [first, first]
    assert (ConsentRecord.objects.count(), Withdrawal.objects.count()) == (rows, 1)
    assert Job.objects.filter(kind="erase_story").count() == 1
    assert audit.entries_for(story.pk).filter(action="heard.take_back").count() == 1


@pytest.mark.parametrize("state", ["sent", "taken", "handed", "second_read", "approved", "held", "refused"])
def test_it_can_be_taken_back_from_anywhere(state: str) -> None:
    story = make_story(state)
    take_back(submission_id=story.pk)
    story.refresh_from_db()
    assert story.stage == Stage.WITHDRAWN
    assert open_uses(story) == set()


def test_a_story_that_never_was_cannot_be_taken_back() -> None:
    with pytest.raises(Submission.DoesNotExist):
        take_back(submission_id=uuid4())


def test_if_anything_fails_nothing_was_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    story = make_story("published")

    def refuse(**_: object) -> None:
        raise ConnectionError

    monkeypatch.setattr("stories.withdrawal.enqueue", refuse)
    with pytest.raises(ConnectionError):
        take_back(submission_id=story.pk)
    assert open_uses(story) == set(Purpose)
    assert not Withdrawal.objects.exists()
    assert Story.objects.get(pk=story.pk).stage == Stage.PUBLISHED


@pytest.mark.parametrize("purpose", list(Purpose))
def test_one_use_ends_alone(purpose: Purpose, told: list[UUID]) -> None:
    story = make_story("published")
    told.clear()
    made = take_back_purpose(submission_id=story.pk, purpose=purpose)
    assert made is not None
    # A pack for this trust is still allowed by the yes to any pack, and never the other way round.
    assert open_uses(story) == set(Purpose) - ({purpose} - {Purpose.NAMED_PACK})
    assert set(told) == {story.pk}
    taken = Withdrawal.objects.get()
    assert (taken.purpose, taken.erase, taken.finished_at is not None) == (purpose, False, True)
    assert (read_website(story_id=story.pk) is None) == (purpose == Purpose.WEBSITE)
    assert Story.objects.get(pk=story.pk).stage == (
        Stage.READY if purpose == Purpose.WEBSITE else Stage.PUBLISHED
    )


def test_a_use_never_agreed_to_or_ended_already_cannot_be_ended() -> None:
    story = make_story("published", purposes=[Purpose.WEBSITE, Purpose.PRESS])
    assert take_back_purpose(submission_id=story.pk, purpose=Purpose.TRAINING) is None
    assert take_back_purpose(submission_id=story.pk, purpose=Purpose.PRESS) is not None
    assert take_back_purpose(submission_id=story.pk, purpose=Purpose.PRESS) is None
    assert Withdrawal.objects.count() == 1
    assert read_website(story_id=story.pk) is not None


def test_leaving_the_website_before_it_was_there_changes_no_stage() -> None:
    for state, stage in (("second_read", Stage.WITH_TELLER), ("approved", Stage.READY)):
        story = make_story(state)
        take_back_purpose(submission_id=story.pk, purpose=Purpose.WEBSITE)
        assert Story.objects.get(pk=story.pk).stage == stage


def test_agreeing_again_needs_an_editor_to_publish_again() -> None:
    from stories.consent import give_consent

    story = make_story("published")
    take_back_purpose(submission_id=story.pk, purpose=Purpose.WEBSITE)
    give_consent(submission_id=story.pk, purpose=Purpose.WEBSITE, cooling_off=False)
    assert read_website(story_id=story.pk) is None
    publish(story_id=story.pk, by=make_user())
    assert read_website(story_id=story.pk) is not None
    assert Release.objects.filter(submission_id=story.pk).count() == 2
