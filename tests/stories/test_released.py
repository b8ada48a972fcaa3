"""What passes the door: frozen values, built only from words that open, match their hash and have a consent."""

import dataclasses
from uuid import UUID

import pytest
from django.db.models import Model

from common.vault.keys import destroy_key
from stories.consent import give_consent
from stories.details import note_details
from stories.enums import Purpose
from stories.models import ConsentRecord, Story, StoryVersion
from stories.release import read_website
from stories.released import ReleasedStory, build_released
from tests.stories.factories import TITLE, make_story, make_themes, make_trust

pytestmark = pytest.mark.django_db


def loaded(*stories: Story) -> list[Story]:
    wanted = Story.objects.filter(pk__in=[s.pk for s in stories]).select_related(
        "submission", "approved_version"
    )
    by_id = {story.pk: story for story in wanted}
    return [by_id[story.pk] for story in stories]


def consents(*stories: Story, purpose: Purpose = Purpose.WEBSITE) -> dict[UUID, ConsentRecord]:
    rows = ConsentRecord.objects.filter(submission_id__in=[s.pk for s in stories], purpose=purpose)
    return {row.submission_id: row for row in rows}


def test_nothing_in_it_can_be_changed_or_leads_back_to_the_database() -> None:
    story = read_website(story_id=make_story("published").pk)
    assert story is not None
    with pytest.raises(dataclasses.FrozenInstanceError):
        story.title = "Other"  # type: ignore[misc]
    for name, value in dataclasses.asdict(story).items():
        assert not isinstance(value, Model), name
    for part in story.parts:
        with pytest.raises(dataclasses.FrozenInstanceError):
            part.text = "Other"  # type: ignore[misc]


def test_it_holds_the_approved_version_and_says_which() -> None:
    story = make_story("published")
    released = read_website(story_id=story.pk)
    version = StoryVersion.objects.get()
    assert released is not None
    assert (released.version_hash, released.version_number, released.words) == (
        version.sha256,
        1,
        version.words,
    )
    assert (released.story_id, released.reference, released.title) == (story.pk, story.reference, TITLE)
    assert released.consent_id == ConsentRecord.objects.get(purpose="website").pk
    assert released.theme_slugs == ("aftercare", "physical-restraint")
    assert [term.slug for term in released.content_notes] == ["cn-restraint"]
    assert len(released.paragraphs) == 3
    assert released.text == "\n\n".join(released.paragraphs)
    assert released.minutes == 1
    assert not released.fictional


def test_reading_time_grows_with_the_words() -> None:
    released = read_website(story_id=make_story("published", text="word " * 900, hide=()).pk)
    assert released is not None
    assert (released.words, released.minutes) == (900, 5)


def test_what_does_not_open_or_match_or_lacks_consent_is_left_out() -> None:
    whole, keyless, changed, refused, unapproved = (make_story("published") for _ in range(5))
    destroy_key(owner=keyless.pk)
    StoryVersion.objects.filter(story=changed).update(sha256="0" * 64)
    Story.objects.filter(pk=unapproved.pk).update(approved_version=None)
    stories = loaded(whole, keyless, changed, refused, unapproved)
    allowed = {pk: row for pk, row in consents(*stories).items() if pk != refused.pk}
    assert [s.story_id for s in build_released(stories=stories, consents=allowed)] == [whole.pk]
    assert build_released(stories=[], consents={}) == []


def test_many_are_built_with_one_question_for_keys(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    make_themes()
    stories = loaded(*[make_story("published", title=f"Title {n}") for n in range(3)])
    held = consents(*stories)
    build_released(stories=stories, consents=held)
    with django_assert_num_queries(1, using="keyring"), django_assert_num_queries(0):
        built = build_released(stories=stories, consents=held)
    assert [story.title for story in built] == ["Title 0", "Title 1", "Title 2"]


def test_a_trust_is_named_by_the_consent_and_not_by_where_it_happened() -> None:
    make_trust("ZZU", name="Otherdale NHS Trust")
    story = make_story("published")
    note_details(submission_id=story.pk, trust="ZZU", setting="")

    def named(purpose: Purpose) -> tuple[str, str]:
        built: list[ReleasedStory] = build_released(
            stories=loaded(story), consents=consents(story, purpose=purpose)
        )
        return built[0].trust_code, built[0].trust_name

    assert named(Purpose.WEBSITE) == ("", "")
    assert named(Purpose.NAMED_PACK) == ("ZZT", "Testmoor NHS Foundation Trust")


def test_a_place_that_the_teller_left_out_afterwards_is_not_named() -> None:
    make_trust("ZZU", name="Otherdale NHS Trust")
    story = make_story("published")
    note_details(submission_id=story.pk, trust="ZZU")
    give_consent(submission_id=story.pk, purpose=Purpose.WEBSITE, trust_code="ZZU", cooling_off=False)

    def named() -> tuple[str, str]:
        released = read_website(story_id=story.pk)
        assert released is not None
        return released.trust_code, released.trust_name

    assert named() == ("ZZU", "Otherdale NHS Trust")
    for now in ("ZZT", ""):
        note_details(submission_id=story.pk, trust=now)
        assert named() == ("", ""), now
