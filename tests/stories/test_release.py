"""The one door: what it gives, what it writes down each time, and what it refuses."""

import datetime as dt
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from accounts.enums import Role
from common import audit
from stories import moderation, release
from stories.consent import withdraw_consent
from stories.enums import DestinationKind, Form, Purpose, Stage
from stories.models import ConsentRecord, Release, Story
from stories.pack_use import PackUse
from stories.release import NotReleasable
from stories.search import search_stories
from stories.withdrawal import take_back
from tests.stories.factories import at_time, make_story, make_trust, make_user

pytestmark = pytest.mark.django_db

TRUST = "ZZT"


def edition(*stories: Story, trust: str = TRUST, edition_id: UUID | None = None) -> UUID:
    edition_id = edition_id or uuid4()
    release.release_for_edition(
        edition_id=edition_id,
        story_ids=[story.pk for story in stories],
        use=PackUse(Purpose.NAMED_PACK, trust),
        destination="A pack for Testmoor, edition 1",
        by=make_user(Role.COORDINATOR),
    )
    return edition_id


def test_publishing_writes_the_row_the_log_and_the_search() -> None:
    editor = make_user(Role.EDITOR)
    story = make_story("approved")
    row = release.publish(story_id=story.pk, by=editor)
    story.refresh_from_db()
    assert (story.stage, story.live, story.published_at is not None) == (Stage.PUBLISHED, True, True)
    assert (row.destination_kind, row.destination, row.released_by) == (
        DestinationKind.WEBSITE,
        "Website",
        editor,
    )
    assert row.consent == ConsentRecord.objects.get(purpose=Purpose.WEBSITE)
    assert search_stories(query="cleaner") == [story.pk]
    assert audit.entries_for(story.pk).filter(action="heard.publish").count() == 1


def test_publishing_again_is_the_same_leaving() -> None:
    story = make_story("published")
    first = Release.objects.get()
    assert release.publish(story_id=story.pk, by=make_user()) == first
    assert Release.objects.count() == 1


CLOSED = ["sent", "written", "handed", "second_read", "held", "withdrawn", "erased", "expired"]


@pytest.mark.parametrize("state", CLOSED)
def test_what_the_gate_refuses_is_not_published(state: str) -> None:
    story = make_story(state)
    Release.objects.all().delete()
    stage = story.stage
    with pytest.raises(NotReleasable):
        release.publish(story_id=story.pk, by=make_user(Role.EDITOR))
    story.refresh_from_db()
    assert story.stage == stage
    assert not Release.objects.exists()
    assert release.read_website_many(story_ids=search_stories(query="cleaner")) == []


def test_a_refusal_says_how_many_and_holds_their_ids() -> None:
    nobody = uuid4()
    with pytest.raises(NotReleasable, match="1 of the chosen stories") as refused:
        release.publish(story_id=nobody, by=make_user())
    assert refused.value.story_ids == (nobody,)


def test_reading_is_of_the_published_alone_and_takes_four_questions(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    story = make_story("published")
    assert release.read_website(story_id=uuid4()) is None
    release.read_website(story_id=story.pk)
    with django_assert_num_queries(2), django_assert_num_queries(1, using="keyring"):
        found = release.read_website(story_id=story.pk)
    assert found is not None
    assert found.story_id == story.pk


def publish_some(number: int, **wish: object) -> list[Story]:
    """The first is the newest."""
    now = timezone.now()
    made = []
    for age in range(number):
        with at_time(now - dt.timedelta(days=age)):
            made.append(make_story("published", **wish))
    return made


def test_the_list_is_newest_first_and_goes_on_by_key() -> None:
    stories = publish_some(5)
    seen, before = [], None
    for _ in range(3):
        page = release.list_website(before=before, limit=2)
        seen += [story.story_id for story in page.stories]
        before = page.next_before
    assert seen == [story.pk for story in stories]
    assert before is None


def test_the_list_has_no_next_page_when_it_ends_with_this_one() -> None:
    publish_some(2)
    assert release.list_website(limit=2).next_before is None
    assert release.list_website(limit=1).next_before is not None
    assert release.list_website(before=timezone.now() - dt.timedelta(days=99)).stories == []


def test_the_list_takes_the_same_questions_for_one_and_for_three(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    for number in (1, 2):
        publish_some(number)
        release.list_website()
        with django_assert_num_queries(3), django_assert_num_queries(1, using="keyring"):
            assert len(release.list_website().stories) == (1 if number == 1 else 3)


def test_the_list_keeps_to_a_theme() -> None:
    one, _other = make_story("published", themes=["kindness"]), make_story("published")
    assert [s.story_id for s in release.list_website(theme="kindness").stories] == [one.pk]
    assert release.list_website(theme="nonsense").stories == []


def test_a_story_held_between_two_questions_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    story = make_story("published")
    original = release._released

    def held_first(stories, **more):  # type: ignore[no-untyped-def]
        Story.objects.filter(pk=story.pk).update(stage=Stage.HELD)
        return original(stories, **more)

    monkeypatch.setattr(release, "_released", held_first)
    assert release.list_website().stories == []


def test_many_are_read_in_the_order_asked_without_those_that_are_shut() -> None:
    first, second, third = publish_some(3)
    take_back(submission_id=second.pk)
    asked = [third.pk, second.pk, uuid4(), first.pk]
    assert [s.story_id for s in release.read_website_many(story_ids=asked)] == [third.pk, first.pk]
    assert release.read_website_many(story_ids=[]) == []


def test_candidates_are_those_for_this_trust_or_any() -> None:
    make_trust("ZZU", name="Otherdale NHS Trust")
    named = make_story("approved", purposes=[Purpose.NAMED_PACK])
    anywhere = make_story("approved", purposes=[Purpose.ANY_PACK], themes=["kindness"])
    make_story("approved", purposes=[Purpose.WEBSITE])
    make_story("second_read")

    def ids(**how: object) -> list[UUID]:
        return [s.story_id for s in release.candidates_for_pack(**how)]  # type: ignore[arg-type]

    assert ids(trust_code=TRUST) == [anywhere.pk, named.pk]
    assert ids(trust_code="ZZU") == [anywhere.pk]
    assert ids(trust_code=TRUST, theme="kindness") == [anywhere.pk]
    assert ids(trust_code=TRUST, limit=1) == [anywhere.pk]
    assert ids(trust_code="") == [anywhere.pk]


def test_the_builders_preview_is_gated_and_writes_nothing() -> None:
    first, second = make_story("approved"), make_story("approved")
    other = make_story("approved", purposes=[Purpose.WEBSITE])
    asked = [second.pk, other.pk, first.pk]
    found = release.read_for_pack(story_ids=asked, use=PackUse(Purpose.NAMED_PACK, TRUST))
    assert [s.story_id for s in found] == [second.pk, first.pk]
    assert not Release.objects.exists()


def test_an_edition_takes_all_or_none() -> None:
    good, shut = make_story("approved"), make_story("approved", purposes=[Purpose.WEBSITE])
    with pytest.raises(NotReleasable) as refused:
        edition(good, shut)
    assert refused.value.story_ids == (shut.pk,)
    assert not Release.objects.exists()


def test_an_edition_writes_one_row_for_each_story_however_often_it_is_named() -> None:
    first, second = make_story("approved"), make_story("approved")
    edition_id = edition(first, second, first)
    rows = Release.objects.filter(destination_id=edition_id)
    assert [row.submission_id for row in rows] == [first.pk, second.pk]
    for row in rows:
        assert (row.destination_kind, row.trust_code, row.recallable) == (
            DestinationKind.EDITION,
            TRUST,
            True,
        )
        assert row.consent.submission_id == row.submission_id
        assert row.version_sha256 == row.submission.story.approved_version.sha256
        assert row.purpose in (Purpose.NAMED_PACK, Purpose.ANY_PACK)


def test_an_edition_names_the_consent_that_reveals_most() -> None:
    story = make_story("approved", purposes=[Purpose.ANY_PACK])
    edition(story)
    assert Release.objects.get().purpose == Purpose.ANY_PACK


Spoil = Callable[[Story], object]
SPOILS: dict[str, Spoil] = {
    "taken back": lambda s: take_back(submission_id=s.pk),
    "both packs ended": lambda s: [
        withdraw_consent(submission_id=s.pk, purpose=p) for p in (Purpose.ANY_PACK, Purpose.NAMED_PACK)
    ],
    "held": lambda s: moderation.hold(story_id=s.pk, by=make_user(Role.EDITOR)),
    "sent back": lambda s: moderation.send_back(story_id=s.pk, by=make_user(Role.EDITOR)),
}


@pytest.mark.parametrize("how", SPOILS)
def test_an_edition_is_whole_until_one_of_its_stories_is_not(how: str) -> None:
    first, second = make_story("approved"), make_story("approved")
    edition_id, other = edition(first, second), edition(first)
    assert release.edition_intact(edition_id=edition_id, purpose=Purpose.NAMED_PACK)
    SPOILS[how](second)
    assert not release.edition_intact(edition_id=edition_id, purpose=Purpose.NAMED_PACK)
    assert release.edition_intact(edition_id=other, purpose=Purpose.NAMED_PACK)


def test_an_edition_stands_while_one_of_two_consents_does() -> None:
    story = make_story("approved")
    edition_id = edition(story)
    withdraw_consent(submission_id=story.pk, purpose=Purpose.ANY_PACK)
    assert release.edition_intact(edition_id=edition_id, purpose=Purpose.NAMED_PACK)


def test_an_edition_does_not_stand_on_words_that_were_replaced() -> None:
    story = make_story("approved")
    edition_id = edition(story)
    Release.objects.filter(destination_id=edition_id).update(version_sha256="0" * 64)
    assert not release.edition_intact(edition_id=edition_id, purpose=Purpose.NAMED_PACK)


def test_an_edition_of_nothing_or_of_nowhere_is_not_whole() -> None:
    assert not release.edition_intact(edition_id=uuid4(), purpose=Purpose.NAMED_PACK)


def test_an_edition_is_asked_after_in_two_questions(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    edition_id = edition(*[make_story("approved") for _ in range(3)])
    with django_assert_num_queries(2):
        release.edition_intact(edition_id=edition_id, purpose=Purpose.NAMED_PACK)


def test_a_recalled_edition_is_shut_for_all_and_keeps_its_first_date() -> None:
    first, second = make_story("approved"), make_story("approved")
    edition_id, other = edition(first, second), edition(first)
    release.recall_edition(edition_id=edition_id)
    dates = list(Release.objects.filter(destination_id=edition_id).values_list("recalled_at", flat=True))
    release.recall_edition(edition_id=edition_id)
    assert None not in dates
    assert (
        list(Release.objects.filter(destination_id=edition_id).values_list("recalled_at", flat=True)) == dates
    )
    assert not release.edition_intact(edition_id=edition_id, purpose=Purpose.NAMED_PACK)
    assert release.edition_intact(edition_id=other, purpose=Purpose.NAMED_PACK)


def test_a_delivery_is_a_leaving_of_every_story_in_it() -> None:
    first, second = make_story("approved"), make_story("approved")
    edition_id = edition(first, second)
    edition(first)
    release.record_delivery(
        edition_id=edition_id, destination="The board, on paper", recallable=False, by=None
    )
    rows = Release.objects.filter(destination_kind=DestinationKind.DELIVERY)
    assert [(row.submission_id, row.destination, row.recallable) for row in rows] == [
        (first.pk, "The board, on paper", False),
        (second.pk, "The board, on paper", False),
    ]
    assert (
        Release.objects.filter(destination_id=edition_id, destination_kind=DestinationKind.EDITION).count()
        == 2
    )
    assert release.edition_intact(edition_id=edition_id, purpose=Purpose.NAMED_PACK)


def train(*stories: Story, kind: DestinationKind, at: UUID, form: Form = Form.TEXT) -> None:
    release.release_for_training(
        destination_id=at,
        kind=kind,
        story_ids=[story.pk for story in stories],
        form=form,
        destination="Testmoor trainers",
        by=make_user(Role.TRAINER),
    )


def test_nothing_goes_to_a_training_body_without_a_yes_to_that_in_that_form() -> None:
    agreed, website = make_story("published"), make_story("published", purposes=[Purpose.WEBSITE])
    for stories, form in (((agreed, website), Form.TEXT), ((agreed,), Form.AUDIO)):
        with pytest.raises(NotReleasable):
            train(*stories, kind=DestinationKind.REEL, at=uuid4(), form=form)
    assert not Release.objects.filter(purpose=Purpose.TRAINING).exists()
    assert [each.story_id for each in release.read_for_training(story_ids=[agreed.pk, website.pk])] == [
        agreed.pk
    ]


def test_what_went_to_a_training_body_is_called_back_from_there_alone() -> None:
    story, here, there = make_story("published"), uuid4(), uuid4()
    for at in (here, there):
        train(story, kind=DestinationKind.REEL, at=at)
    release.recall_training(destination_id=here)
    rows = Release.objects.filter(purpose=Purpose.TRAINING)
    assert {row.destination_id: row.recalled_at is None for row in rows} == {here: False, there: True}


def test_where_a_story_has_been_is_told_oldest_first_and_of_no_other() -> None:
    story, other = make_story("published"), make_story("published")
    edition_id = edition(story, other)
    release.record_delivery(edition_id=edition_id, destination="The board", recallable=False, by=None)
    train(story, kind=DestinationKind.LIBRARY, at=uuid4())
    train(story, other, kind=DestinationKind.REEL, at=uuid4())
    rows = release.releases_of(story_id=story.pk)
    assert [row.kind for row in rows] == list(DestinationKind)
    assert [row.destination for row in rows][:3] == ["Website", "A pack for Testmoor, edition 1", "The board"]
    assert [row.destination for row in rows][3:] == ["Testmoor trainers"] * 2
    assert all(row.form == Form.TEXT and row.recalled_at is None for row in rows)


def test_taking_down_closes_the_website_row_once_and_no_other() -> None:
    story, other = make_story("published"), make_story("published")
    edition(story)
    release.take_down(story_id=story.pk)
    row = Release.objects.get(submission_id=story.pk, destination_kind=DestinationKind.WEBSITE)
    assert row.recalled_at is not None
    release.take_down(story_id=story.pk)
    assert Release.objects.get(pk=row.pk).recalled_at == row.recalled_at
    assert Release.objects.filter(recalled_at__isnull=True).count() == 2
    assert search_stories(query="cleaner") == [other.pk]


def test_the_search_finds_again_only_what_readers_may_see() -> None:
    story, shut = make_story("published"), make_story("approved")
    release.take_down(story_id=story.pk)
    for each in (story, shut):
        release.find_again(story_id=each.pk)
    assert search_stories(query="cleaner") == [story.pk]


def test_the_gate_alone_gives_ids() -> None:
    yes, no = make_story("approved"), make_story("approved", purposes=[Purpose.COUNTED])
    ids = [yes.pk, no.pk, uuid4()]
    assert release.still_releasable(story_ids=ids, purpose=Purpose.TRAINING) == {yes.pk}
    assert release.still_releasable(story_ids=ids, purpose=Purpose.TRAINING, form=Form.AUDIO) == frozenset()
    assert release.still_releasable(story_ids=[], purpose=Purpose.TRAINING) == frozenset()
    later = timezone.now() + dt.timedelta(days=4000)
    assert release.still_releasable(story_ids=ids, purpose=Purpose.TRAINING, at=later) == frozenset()
