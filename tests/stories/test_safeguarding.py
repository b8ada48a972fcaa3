"""Flags: raised by a phrase or a person, they stop a story until a safeguarding lead clears them."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from common import audit
from common.jobs.models import Job
from stories import additions, approval, erasure, moderation, parts, safeguarding, withdrawal, workbench
from stories.enums import Decision, Purpose, Stage
from stories.flag_enums import FlagKind, FlagState, SafeguardingStep
from stories.models import Release, SafeguardingFlag, SafeguardingPhrase, Story, StoryVersion
from stories.moderation import StageRefused
from stories.release import NotReleasable, publish, read_website
from stories.search import search_stories
from stories.workbench import may_open
from tests.stories.factories import at_time, make_story, make_user, part_of, sit_down

pytestmark = pytest.mark.django_db

PHRASE = "end my life tonight"
TEXT = f"I will {PHRASE}, qzxsecretxzq."
WHY = "She is with her sister, qzxwhyxzq."


@pytest.fixture
def lead() -> User:
    return make_user(Role.SAFEGUARDING_LEAD)


@pytest.fixture
def listed() -> SafeguardingPhrase:
    return SafeguardingPhrase.objects.create(phrase=PHRASE, kind=FlagKind.SELF)


def raised(story: Story, kind: FlagKind = FlagKind.CRIME, note: str = "") -> SafeguardingFlag:
    return safeguarding.raise_flag(story_id=story.pk, kind=kind, by=make_user(Role.EDITOR), note=note)


def clear(flag: SafeguardingFlag, lead: User, words: str = WHY) -> SafeguardingFlag:
    return safeguarding.take_step(flag_id=flag.pk, step=SafeguardingStep.NO_DANGER, by=lead, words=words)


def now(story: Story) -> tuple[str, str]:
    story.refresh_from_db()
    return story.stage, story.resume_stage


# By the list


def test_a_phrase_raises_a_flag_with_kind_due_time_and_owner(lead: User, listed: SafeguardingPhrase) -> None:
    story = make_story("sent", text=TEXT)
    before = timezone.now()
    [flag] = safeguarding.look_through(story_id=story.pk)
    assert (flag.kind, flag.owner, flag.by_list, flag.raised_by) == (FlagKind.SELF, lead, True, None)
    assert before < flag.due_at - safeguarding.DUE_WITHIN[FlagKind.SELF] < timezone.now()
    assert [part.pk for part in flag.parts.all()] == [part_of(story).pk]
    assert now(story) == (Stage.SAFEGUARDING, Stage.ARRIVED)


def test_it_is_looked_for_in_the_worker_after_sending_a_transcript_and_an_addition() -> None:
    story = make_story("sent", text="", recording=b"OggS", transcript="I said it.")
    jobs = Job.objects.filter(kind=safeguarding.LOOK, object_id=str(story.pk))
    assert jobs.count() == 1
    for words in (
        lambda: parts.attach_transcript(part_id=part_of(story).pk, text="I said more."),
        lambda: additions.add_words(submission_id=story.pk, text="And more."),
    ):
        jobs.delete()
        words()
        assert jobs.count() == 1


def test_looking_again_raises_nothing_twice_and_reads_only_what_is_new(listed: SafeguardingPhrase) -> None:
    story = make_story("sent", text=TEXT)
    assert len(safeguarding.look_through(story_id=story.pk)) == 1
    assert safeguarding.look_through(story_id=story.pk) == []
    additions.add_words(submission_id=story.pk, text=f"Once more: {PHRASE}.")
    [second] = safeguarding.look_through(story_id=story.pk)
    assert [part.added_at is None for part in second.parts.all()] == [False]


def test_a_phrase_that_is_switched_off_or_not_there_raises_nothing(listed: SafeguardingPhrase) -> None:
    SafeguardingPhrase.objects.update(active=False)
    story = make_story("sent", text=TEXT)
    assert safeguarding.look_through(story_id=story.pk) == []
    assert now(story) == (Stage.ARRIVED, "")


def test_handing_over_looks_when_no_worker_did(listed: SafeguardingPhrase) -> None:
    story = make_story("written", text=TEXT, hide=())
    with pytest.raises(StageRefused, match="Safeguarding check"):
        moderation.hand_to_second_reader(story_id=story.pk, by=story.editor)
    assert SafeguardingFlag.objects.filter(story=story, state=FlagState.OPEN).count() == 1
    assert not StoryVersion.objects.filter(story=story).exists()


def test_what_is_added_to_a_published_story_does_not_take_it_down_but_stops_the_next_step(
    lead: User, listed: SafeguardingPhrase
) -> None:
    story = make_story("published")
    additions.add_words(submission_id=story.pk, text=TEXT)
    [flag] = safeguarding.look_through(story_id=story.pk)
    assert read_website(story_id=story.pk) is not None, "its version holds nothing of it"
    moderation.send_back(story_id=story.pk, by=story.editor)
    assert now(story) == (Stage.SAFEGUARDING, Stage.ANONYMISING)
    with pytest.raises(StageRefused):
        moderation.take(story_id=story.pk, by=story.editor)
    clear(flag, lead)
    assert now(story)[0] == Stage.ANONYMISING


def test_nor_does_a_ready_one_go_on_the_website_meanwhile(lead: User, listed: SafeguardingPhrase) -> None:
    story = make_story("approved")
    additions.add_words(submission_id=story.pk, text=TEXT)
    [flag] = safeguarding.look_through(story_id=story.pk)
    with pytest.raises(NotReleasable):
        publish(story_id=story.pk, by=story.editor)
    clear(flag, lead)
    assert publish(story_id=story.pk, by=story.editor).released_at


# By a person


@pytest.mark.parametrize(
    ("state", "step"),
    [
        ("sent", lambda s: moderation.take(story_id=s.pk, by=make_user(Role.EDITOR))),
        ("written", lambda s: moderation.hand_to_second_reader(story_id=s.pk, by=s.editor)),
        ("written", lambda s: moderation.pass_on(story_id=s.pk, by=s.editor)),
        (
            "handed",
            lambda s: moderation.accept_second_reading(story_id=s.pk, by=make_user(Role.SECOND_READER)),
        ),
        (
            "second_read",
            lambda s: approval.answer_version(
                story_id=s.pk, sha256=s.current_version.sha256, decision=Decision.APPROVED
            ),
        ),
        ("approved", lambda s: publish(story_id=s.pk, by=s.editor)),
    ],
)
def test_no_step_leads_past_an_open_flag(state: str, step: Callable[[Story], object], lead: User) -> None:
    story = make_story(state)
    was = story.stage
    flag = raised(story)
    assert now(story) == (Stage.SAFEGUARDING, was)
    with pytest.raises((StageRefused, NotReleasable)):
        step(story)
    clear(flag, lead)
    assert now(story)[0] == was
    step(story)
    assert now(story)[0] != Stage.SAFEGUARDING


def test_a_published_story_leaves_every_readers_sight_and_is_never_published_by_clearing(lead: User) -> None:
    story = make_story("published")
    flag = raised(story)
    assert read_website(story_id=story.pk) is None
    assert search_stories(query="cleaner tea") == []
    assert Release.objects.get(submission_id=story.pk).recalled_at is not None
    clear(flag, lead)
    assert now(story) == (Stage.READY, Stage.READY)
    assert (story.published_at, story.live) == (None, False)
    assert read_website(story_id=story.pk) is None
    publish(story_id=story.pk, by=story.editor)
    assert read_website(story_id=story.pk) is not None


def test_two_flags_both_have_to_be_cleared(lead: User) -> None:
    story = make_story("taken")
    first, second = raised(story), raised(story, FlagKind.CHILD)
    clear(first, lead)
    assert now(story)[0] == Stage.SAFEGUARDING
    clear(second, lead)
    assert now(story)[0] == Stage.ANONYMISING


def test_held_it_may_stay_and_comes_back_to_the_check(lead: User) -> None:
    story = make_story("published")
    flag = raised(story)
    moderation.hold(story_id=story.pk, by=lead)
    assert now(story) == (Stage.HELD, Stage.READY)
    moderation.resume(story_id=story.pk, by=lead)
    assert now(story) == (Stage.SAFEGUARDING, Stage.READY)
    moderation.hold(story_id=story.pk, by=lead)
    clear(flag, lead)
    assert now(story) == (Stage.HELD, Stage.READY)
    moderation.resume(story_id=story.pk, by=lead)
    assert now(story)[0] == Stage.READY


def test_flagged_while_it_is_held_it_does_not_come_back_published(lead: User) -> None:
    story = make_story("published")
    moderation.hold(story_id=story.pk, by=lead)
    flag = raised(story)
    assert now(story) == (Stage.HELD, Stage.PUBLISHED)
    moderation.resume(story_id=story.pk, by=lead)
    assert now(story) == (Stage.SAFEGUARDING, Stage.READY)
    assert read_website(story_id=story.pk) is None
    clear(flag, lead)
    assert now(story)[0] == Stage.READY
    assert Release.objects.get(submission_id=story.pk).recalled_at is not None


def test_what_is_transcribed_meanwhile_goes_on_from_where_it_would_be(lead: User) -> None:
    story = make_story("sent", text="Written.", recording=b"OggS")
    flag = raised(story)
    assert now(story) == (Stage.SAFEGUARDING, Stage.TRANSCRIBING)
    recording = story.submission.parts.get(kind="audio")
    parts.attach_transcript(part_id=recording.pk, text="Spoken.")
    clear(flag, lead)
    assert now(story)[0] == Stage.ARRIVED


def test_a_website_yes_taken_back_meanwhile_stays_taken_back(lead: User) -> None:
    story = make_story("published")
    flag = raised(story)
    withdrawal.take_back_purpose(submission_id=story.pk, purpose=Purpose.WEBSITE)
    clear(flag, lead)
    with pytest.raises(NotReleasable):
        publish(story_id=story.pk, by=story.editor)


# Who


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.TRAINER, Role.ADMINISTRATOR])
def test_others_raise_none(role: Role) -> None:
    story = make_story("taken")
    with pytest.raises(StageRefused):
        safeguarding.raise_flag(story_id=story.pk, kind=FlagKind.CRIME, by=make_user(role))
    assert now(story)[0] == Stage.ANONYMISING


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SAFEGUARDING_LEAD])
def test_nobody_but_a_lead_decides_or_reads_the_notes(role: Role) -> None:
    story = make_story("taken")
    flag = raised(story, note="qzxnotexzq")
    other = make_user(role)
    with pytest.raises(StageRefused, match="safeguarding lead"):
        clear(flag, other)
    with pytest.raises(StageRefused, match="safeguarding leads"):
        safeguarding.read_notes(flag=flag, by=other)
    assert now(story)[0] == Stage.SAFEGUARDING


def test_the_owner_is_the_lead_with_the_fewest_and_any_lead_may_take_it_over(lead: User) -> None:
    first, second = raised(make_story("taken")), None
    other = make_user(Role.SAFEGUARDING_LEAD)
    second = raised(make_story("taken"))
    assert (first.owner, second.owner) == (lead, other)
    taken = safeguarding.take_step(flag_id=first.pk, step=SafeguardingStep.TAKEN, by=other)
    assert taken.owner == other
    lead.is_active = False
    lead.save()
    assert raised(make_story("taken")).owner == other, "who may not sign in gets none"


def test_without_a_lead_it_is_nobodys_and_stops_all_the_same() -> None:
    story = make_story("taken")
    assert raised(story).owner is None
    assert now(story)[0] == Stage.SAFEGUARDING


def test_a_lead_reads_the_words_whatever_stage_it_was_stopped_at(lead: User) -> None:
    story = make_story("handed")
    raised(story)
    story.refresh_from_db()
    editor = make_user(Role.EDITOR)
    assert may_open(story=story, by=lead)
    assert not may_open(story=story, by=editor), "it would be no second reading any more"
    workbench.open_words(story_id=story.pk, part_id=part_of(story).pk, by=sit_down(story, lead))
    with pytest.raises(StageRefused):
        workbench.open_words(story_id=story.pk, part_id=part_of(story).pk, by=editor)


# Deciding


@pytest.mark.parametrize("step", [*safeguarding.CLEARING, SafeguardingStep.NOTED])
def test_a_decision_without_a_reason_is_refused(step: SafeguardingStep, lead: User) -> None:
    flag = raised(make_story("taken"))
    with pytest.raises(StageRefused, match="Write down why"):
        safeguarding.take_step(flag_id=flag.pk, step=step, by=lead, words="  ")
    assert safeguarding.find_flag(flag_id=flag.pk).state == FlagState.OPEN


def test_another_time_to_look_is_a_new_due_time(lead: User) -> None:
    flag = raised(make_story("taken"))
    later = safeguarding.take_step(flag_id=flag.pk, step=SafeguardingStep.LATER, by=lead, later="week")
    assert later.due_at > timezone.now() + safeguarding.LATER["day"]
    with pytest.raises(StageRefused, match="Choose when"):
        safeguarding.take_step(flag_id=flag.pk, step=SafeguardingStep.LATER, by=lead, later="year")


def test_cleared_twice_is_refused(lead: User) -> None:
    flag = raised(make_story("taken"))
    clear(flag, lead)
    with pytest.raises(StageRefused, match="cleared already"):
        clear(flag, lead)


def test_every_step_is_logged_in_ids_and_codes_and_every_note_is_sealed(
    lead: User, listed: SafeguardingPhrase
) -> None:
    story = make_story("sent", text=TEXT)
    [flag] = safeguarding.look_through(story_id=story.pk)
    safeguarding.take_step(flag_id=flag.pk, step=SafeguardingStep.TALKED, by=lead, words=WHY)
    clear(flag, lead)
    [first, second] = safeguarding.read_notes(flag=flag, by=lead)
    assert (first[0].step, first[1]) == (SafeguardingStep.TALKED, WHY)
    data = [(entry.action, entry.data) for entry in audit.entries_for(story.pk)]
    assert ("heard.flag", {"flag": flag.pk, "kind": "self", "raised": "list"}) in data
    assert ("heard.flag_step", {"flag": flag.pk, "step": "no_danger"}) in data
    assert ("heard.read_sealed", {"flag": flag.pk, "why": "safeguarding"}) in data
    stored = [*SafeguardingFlag.objects.values(), *flag.notes.values("step", "at"), *data]
    assert not any(word in str(stored) for word in ("qzx", "tonight"))
    assert b"qzx" not in bytes(second[0].sealed or b"")


# Lists


def test_marks_say_how_many_are_open_and_overdue_in_one_query(lead: User) -> None:
    story, other, clean = make_story("taken"), make_story("taken"), make_story("taken")
    old = timezone.now() - safeguarding.LATER["week"]
    with at_time(old):
        raised(story, FlagKind.SELF)
    raised(story)
    clear(raised(other), lead)
    with CaptureQueriesContext(connection) as asked:
        marks = safeguarding.flag_marks(story_ids=[story.pk, other.pk, clean.pk])
    assert len(asked) == 1
    mark = safeguarding.Mark(2, 1, old + safeguarding.DUE_WITHIN[FlagKind.SELF])
    assert marks == {story.pk: mark}
    assert [flag.kind for flag in safeguarding.open_flags()] == [FlagKind.SELF, FlagKind.CRIME]


# Taken back


def test_it_goes_with_the_story(lead: User) -> None:
    story = make_story("taken")
    flag = raised(story, note="qzxnotexzq")
    withdrawal.take_back(submission_id=story.pk)
    assert not safeguarding.open_flags().exists()
    with pytest.raises(SafeguardingFlag.DoesNotExist):
        clear(flag, lead)
    with pytest.raises(StageRefused, match="taken back"):
        raised(story)
    erasure.erase_story(submission_id=story.pk)
    assert not SafeguardingFlag.objects.exists()


def test_what_was_taken_back_before_the_worker_looked_is_not_opened(listed: SafeguardingPhrase) -> None:
    story = make_story("sent", text=TEXT)
    withdrawal.take_back(submission_id=story.pk)
    assert safeguarding.look_through(story_id=story.pk) == []
