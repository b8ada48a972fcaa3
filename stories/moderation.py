"""The way of a story from arrival to ready: taken, made anonymous, read by a second person, asked of its teller."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from common.jobs.service import enqueue
from stories.bench.waiting import why_not_yet
from stories.contact import ask_to_look
from stories.enums import MEDIA_KINDS, Stage
from stories.errors import StageRefused as StageRefused
from stories.looks import parts_seen
from stories.models import LeftToOthers, Story, StoryDraft, StoryVersion, Theme
from stories.prompts import asked
from stories.quoting import why_not_quoted
from stories.redaction import safe_text
from stories.release import announce, find_again, take_down
from stories.safeguarding import look_through, stop_at_check
from stories.sealing import open_draft, seal_draft, seal_version
from stories.search import unindex_story
from stories.second_person import hear_all, worked_on
from stories.stages import is_flagged, lock_story, move_story

OPEN_TO_EDITS = (Stage.ARRIVED, Stage.TRANSCRIBING, Stage.ANONYMISING)


def has_taken(*, story: Story, by: User) -> bool:
    """Whether BY has this story and it is still open: who may decide and correct something in it."""
    return story.editor_id == by.pk and story.stage in OPEN_TO_EDITS


def _held_by(by: User, story_id: UUID) -> Story:
    """The story, locked, while BY makes it anonymous. Between the page and the lock somebody may have taken it over."""
    story = lock_story(story_id, stages=[Stage.ANONYMISING])
    if story.editor_id != by.pk:
        raise StageRefused("Somebody else has this story now. Take it over on its page first.")
    return story


def take(*, story_id: UUID, by: User) -> Story:
    """An editor takes a story from the queue."""
    with transaction.atomic():
        story = lock_story(story_id, stages=OPEN_TO_EDITS)
        story.editor = by
        LeftToOthers.objects.filter(story=story, user=by).delete()  # they came back to it by themselves
        move_story(story=story, to=Stage.ANONYMISING, by=by, fields=["editor"])
    return story


def pass_on(*, story_id: UUID, by: User) -> Story:
    """Back to the queue, no reason asked."""
    with transaction.atomic():
        story = _held_by(by, story_id)
        story.editor = None
        move_story(story=story, to=Stage.ARRIVED, by=by, fields=["editor"])
    return story


def write_draft(*, story_id: UUID, title: str, summary: str, themes: Sequence[str], by: User | None) -> None:
    """The editor's title, summary, themes and content notes (theme slugs of any group)."""
    with transaction.atomic():
        story = lock_story(story_id, stages=OPEN_TO_EDITS)
        draft, _ = StoryDraft.objects.get_or_create(story=story)
        seal_draft(draft=draft, title=title.strip(), summary=summary.strip())
        draft.save()
        story.themes.set(Theme.objects.filter(slug__in=themes, active=True))


def safe_document(*, story: Story) -> dict[str, Any]:
    """What would be released, as it stands now: computed from sealed parts and decisions."""
    draft = StoryDraft.objects.filter(story=story).first()
    title, summary = open_draft(draft=draft) if draft else ("", "")
    parts = story.submission.parts.prefetch_related("redactions")
    return {
        "title": title,
        "summary": summary,
        "language": story.submission.language,
        "parts": [
            {"id": str(part.pk), "kind": part.kind, "text": safe_text(part=part), **asked(part=part)}
            for part in parts
            if part.sealed_text is not None
        ],
        "themes": [[t.slug, t.group, t.label] for t in story.themes.order_by("slug")],
    }


def hand_to_second_reader(*, story_id: UUID, by: User) -> StoryVersion:
    """Freeze the safe version and ask for a second reading by somebody else. Any earlier approval ends here."""
    look_through(story_id=story_id)  # the worker has done it long ago, unless none runs
    with transaction.atomic():
        story = _held_by(by, story_id)
        _refuse_unseen(story=story, by=by)
        document = safe_document(story=story)
        _refuse_unfinished(story=story, document=document)
        if reason := why_not_yet(story_id=story_id) or why_not_quoted(story_id=story_id):
            raise StageRefused(reason)
        number = (story.versions.aggregate(top=Max("number"))["top"] or 0) + 1
        version = StoryVersion(story=story, number=number, anonymised_by=by)
        seal_version(version=version, document=document)
        version.save()
        story.current_version, story.approved_version = version, None
        fields = ["current_version", "approved_version"]
        move_story(story=story, to=Stage.SECOND_READING, by=by, fields=fields)
        for part in story.submission.parts.filter(kind__in=MEDIA_KINDS):
            enqueue(kind="make_safe_copy", object_id=part.pk)
    return version


def _refuse_unseen(*, story: Story, by: User) -> None:
    """What its teller added later must have been opened, to its end, by whoever answers for this version."""
    seen = parts_seen(story_id=story.pk, by=by)
    added = story.submission.parts.filter(added_at__isnull=False, sealed_text__isnull=False)
    if any(str(pk) not in seen for pk in added.values_list("pk", flat=True)):
        raise StageRefused("The teller added something that you have not opened yet. Read it first.")


def _refuse_unfinished(*, story: Story, document: dict[str, Any]) -> None:
    if story.submission.parts.filter(kind__in=MEDIA_KINDS, sealed_text__isnull=True).exists():
        raise StageRefused(
            "A recording has no transcript yet. Wait for it, or see on this page why it failed."
        )
    if not document["title"]:
        raise StageRefused("Give the story a title first.")
    if not any(group != "content_notes" for _, group, _ in document["themes"]):
        raise StageRefused("Choose at least one theme first.")


def accept_second_reading(*, story_id: UUID, by: User) -> Story:
    """The second reader found it safe: now the teller is asked. Refused to the person who made it anonymous.

    Refused as well while a treated copy of a recording is being made, or was never heard by BY.
    """
    with transaction.atomic():
        story = lock_story(story_id, stages=[Stage.SECOND_READING])
        version = story.current_version
        if version is None:
            raise StageRefused("There is no version to read: it has to be handed over again.")
        if worked_on(story=story, by=by):
            raise StageRefused("Somebody else must read it: you made this version anonymous yourself.")
        hear_all(story=story, by=by)
        version.second_reader, version.second_read_at = by, timezone.now()
        version.save(update_fields=["second_reader", "second_read_at"])
        move_story(story=story, to=Stage.WITH_TELLER, by=by)
        ask_to_look(story_id=story_id)
    return story


def send_back(*, story_id: UUID, by: User | None) -> Story:
    """To the first editor again: the second reader, the teller, or a leak found later, wants changes.

    From a hold as well: what was held for a leak must not come into sight again on its way to being mended.
    """
    stages = [Stage.SECOND_READING, Stage.WITH_TELLER, Stage.READY, Stage.PUBLISHED, Stage.HELD]
    with transaction.atomic():
        story = lock_story(story_id, stages=stages)
        story.current_version, story.approved_version = None, None
        story.published_at, story.live, story.copy_waits_since = None, False, None
        fields = ["current_version", "approved_version", "published_at", "live", "copy_waits_since"]
        move_story(story=story, to=Stage.ANONYMISING, by=by, fields=fields)
        take_down(story_id=story_id)
        announce(story_id=story_id)
    return story


def hold(*, story_id: UUID, by: User) -> Story:
    """Out of every reader's sight until somebody lets it go on."""
    over = (Stage.HELD, Stage.TURNED_DOWN, Stage.APPEAL, Stage.WITHDRAWN, Stage.ERASED)
    stages = [stage for stage in Stage if stage not in over]
    with transaction.atomic():
        story = lock_story(story_id, stages=stages)
        if story.stage != Stage.SAFEGUARDING:  # from there it goes on to where it was before
            story.resume_stage = story.stage
        move_story(story=story, to=Stage.HELD, by=by, fields=["resume_stage"])
        unindex_story(story_id=story_id)
        announce(story_id=story_id)
    return story


def resume(*, story_id: UUID, by: User) -> Story:
    """From a hold to where it was; to the safeguarding check while a flag is open."""
    with transaction.atomic():
        story = lock_story(story_id, stages=[Stage.HELD])
        if is_flagged(story_id=story_id):
            stop_at_check(story=story, by=by)
            return story
        move_story(story=story, to=Stage(story.resume_stage), by=by)
        find_again(story_id=story_id)
        announce(story_id=story_id)
    return story
