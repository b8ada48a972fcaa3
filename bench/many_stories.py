"""Thousands of published stories in seconds: the same rows and seals as the domain functions make, written in bulk.

They are read through the gate at the end, so that a change of the road which leaves this file behind is noticed.
"""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID, uuid4

from django.utils import timezone

from accounts.models import User
from common.vault.keys import create_key
from stories import release
from stories.consent import add_months
from stories.enums import Decision, DestinationKind, Purpose, Stage, SubmissionState, ThemeGroup
from stories.models import (
    Approval,
    ConsentRecord,
    Release,
    Story,
    StoryVersion,
    Submission,
    Teller,
    Theme,
)
from stories.sealing import seal_version
from stories.wording import current_wording

PARAGRAPH = (
    "I asked what time it was and nobody said. I counted my own breaths, and a nurse held up a watch. " * 3
)
THEMES = ("bench-held", "bench-alone", "bench-kind")


def make_stories(number: int, *, before: int = 0) -> UUID:
    """NUMBER more published stories, older than the BEFORE that are there; answers with one of their ids."""
    editor, reader = _people()
    themes = [
        Theme.objects.get_or_create(
            slug=slug, defaults={"group": ThemeGroup.EXPERIENCES, "label": slug.title(), "position": place}
        )[0]
        for place, slug in enumerate(THEMES)
    ]
    now = timezone.now()
    last = UUID(int=0)
    for start in range(0, number, 500):
        batch = range(before + start, before + min(number, start + 500))
        last = _make_batch(batch, editor=editor, reader=reader, themes=themes, now=now)
    if release.read_website(story_id=last) is None:
        raise RuntimeError(
            "The stories made in bulk do not pass the gate: bring this file in line with the road."
        )
    return last


def _people() -> tuple[User, User]:
    found = [User.objects.get_or_create(email=f"bench{n}@heard.invalid")[0] for n in (1, 2)]
    return found[0], found[1]


def _make_batch(
    numbers: range, *, editor: User, reader: User, themes: Sequence[Theme], now: dt.datetime
) -> UUID:
    ids = [uuid4() for _ in numbers]
    for story_id in ids:
        create_key(owner=story_id)
    tellers = Teller.objects.bulk_create(Teller() for _ in ids)
    submissions = Submission.objects.bulk_create(
        Submission(
            id=pk,
            reference=f"B-{n:08d}",
            teller=teller,
            state=SubmissionState.SENT,
            adult_confirmed=True,
            sent_at=now,
        )
        for pk, n, teller in zip(ids, numbers, tellers, strict=True)
    )
    moments = [now - dt.timedelta(minutes=n) for n in numbers]
    stories = Story.objects.bulk_create(
        Story(
            id=s.pk,
            submission=s,
            reference=s.reference,
            stage=Stage.PUBLISHED,
            stage_since=at,
            published_at=at,
            live=True,
        )
        for s, at in zip(submissions, moments, strict=True)
    )
    _approve(stories, editor=editor, reader=reader, now=now)
    _agree(submissions, stories=stories, now=now)
    through = Story.themes.through
    through.objects.bulk_create(
        through(story_id=s.pk, theme_id=theme.pk)
        for s in stories
        for theme in (themes[n % 3] for n in (0, 1))
    )
    return ids[-1]


def _approve(stories: Sequence[Story], *, editor: User, reader: User, now: dt.datetime) -> None:
    versions = []
    for story in stories:
        version = StoryVersion(
            story=story, number=1, anonymised_by=editor, second_reader=reader, second_read_at=now
        )
        seal_version(version=version, document=_document(story))
        versions.append(version)
    StoryVersion.objects.bulk_create(versions)
    Approval.objects.bulk_create(
        Approval(version=v, decision=Decision.APPROVED, sha256=v.sha256, at=now) for v in versions
    )
    for story, version in zip(stories, versions, strict=True):
        story.current_version = story.approved_version = version
    Story.objects.bulk_update(stories, ["current_version", "approved_version"])


def _document(story: Story) -> dict[str, object]:
    terms = [[slug, ThemeGroup.EXPERIENCES.value, slug.title()] for slug in THEMES[:2]]
    text = "\n\n".join([PARAGRAPH] * 4)
    part = {"id": str(story.pk), "kind": "written", "text": text}
    title = f"Telling {story.reference}"
    return {"title": title, "summary": "A telling.", "language": "en", "parts": [part], "themes": terms}


def _agree(submissions: Sequence[Submission], *, stories: Sequence[Story], now: dt.datetime) -> None:
    wording, end = current_wording(), add_months(at=now, months=24)
    consents = ConsentRecord.objects.bulk_create(
        ConsentRecord(
            submission=s,
            purpose=Purpose.WEBSITE,
            granted=True,
            wording=wording,
            manner="bench",
            given_at=now,
            effective_at=now - dt.timedelta(seconds=1),
            expires_at=end,
        )
        for s in submissions
    )
    Release.objects.bulk_create(
        Release(
            submission_id=story.pk,
            version_number=1,
            version_sha256=story.approved_version.sha256 if story.approved_version else "",
            consent=consent,
            purpose=Purpose.WEBSITE,
            destination_kind=DestinationKind.WEBSITE,
            destination="Website",
            released_at=now,
        )
        for story, consent in zip(stories, consents, strict=True)
    )
