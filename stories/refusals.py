"""Turning a story down: never without a reason, and never the last word of one person alone.

An editor who has a story may find that it cannot be used. They choose a reason from the list and add words of their
own; the teller reads both, and what they can do. They may ask once that somebody else looks: that appeal is decided by
another editor or a safeguarding lead, never by whoever turned the story down, and the answer has reasons too.
"""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from accounts.permissions import roles_of
from common import audit
from common.vault.text import open_text, seal_text
from stories.enums import AppealOutcome, Stage, SubmissionState
from stories.errors import StageRefused
from stories.looks import log_look
from stories.messages import write_notice
from stories.models import Refusal, RefusalReason, Story
from stories.permissions import ANONYMISERS
from stories.stages import lock_story, move_story

LONGEST = 2500  # letters, so that with the reason they fit into one message


class AppealRefused(Exception):
    """It cannot be asked now; the message, for the teller, says what they can do."""


@dataclass(frozen=True)
class RefusalShown:
    """For the teller, in the language of the page. `why` and `can_do` are the list's, `words` and `answer` people's."""

    at: dt.datetime
    why: str
    words: str
    can_do: str
    appealed_at: dt.datetime | None
    appeal: str
    decided_at: dt.datetime | None
    upheld: bool
    answer: str
    stands: bool  # the story is turned down, or an appeal waits
    may_appeal: bool

    @property
    def waits(self) -> bool:
        return self.appealed_at is not None and self.decided_at is None


# By editors


def reasons() -> list[RefusalReason]:
    return list(RefusalReason.objects.filter(active=True))


def turn_down(*, story_id: UUID, reason_id: int, words: str, by: User) -> Refusal:
    """By the editor who has it. The teller is told in their messages, and where they stand. Raises StageRefused."""
    words = _needed(words, "Write to the teller why, in your own words too.")
    with transaction.atomic():
        story = lock_story(story_id, stages=[Stage.ANONYMISING])
        if story.editor_id != by.pk:
            raise StageRefused("Somebody else has this story now. Take it over on its page first.")
        reason = RefusalReason.objects.filter(pk=reason_id, active=True).first()
        if reason is None:
            raise StageRefused("Choose a reason from the list.")
        row = Refusal(story=story, reason=reason, refused_by=by, refused_at=timezone.now())
        row.sealed_words = _seal(row, "words", words)
        row.save()
        move_story(story=story, to=Stage.TURNED_DOWN, by=by)
        _log(row, "heard.turned_down", by, reason=reason.pk)
        _tell(row, by=by, text=_refused_text(row, words))
    return row


def decide_appeal(*, story_id: UUID, upheld: bool, words: str, by: User) -> Refusal:
    """By another editor, or a safeguarding lead. Unless UPHELD it waits for an editor again. Raises StageRefused."""
    words = _needed(words, "Write to the teller why you decided so.")
    with transaction.atomic():
        story = lock_story(story_id, stages=[Stage.APPEAL])
        row = _standing(story)
        _refuse_partial(row, by=by)
        row.outcome = AppealOutcome.UPHELD if upheld else AppealOutcome.OVERTURNED
        row.decided_by, row.decided_at = by, timezone.now()
        row.sealed_decision = _seal(row, "decision", words)
        row.save()
        story.editor = story.editor if upheld else None
        to = Stage.TURNED_DOWN if upheld else Stage.ARRIVED
        move_story(story=story, to=to, by=by, fields=["editor"])
        _log(row, "heard.appeal_decided", by, outcome=row.outcome)
        _tell(row, by=by, text=_decided_text(row, words))
    return row


def may_decide(*, row: Refusal, by: User) -> bool:
    return row.refused_by_id != by.pk and not roles_of(by).isdisjoint(ANONYMISERS)


def may_decide_about(*, story: Story, by: User) -> bool:
    """Whether an appeal waits that BY may decide."""
    return story.stage == Stage.APPEAL and may_decide(row=_standing(story), by=by)


def read_appeal(*, story_id: UUID, by: User) -> tuple[Refusal, str, str]:
    """The refusal, its words, and what the teller wrote: a logged look. Raises StageRefused, WhyNotSaid."""
    story = Story.objects.get(pk=story_id)
    if story.stage != Stage.APPEAL:
        raise StageRefused("No appeal waits for an answer.")
    row = _standing(story)
    _refuse_partial(row, by=by)
    log_look(story_id=story_id, reference=story.reference, by=by, data={"appeal": row.pk})
    return row, _open(row, "words"), _open(row, "appeal")


def _refuse_partial(row: Refusal, *, by: User) -> None:
    if not may_decide(row=row, by=by):
        raise StageRefused("Somebody else than whoever turned it down decides about an appeal.")


def _needed(words: str, otherwise: str) -> str:
    words = words.strip().replace("\r\n", "\n")
    if not words or len(words) > LONGEST:
        raise StageRefused(otherwise)
    return words


# By tellers


def appeal(*, submission_id: UUID, words: str) -> Refusal:
    """Ask that somebody else looks, once. WORDS may be empty. Raises AppealRefused."""
    words = words.strip().replace("\r\n", "\n")
    if len(words) > LONGEST:
        raise AppealRefused(_("That is too long. Please say it in fewer words."))
    with transaction.atomic():
        try:
            story = lock_story(submission_id, stages=[Stage.TURNED_DOWN])
        except StageRefused:
            raise AppealRefused(_("There is nothing to ask about right now.")) from None
        row = story.refusals.last()
        if row is None or row.appealed_at is not None:
            raise AppealRefused(_("Somebody else has looked already. You can still write to us."))
        row.appealed_at = timezone.now()
        row.sealed_appeal = _seal(row, "appeal", words) if words else None
        row.save(update_fields=["appealed_at", "sealed_appeal"])
        move_story(story=story, to=Stage.APPEAL, by=None)
        _log(row, "heard.appeal", None)
    return row


def last_refusal(*, submission_id: UUID, language: str) -> RefusalShown | None:
    """For the teller's own page. None when there never was one, or the story was taken back."""
    rows = Refusal.objects.select_related("story", "reason").filter(story_id=submission_id)
    row = rows.filter(story__submission__state=SubmissionState.SENT).last()
    if row is None:
        return None
    welsh = language == "cy"
    return RefusalShown(
        at=row.refused_at,
        why=row.reason.words_cy if welsh else row.reason.words,
        words=_open(row, "words"),
        can_do=row.reason.can_do_cy if welsh else row.reason.can_do,
        appealed_at=row.appealed_at,
        appeal=_open(row, "appeal"),
        decided_at=row.decided_at,
        upheld=row.outcome == AppealOutcome.UPHELD,
        answer=_open(row, "decision"),
        stands=row.outcome != AppealOutcome.OVERTURNED,
        may_appeal=row.story.stage == Stage.TURNED_DOWN and row.appealed_at is None,
    )


def _standing(story: Story) -> Refusal:
    row: Refusal = story.refusals.select_related("reason", "refused_by").get(outcome="")
    return row


# What tellers are told, in the language of their story


def _tell(row: Refusal, *, by: User, text: str) -> None:
    write_notice(story_id=row.story_id, text=text, by=by)


def _refused_text(row: Refusal, words: str) -> str:
    language = row.story.submission.language
    welsh = language == "cy"
    with override("cy" if welsh else "en-gb"):
        first = _("We cannot use your story. It stays sealed, and nothing of it goes anywhere.")
        ask = _("You can ask that somebody else looks at it. Your page shows you how.")
    reason = row.reason
    why, can_do = (reason.words_cy, reason.can_do_cy) if welsh else (reason.words, reason.can_do)
    return f"{first}\n\n{why}\n\n{words}\n\n{can_do}\n\n{ask}"


def _decided_text(row: Refusal, words: str) -> str:
    with override("cy" if row.story.submission.language == "cy" else "en-gb"):
        if row.outcome == AppealOutcome.UPHELD:
            first = _("Somebody else has looked at your story. We still cannot use it.")
        else:
            first = _("Somebody else has looked at your story. We can use it after all: an editor goes on.")
    return f"{first}\n\n{words}"


def _seal(row: Refusal, field: str, text: str) -> bytes:
    return seal_text(owner=row.story_id, text=text, context=row.context(field))


def _open(row: Refusal, field: str) -> str:
    sealed = getattr(row, f"sealed_{field}")
    return open_text(owner=row.story_id, sealed=bytes(sealed), context=row.context(field)) if sealed else ""


def _log(row: Refusal, action: str, by: User | None, **data: str | int) -> None:
    facts: dict[str, str | int] = {"refusal": row.pk, **data}
    audit.record(action=action, user=by, reference=row.story.reference, object_id=row.story_id, data=facts)
