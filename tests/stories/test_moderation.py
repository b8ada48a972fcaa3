"""From arrival to ready: who may do which step, and what each refuses."""

from collections.abc import Callable

import pytest

from accounts.enums import Role
from common import audit
from stories import moderation, redaction
from stories.bench import decisions
from stories.consent import give_consent
from stories.enums import Purpose, RedactionAction, RedactionKind, Stage
from stories.models import Redaction, Release, StoryDraft, StoryVersion
from stories.moderation import StageRefused
from stories.release import NotReleasable, publish, read_website
from stories.sealing import open_draft, open_versions
from stories.search import search_stories
from stories.withdrawal import take_back_purpose
from tests.stories.factories import TITLE, make_story, make_user, part_of

pytestmark = pytest.mark.django_db


def test_taking_gives_it_to_the_editor_and_is_logged_with_codes_only() -> None:
    story, editor = make_story("sent"), make_user(Role.EDITOR)
    moderation.take(story_id=story.pk, by=editor)
    story.refresh_from_db()
    assert (story.stage, story.editor) == (Stage.ANONYMISING, editor)
    entry = audit.entries_for(story.pk).first()
    assert entry.user == editor
    assert entry.data == {"from": "arrived", "to": "anonymising"}


def test_passing_on_puts_it_back_in_the_queue() -> None:
    story = make_story("taken")
    moderation.pass_on(story_id=story.pk, by=story.editor)
    story.refresh_from_db()
    assert (story.stage, story.editor) == (Stage.ARRIVED, None)


@pytest.mark.parametrize("state", ["handed", "second_read", "approved", "published", "held", "withdrawn"])
def test_only_an_open_story_can_be_taken(state: str) -> None:
    story = make_story(state)
    with pytest.raises(StageRefused, match=str(story.get_stage_display())):
        moderation.take(story_id=story.pk, by=make_user(Role.EDITOR))


def test_the_draft_is_sealed_and_reads_back() -> None:
    story = make_story("written")
    draft = StoryDraft.objects.get(story=story)
    assert TITLE.encode() not in bytes(draft.sealed or b"")
    assert open_draft(draft=draft)[0] == TITLE


def test_a_theme_that_was_switched_off_is_not_set() -> None:
    story = make_story("written", themes=["physical-restraint", "no-such-theme"])
    assert [theme.slug for theme in story.themes.all()] == ["physical-restraint"]


def test_the_safe_document_holds_no_hidden_word() -> None:
    story = make_story("written")
    document = moderation.safe_document(story=story)
    assert document["parts"][0]["text"].startswith("I was on the ward for nine days.")
    assert not any(words in str(document) for words in ("Larch", "Hale", "Wren"))


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"title": ""}, "title"),
        ({"themes": ["cn-restraint"]}, "theme"),
    ],
)
def test_an_unfinished_story_is_not_handed_over(wish: dict[str, object], said: str) -> None:
    story = make_story("written", **wish)
    with pytest.raises(StageRefused, match=said):
        moderation.hand_to_second_reader(story_id=story.pk, by=story.editor)
    assert not StoryVersion.objects.filter(story=story).exists()


def test_a_version_is_frozen_when_it_is_handed_over() -> None:
    story = make_story("handed")
    redaction.redact(
        part_id=part_of(story).pk,
        start=0,
        end=1,
        kind=RedactionKind.OTHER,
        action=RedactionAction.MASK,
        by=None,
    )
    document = open_versions(versions=[story.current_version])[0]
    assert document is not None
    assert document["parts"][0]["text"].startswith("I was on the ward")


def test_whoever_made_it_anonymous_cannot_read_it_second() -> None:
    story = make_story("handed")
    with pytest.raises(StageRefused, match="Somebody else"):
        moderation.accept_second_reading(story_id=story.pk, by=story.editor)
    story.refresh_from_db()
    assert story.stage == Stage.SECOND_READING
    assert story.current_version.second_reader is None


def test_nor_can_an_editor_whose_decisions_stand_though_another_handed_it_over() -> None:
    story = make_story("written")
    first, other = story.editor, make_user(Role.EDITOR)
    moderation.take(story_id=story.pk, by=other)
    moderation.hand_to_second_reader(story_id=story.pk, by=other)
    with pytest.raises(StageRefused, match="Somebody else"):
        moderation.accept_second_reading(story_id=story.pk, by=first)


def test_nor_can_an_editor_who_only_undid_what_another_had_decided() -> None:
    story = make_story("written")
    first, other = story.editor, make_user(Role.EDITOR)
    moderation.take(story_id=story.pk, by=other)
    [row, *_] = Redaction.objects.filter(part__submission_id=story.pk)
    decisions.show_again(story_id=story.pk, redaction_ids=[row.pk], by=other)
    moderation.take(story_id=story.pk, by=first)
    moderation.hand_to_second_reader(story_id=story.pk, by=first)
    with pytest.raises(StageRefused, match="Somebody else"):
        moderation.accept_second_reading(story_id=story.pk, by=other)


@pytest.mark.parametrize("step", [moderation.hand_to_second_reader, moderation.pass_on])
def test_what_another_took_over_meanwhile_cannot_be_handed_over_or_passed_on(
    step: Callable[..., object],
) -> None:
    story = make_story("written")
    first = story.editor
    moderation.take(story_id=story.pk, by=make_user(Role.EDITOR))
    with pytest.raises(StageRefused, match="Somebody else has this story"):
        step(story_id=story.pk, by=first)
    story.refresh_from_db()
    assert (story.stage, story.current_version) == (Stage.ANONYMISING, None)


def test_sending_back_takes_it_off_the_website_at_once() -> None:
    story = make_story("published")
    moderation.send_back(story_id=story.pk, by=story.editor)
    assert read_website(story_id=story.pk) is None
    assert Release.objects.get(submission_id=story.pk).recalled_at is not None
    assert search_stories(query="cleaner tea") == []


def test_a_held_story_is_out_of_sight_and_comes_back_whole() -> None:
    story = make_story("published")
    moderation.hold(story_id=story.pk, by=story.editor)
    assert read_website(story_id=story.pk) is None
    assert search_stories(query="cleaner tea") == []
    moderation.resume(story_id=story.pk, by=story.editor)
    assert read_website(story_id=story.pk) is not None
    assert search_stories(query="cleaner tea") == [story.pk]


def test_what_was_held_for_a_leak_is_mended_without_coming_into_sight_again() -> None:
    story = make_story("published")
    moderation.hold(story_id=story.pk, by=story.editor)
    moderation.send_back(story_id=story.pk, by=story.editor)
    story.refresh_from_db()
    assert (story.stage, story.approved_version, story.published_at) == (Stage.ANONYMISING, None, None)
    assert read_website(story_id=story.pk) is None
    assert Release.objects.get(submission_id=story.pk).recalled_at is not None
    with pytest.raises(StageRefused):
        moderation.resume(story_id=story.pk, by=story.editor)


def test_a_website_yes_taken_back_during_a_hold_does_not_come_back_with_it() -> None:
    story = make_story("published")
    moderation.hold(story_id=story.pk, by=story.editor)
    take_back_purpose(submission_id=story.pk, purpose=Purpose.WEBSITE)
    give_consent(submission_id=story.pk, purpose=Purpose.WEBSITE, cooling_off=False)
    moderation.resume(story_id=story.pk, by=story.editor)
    story.refresh_from_db()
    assert (story.stage, story.published_at) == (Stage.READY, None)
    assert read_website(story_id=story.pk) is None
    publish(story_id=story.pk, by=story.editor)
    assert Release.objects.filter(submission_id=story.pk, recalled_at=None).count() == 1


def test_publishing_twice_leaves_one_row_and_one_date() -> None:
    story = make_story("published")
    published_at = story.published_at
    publish(story_id=story.pk, by=story.editor)
    story.refresh_from_db()
    assert story.published_at == published_at
    assert Release.objects.filter(submission_id=story.pk).count() == 1


def test_publishing_without_that_consent_writes_nothing() -> None:
    story = make_story("approved", purposes=[Purpose.COUNTED, Purpose.PRESS])
    with pytest.raises(NotReleasable):
        publish(story_id=story.pk, by=story.editor)
    story.refresh_from_db()
    assert story.stage == Stage.READY
    assert not Release.objects.exists()


def test_a_live_flag_set_elsewhere_shows_nothing() -> None:
    story = make_story("approved")
    type(story).objects.filter(pk=story.pk).update(live=True)
    assert read_website(story_id=story.pk) is None


def test_erasing_leaves_no_decision_behind() -> None:
    story = make_story("erased")
    assert not Redaction.objects.filter(part__submission_id=story.pk).exists()
