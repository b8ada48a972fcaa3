"""A short check before sending: who could see it? It is no test. A wrong pick shows what the answers really mean."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.vault.text import open_text, seal_text
from stories.consent import ConsentState, consent_states
from stories.enums import Purpose, Stage
from stories.locks import hold_submission
from stories.looks import log_look
from stories.models import Story, Understanding

NOBODY = "nobody"
AUDIENCES: tuple[tuple[Purpose, Promise], ...] = (
    (Purpose.NAMED_PACK, _("Staff of the one trust you chose")),
    (Purpose.ANY_PACK, _("Staff of any trust, regulators, councils, and Parliament")),
    (Purpose.WEBSITE, _("Anyone in the world, on this website")),
    (Purpose.TRAINING, _("Staff in a training room")),
    (Purpose.PRESS, _("People who read newspapers, listen or watch")),
)


@dataclass(frozen=True)
class Audience:
    """One kind of people, and whether they could see the story if nothing changes."""

    purpose: Purpose
    who: Promise
    sees: bool
    picked: bool


def choices() -> list[tuple[str, Promise]]:
    """What can be picked, the plainest first."""
    return [
        (NOBODY, _("Nobody: only the people who make it safe")),
        *[(purpose.value, who) for purpose, who in AUDIENCES],
    ]


def who_could_see(*, submission_id: UUID, picked: Collection[str] = ()) -> list[Audience]:
    """From the answers as they stand, whatever was picked; one query."""
    states = {state.purpose: state for state in consent_states(submission_id=submission_id)}
    return [
        Audience(purpose, who, _could_see(states[purpose]), purpose.value in picked)
        for purpose, who in AUDIENCES
    ]


def _could_see(state: ConsentState) -> bool:
    return state.granted and not state.ran_out


def agrees(*, audiences: Collection[Audience], picked: Collection[str]) -> bool:
    """Whether what was PICKED is what the answers mean; picking nothing is no answer."""
    truth = {each.purpose.value for each in audiences if each.sees} or {NOBODY}
    return set(picked) == truth


def note_asked(*, submission_id: UUID, words: str = "") -> None:
    """That it was asked, and what they said. Not what they picked: nobody is marked."""
    with transaction.atomic():
        submission = hold_submission(submission_id=submission_id)
        asked, _new = Understanding.objects.get_or_create(
            submission=submission, defaults={"asked_at": timezone.now()}
        )
        asked.asked_at = timezone.now()
        asked.sealed_words = (
            seal_text(owner=submission_id, text=words, context=asked.context) if words else None
        )
        asked.save(update_fields=["asked_at", "sealed_words"])


def words_said(*, submission_id: UUID) -> str:
    """Their own words back to the teller; empty when there are none. Raises KeyDestroyed after an erasure."""
    asked = Understanding.objects.filter(submission_id=submission_id).first()
    if asked is None or asked.sealed_words is None:
        return ""
    return open_text(owner=submission_id, sealed=bytes(asked.sealed_words), context=asked.context)


def said_something(*, submission_id: UUID) -> bool:
    return Understanding.objects.filter(submission_id=submission_id, sealed_words__isnull=False).exists()


def read_for_editor(*, story_id: UUID, by: User) -> str:
    """The same words, opened and logged like any sealed words. Raises Story.DoesNotExist, WhyNotSaid, KeyDestroyed."""
    story = Story.objects.exclude(stage__in=(Stage.WITHDRAWN, Stage.ERASED)).get(pk=story_id)
    log_look(story_id=story_id, reference=story.reference, by=by, data={"asked": "understanding"})
    return words_said(submission_id=story_id)
