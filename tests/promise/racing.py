"""A story that two people do something to at once, and what has to be true whoever was first."""

from collections.abc import Callable

from django.utils import timezone

from campaigns.enums import HandedOver
from campaigns.models import Edition
from campaigns.packs.deliveries import hand_over
from campaigns.packs.editions import issue_edition
from campaigns.packs.press import render_edition
from campaigns.packs.reading import NotReadable, open_pdf, read_html
from common.jobs.enums import JobState
from common.jobs.models import Job
from common.jobs.run_now import drain
from common.vault.keys import data_keys
from stories import release, withdrawal
from stories.enums import Purpose, Stage
from stories.models import SealedPart, Story, StoryVersion, Withdrawal
from stories.moderation import StageRefused
from stories.pack_use import PackUse
from stories.release import NotReleasable
from stories.search import search_stories
from tests.campaigns.factories import make_pack, make_stories
from tests.stories.factories import make_story

WORD = "quagganight"
REFUSALS = (StageRefused, NotReleasable, NotReadable)  # said to whoever was too late
Work = Callable[[], object]


def canary(state: str = "approved") -> Story:
    return make_story(state, text=f"It was a {WORD}.", title=f"A {WORD}", summary=WORD, hide=())


def taking_back(story: Story) -> Work:
    return lambda: withdrawal.take_back(submission_id=story.pk)


def pack_with(story: Story) -> Edition:
    """An edition that is being made, of STORY and another."""
    return issue_edition(pack_id=make_pack(stories=[story, *make_stories(1)]).pk, by=None)


def rendering(edition: Edition) -> Work:
    return lambda: render_edition(edition_id=edition.pk)


def handing_over(edition: Edition) -> Work:
    return lambda: hand_over(
        edition_id=edition.pk,
        recipient="Director of nursing",
        how=HandedOver.LINK,
        on=timezone.localdate(),
        by=None,
    )


def assert_gone(story: Story) -> None:
    """At once, and after the workers: from readers, from every edition, from the vault."""
    assert_unreadable(story)
    drain()
    assert_unreadable(story)
    assert not Job.objects.exclude(state=JobState.DONE).filter(due_at__lte=timezone.now()).exists()
    assert data_keys(owners=[story.pk]) == {}
    assert not SealedPart.objects.filter(submission_id=story.pk).exists()
    assert not StoryVersion.objects.filter(story_id=story.pk).exists()
    assert Story.objects.get(pk=story.pk).stage == Stage.ERASED
    assert Withdrawal.objects.get(submission_id=story.pk, erase=True).finished_at is not None
    assert all(row.recalled_at for row in release.releases_of(story_id=story.pk) if row.recallable)


def assert_unreadable(story: Story) -> None:
    assert release.read_website(story_id=story.pk) is None
    assert search_stories(query=WORD) == []
    assert release.read_for_pack(story_ids=[story.pk], use=PackUse(Purpose.NAMED_PACK, "ZZT")) == []
    assert not any(WORD in words for words in map(readable, Edition.objects.all()))


def readable(edition: Edition) -> str:
    """What a reader of the page or of the file could have."""
    try:
        open_pdf(edition=edition).close()
        return read_html(edition=edition)
    except NotReadable:
        return ""
