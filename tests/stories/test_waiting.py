"""What somebody finds in the queue, in which order, and how it is narrowed."""

import datetime as dt
from uuid import UUID

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from stories.enums import Stage, ThemeGroup
from stories.flag_enums import FlagKind
from stories.models import Story, Theme
from stories.not_this_one import leave_to_others
from stories.safeguarding import raise_flag
from stories.waiting import Asked, Place, Who, find_left, find_page
from tests.stories.factories import make_story, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def me() -> User:
    return make_user(Role.EDITOR)


def ids(user: User, **asked: object) -> list[UUID]:
    return find_page(user=user, asked=Asked(**asked), after=None, size=25).story_ids  # type: ignore[arg-type]


def waits(story: Story, *, days: float, **fields: object) -> UUID:
    Story.objects.filter(pk=story.pk).update(stage_since=timezone.now() - dt.timedelta(days=days), **fields)
    return story.pk


def test_own_first_then_the_longest(me: User) -> None:
    short = waits(make_story("sent"), days=1)
    long = waits(make_story("sent"), days=9)
    own = waits(make_story("sent"), days=0, editor=me)
    assert ids(me) == [own, long, short]


def test_pages_have_each_story_once_also_when_they_came_in_the_same_moment(me: User) -> None:
    now = timezone.now()
    for _ in range(5):
        make_story("sent")
    own = make_story("sent")
    Story.objects.update(stage_since=now)
    Story.objects.filter(pk=own.pk).update(editor=me)
    seen: list[UUID] = []
    after: Place | None = None
    for _ in range(3):
        page = find_page(user=me, asked=Asked(), after=after, size=2)
        seen, after = [*seen, *page.story_ids], page.after and Place.read(str(page.after))
    assert seen[0] == own.pk
    assert sorted(seen) == sorted(Story.objects.values_list("pk", flat=True))
    assert after is None


def test_with_whom(me: User) -> None:
    mine = waits(make_story("sent"), days=1, editor=me)
    nobodys = make_story("sent")
    theirs = waits(make_story("sent"), days=1, editor=make_user(Role.EDITOR))
    assert ids(me, who=Who.MINE) == [mine]
    assert ids(me, who=Who.NOBODY) == [nobodys.pk]
    assert ids(me) == [mine, theirs, nobodys.pk]


def test_second_readings_are_not_for_whoever_worked_on_it() -> None:
    story, another = make_story("handed"), make_user(Role.SECOND_READER)
    decided, made = make_user(Role.EDITOR), story.current_version.anonymised_by  # type: ignore[union-attr]
    assert made is not None
    story.anonymisers.add(decided)
    make_story("sent")
    assert ids(another, who=Who.SECOND) == [story.pk]
    assert ids(decided, who=Who.SECOND) == []
    assert ids(made, who=Who.SECOND) == []


def test_by_stage_language_note_flag_and_time(me: User) -> None:
    note = Theme.objects.filter(group=ThemeGroup.CONTENT_NOTES).first()
    if note is None:
        note = Theme.objects.create(slug="cn", label="Note", group=ThemeGroup.CONTENT_NOTES, position=1)
    plain = make_story("sent")
    welsh = make_story("sent", language="cy")
    noted = make_story("sent")
    noted.themes.set([note])
    flagged = make_story("sent")
    raise_flag(story_id=flagged.pk, kind=FlagKind.SELF, by=me)
    old = waits(make_story("sent"), days=8)
    assert ids(me, language="cy") == [welsh.pk]
    assert ids(me, note=note.slug) == [noted.pk]
    assert ids(me, flagged=True) == [flagged.pk]
    assert ids(me, longer_than=7) == [old]
    assert ids(me, stage=Stage.SAFEGUARDING) == [flagged.pk]
    assert plain.pk in ids(me, stage=Stage.ARRIVED)


def test_what_was_left_to_others_stands_apart(me: User) -> None:
    left, other = make_story("sent"), make_story("sent")
    leave_to_others(story_id=left.pk, by=me)
    assert ids(me) == [other.pk]
    assert find_left(user=me, after=None, size=25).story_ids == [left.pk]
