"""The teller's word on exactly one version, and on exactly the copies they could hear. Silence is never a yes."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from stories.copies import Copy, copies_on_offer, write_answers
from stories.enums import Decision, Stage, ThemeGroup
from stories.locks import hold_story
from stories.models import Approval, Story
from stories.moderation import StageRefused, send_back
from stories.pack_search import refresh_entry
from stories.sealing import seal_note
from stories.stages import move_story
from stories.suggesting.learned import learn_later


class VersionChanged(StageRefused):
    """The page they answered from showed another version than the one that stands now."""


def answer_version(
    *,
    story_id: UUID,
    sha256: str,
    decision: Decision,
    note: str = "",
    heard: Collection[str] = (),
    unfitting: Collection[str] = (),
) -> Story:
    """Record the teller's answer to the version with this hash, and to the copies with the hashes HEARD.

    Approved: the story becomes ready. A copy that is not among HEARD was finished later: it stays shut until they
    are asked about it. Changes or refused: back to the editors, who see the sealed note, and the themes that do not
    fit (UNFITTING, slugs). Those are taken off at once; content notes stay until an editor has looked, as they warn.
    Raises VersionChanged when the version, or a copy, is not the one that stands; StageRefused when nothing is asked,
    or when they say yes to a version and no to one of its themes.
    """
    with transaction.atomic():
        hold_story(story_id=story_id)
        story: Story = Story.objects.select_related("current_version").get(pk=story_id)
        if story.stage != Stage.WITH_TELLER or story.current_version is None:
            raise StageRefused("There is nothing to answer right now.")
        version = story.current_version
        if version.sha256 != sha256:
            raise VersionChanged("The words changed while you were reading. Please look at them once more.")
        if unfitting and decision == Decision.APPROVED:
            raise StageRefused("Ask for changes, so that an editor can take the theme off.")
        write_answers(copies=_heard(story_id=story_id, heard=heard), approved=decision == Decision.APPROVED)
        off = _take_off(story=story, slugs=unfitting)
        approval = Approval(
            version=version, decision=decision, sha256=sha256, unfitting=off, at=timezone.now()
        )
        seal_note(approval=approval, owner=story.pk, text=note.strip())
        approval.save()
        if decision == Decision.APPROVED:
            story.approved_version = version
            move_story(story=story, to=Stage.READY, by=None, fields=["approved_version"])
            learn_later()
            refresh_entry(story_id=story_id)
        else:
            story = send_back(story_id=story_id, by=None)
    return story


def _take_off(*, story: Story, slugs: Collection[str]) -> list[str]:
    """Those of SLUGS that the story carries."""
    said = story.themes.filter(slug__in=slugs)
    found = sorted(said.values_list("slug", flat=True))
    story.themes.remove(*said.exclude(group=ThemeGroup.CONTENT_NOTES))
    return found


def _heard(*, story_id: UUID, heard: Collection[str]) -> list[Copy]:
    """The copies with these hashes. Raises VersionChanged when one of them is no longer what would be played."""
    copies = [copy for copy in copies_on_offer(story_id=story_id) if copy.sha256 in heard]
    if len({copy.sha256 for copy in copies}) != len(set(heard)):
        raise VersionChanged("The recording changed while you were listening. Please hear it once more.")
    return copies


def answer_copies(*, story_id: UUID, heard: Collection[str], approved: bool) -> None:
    """Their word on copies that were finished after they answered the words: a yes opens them, a no keeps them shut.

    Raises VersionChanged as above, StageRefused when no version stands approved.
    """
    with transaction.atomic():
        hold_story(story_id=story_id)
        if not Story.objects.filter(pk=story_id, approved_version__isnull=False).exists():
            raise StageRefused("There is nothing to answer right now.")
        write_answers(copies=_heard(story_id=story_id, heard=heard), approved=approved)
