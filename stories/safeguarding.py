"""Safeguarding comes first: a flag stops a story until a safeguarding lead clears it, or it is held.

Phrases raise flags in a worker (`look_through`), people by their own judgement (`raise_flag`). A flag has a kind, a due
time and an owner, and no word of the story. Only a safeguarding lead decides. Every step is in the audit log, by ids
and codes. Nothing here ever publishes: a story that was public goes on to "ready", and the gate asks again.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import has_role
from common import audit
from common.jobs.service import enqueue
from common.vault.text import open_texts, seal_text
from stories.contact import ask_to_look
from stories.enums import Stage, SubmissionState, Why
from stories.errors import StageRefused
from stories.flag_enums import CLEARING, FlagKind, FlagState, SafeguardingStep
from stories.locks import hold_story
from stories.looks import READ
from stories.models import SafeguardingFlag, SafeguardingNote, SafeguardingPhrase, SealedPart, Story
from stories.permissions import EDITORS
from stories.phrases import Found, Phrase, find_phrases, read_phrase
from stories.release import announce, take_down
from stories.sealing import open_part_text
from stories.stages import STOPPED_BY_A_FLAG, is_flagged, move_story

LOOK, TELL = "look_through_story", "tell_safeguarding_leads"  # kinds of jobs
STANDING = (Stage.READY, Stage.PUBLISHED)
GONE = (Stage.WITHDRAWN, Stage.ERASED)
AN_HOUR = dt.timedelta(hours=1)
# The first act is due on the same day; where a life may be at risk now, within the hour.
DUE_WITHIN: dict[FlagKind, dt.timedelta] = {
    FlagKind.SELF: AN_HOUR,
    FlagKind.CHILD: 4 * AN_HOUR,
    FlagKind.OTHERS: 4 * AN_HOUR,
    FlagKind.ADULT: 8 * AN_HOUR,
    FlagKind.ONGOING: 8 * AN_HOUR,
    FlagKind.CRIME: 8 * AN_HOUR,
    FlagKind.DEATH: 8 * AN_HOUR,
    FlagKind.OTHER: 24 * AN_HOUR,
}
LATER = {"hour": AN_HOUR, "day": 24 * AN_HOUR, "week": 7 * 24 * AN_HOUR}


@dataclass(frozen=True)
class Mark:
    """What a list may say of a story's open flags."""

    open: int
    overdue: int
    next_due: dt.datetime


# Raising


def raise_flag(*, story_id: UUID, kind: FlagKind, by: User, note: str = "") -> SafeguardingFlag:
    """By somebody's own judgement: the story stops, and leaves every reader's sight. Raises StageRefused."""
    if not any(has_role(user=by, role=role) for role in EDITORS):
        raise StageRefused(_("Only editors, second readers and safeguarding leads raise a flag."))
    with transaction.atomic():
        story = _hold(story_id)
        flag = _raise(story=story, kind=kind, by=by)
        if note.strip():
            _note(flag=flag, step=SafeguardingStep.NOTED, by=by, words=note)
        if story.stage in (*STOPPED_BY_A_FLAG, *STANDING):
            stop_at_check(story=story, by=by)
    return flag


def look_through(*, story_id: UUID) -> list[SafeguardingFlag]:
    """Look for the phrases in words that nobody looked through yet; the flags that were raised. Idempotent.

    What a story already has a version for is left where it stands: what was found is in none of its versions.
    """
    with transaction.atomic():
        hold_story(story_id=story_id)
        parts = list(_unread_parts(story_id))
        story = Story.objects.filter(pk=story_id).exclude(stage__in=GONE).first()
        if not parts or story is None:
            return []
        where = _where_found(parts)
        flags = [_raise(story=story, kind=kind, by=None, parts=found) for kind, found in where.items()]
        SealedPart.objects.filter(pk__in=[part.pk for part in parts]).update(looked_through_at=timezone.now())
        if flags and story.stage in STOPPED_BY_A_FLAG:
            stop_at_check(story=story, by=None)
    return flags


def _unread_parts(story_id: UUID) -> QuerySet[SealedPart]:
    sent = SealedPart.objects.filter(submission_id=story_id, submission__state=SubmissionState.SENT)
    return sent.filter(looked_through_at=None, sealed_text__isnull=False)


def _where_found(parts: Iterable[SealedPart]) -> dict[FlagKind, list[SealedPart]]:
    phrases = listed_phrases()
    where: dict[FlagKind, list[SealedPart]] = {}
    for part in parts:
        for kind in {found.kind for found in find_phrases(text=open_part_text(part=part), phrases=phrases)}:
            where.setdefault(kind, []).append(part)
    return where


def listed_phrases() -> list[Phrase]:
    rows = SafeguardingPhrase.objects.filter(active=True).values_list("kind", "phrase")
    return [read_phrase(kind=FlagKind(kind), text=phrase) for kind, phrase in rows]


def found_in(*, text: str) -> list[Found]:
    """What the list says of words that somebody has opened already. For the sealed screen alone."""
    return find_phrases(text=text, phrases=listed_phrases())


def _hold(story_id: UUID) -> Story:
    hold_story(story_id=story_id)
    story: Story = Story.objects.select_related("submission").get(pk=story_id)
    if story.stage in GONE:
        raise StageRefused(_("This story was taken back, so nothing more is kept with it."))
    return story


def _raise(
    *, story: Story, kind: FlagKind, by: User | None, parts: Sequence[SealedPart] = ()
) -> SafeguardingFlag:
    now = timezone.now()
    flag = SafeguardingFlag.objects.create(
        story=story,
        kind=kind,
        raised_at=now,
        due_at=now + DUE_WITHIN[kind],
        raised_by=by,
        by_list=by is None,
        owner=_next_owner(),
    )
    flag.parts.set(parts)
    _log(flag, "heard.flag", by, kind=kind.value, raised="list" if by is None else "person")
    enqueue(kind=TELL, object_id=flag.pk)
    return flag


def safeguarding_leads() -> QuerySet[User]:
    held = Q(memberships__role=Role.SAFEGUARDING_LEAD)
    return User.objects.filter(held, is_active=True).distinct().order_by("pk")


def _next_owner() -> User | None:
    """The lead who has the fewest open flags."""
    mine = SafeguardingFlag.objects.filter(state=FlagState.OPEN).values_list("owner").annotate(Count("pk"))
    counts: dict[int, int] = dict(mine.order_by())
    return min(safeguarding_leads(), key=lambda lead: counts.get(lead.pk, 0), default=None)


def stop_at_check(*, story: Story, by: User | None) -> None:
    """To the safeguarding check, in the caller's transaction: out of every reader's sight.

    From there it goes on to where it was; from the website only to "ready".
    """
    came_from = story.resume_stage if story.stage == Stage.HELD else story.stage
    story.resume_stage = Stage.READY if came_from == Stage.PUBLISHED else came_from
    story.published_at, story.live = None, False
    fields = ["resume_stage", "published_at", "live"]
    move_story(story=story, to=Stage.SAFEGUARDING, by=by, fields=fields)
    if came_from in STANDING:
        take_down(story_id=story.pk)
        announce(story_id=story.pk)


# Deciding


def take_step(
    *, flag_id: int, step: SafeguardingStep, by: User, words: str = "", later: str = ""
) -> SafeguardingFlag:
    """Write down what a safeguarding lead did, and clear the flag with a step of CLEARING.

    LATER is a key of the table above: by then somebody looks again. Raises StageRefused, and
    SafeguardingFlag.DoesNotExist also for one whose story was taken back.
    """
    with transaction.atomic():
        flag = _own_flag(flag_id=flag_id, by=by)
        _refuse_empty(step=step, words=words, later=later)
        _note(flag=flag, step=step, by=by, words=words)
        if step == SafeguardingStep.TAKEN:
            flag.owner = by
        if step == SafeguardingStep.LATER:
            flag.due_at, flag.reminded_at = timezone.now() + LATER[later], None
            enqueue(kind=TELL, object_id=flag.pk, not_before=flag.due_at)
        if step in CLEARING:
            flag.state, flag.decision = FlagState.CLEARED, step
            flag.decided_at, flag.decided_by = timezone.now(), by
        flag.save()
        _log(flag, "heard.flag_step", by, step=step.value)
        if step in CLEARING:
            _go_on(story=flag.story, by=by)
    return flag


def find_flag(*, flag_id: int) -> SafeguardingFlag:
    """Raises SafeguardingFlag.DoesNotExist, also when its story was taken back."""
    flags = SafeguardingFlag.objects.select_related("story__submission", "owner", "raised_by", "decided_by")
    found: SafeguardingFlag = flags.exclude(story__stage__in=GONE).get(pk=flag_id)
    return found


def _own_flag(*, flag_id: int, by: User) -> SafeguardingFlag:
    """Open, its story locked, and BY is a safeguarding lead. Raises StageRefused."""
    if not has_role(user=by, role=Role.SAFEGUARDING_LEAD):
        raise StageRefused(_("Only a safeguarding lead decides about a flag."))
    hold_story(story_id=find_flag(flag_id=flag_id).story_id)
    flag = find_flag(flag_id=flag_id)
    if flag.state != FlagState.OPEN:
        raise StageRefused(_("This flag was cleared already."))
    return flag


def _refuse_empty(*, step: SafeguardingStep, words: str, later: str) -> None:
    if step == SafeguardingStep.LATER and later not in LATER:
        raise StageRefused(_("Choose when to look again."))
    if step in (*CLEARING, SafeguardingStep.NOTED) and not words.strip():
        raise StageRefused(_("Write down why, in a sentence. It is sealed with the story."))


def _note(*, flag: SafeguardingFlag, step: SafeguardingStep, by: User, words: str) -> None:
    note = SafeguardingNote(flag=flag, step=step, by=by, at=timezone.now())
    text = words.strip().replace("\r\n", "\n")
    note.sealed = seal_text(owner=flag.story_id, text=text, context=note.context) if text else None
    note.save()


def _go_on(*, story: Story, by: User) -> None:
    """After the last open flag: on from where it was stopped. Held, it stays held."""
    if story.stage != Stage.SAFEGUARDING or is_flagged(story_id=story.pk):
        return
    to = Stage(story.resume_stage)
    move_story(story=story, to=to, by=by)
    if to == Stage.WITH_TELLER:
        ask_to_look(story_id=story.pk)


# Looking


def read_notes(*, flag: SafeguardingFlag, by: User) -> list[tuple[SafeguardingNote, str]]:
    """What was written about a flag, oldest first: a logged look at sealed words. Raises StageRefused."""
    if not has_role(user=by, role=Role.SAFEGUARDING_LEAD):
        raise StageRefused(_("Notes about a flag are for safeguarding leads."))
    notes = list(flag.notes.select_related("by"))
    sealed = [note for note in notes if note.sealed is not None]
    texts = open_texts(items=[(flag.story_id, bytes(note.sealed or b""), note.context) for note in sealed])
    words = {note.pk: text or "" for note, text in zip(sealed, texts, strict=True)}
    if sealed:
        _log(flag, READ, by, why=Why.SAFEGUARDING.value)
    return [(note, words.get(note.pk, "")) for note in notes]


def flag_marks(*, story_ids: Collection[UUID]) -> dict[UUID, Mark]:
    """Open flags by story, for a list; one query."""
    now = timezone.now()
    marks: dict[UUID, Mark] = {}
    rows = SafeguardingFlag.objects.filter(story_id__in=story_ids, state=FlagState.OPEN)
    for story_id, due in rows.order_by("due_at").values_list("story_id", "due_at"):
        mark = marks.get(story_id, Mark(0, 0, due))
        marks[story_id] = Mark(mark.open + 1, mark.overdue + (due <= now), mark.next_due)
    return marks


def open_flags() -> QuerySet[SafeguardingFlag]:
    """Of stories that are still here, the most pressing first."""
    flags = SafeguardingFlag.objects.filter(state=FlagState.OPEN).exclude(story__stage__in=GONE)
    return flags.select_related("story", "owner", "raised_by").order_by("due_at", "pk")


def cleared_flags() -> QuerySet[SafeguardingFlag]:
    """Of stories that are still here, the latest first."""
    flags = SafeguardingFlag.objects.filter(state=FlagState.CLEARED).exclude(story__stage__in=GONE)
    return flags.select_related("story", "owner", "raised_by", "decided_by").order_by("-decided_at", "-pk")


def _log(flag: SafeguardingFlag, action: str, by: User | None, **data: str | int) -> None:
    facts: dict[str, str | int] = {"flag": flag.pk, **data}
    audit.record(action=action, user=by, reference=flag.story.reference, object_id=flag.story_id, data=facts)
