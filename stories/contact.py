"""Reaching a teller who asked for it: sealed, in the way they chose, with words that say nothing of a story.

The address and the yes to being contacted (Purpose.CONTACT) are two things. Without a yes no address is kept; a no
erases it (consent.withdraw_consent), and so does the day on which a yes runs out (watch_contact); and a message goes
out only while the yes is in force. Messages go through `contact_teller` alone, by a job. Nobody here is shown an
address, but for one way: when somebody is in danger, and two safeguarding leads agree (stories/disclosure.py).
"""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from common.jobs.service import enqueue
from common.vault.errors import KeyDestroyed
from common.vault.text import open_text, seal_text
from stories.consent import consent_for
from stories.enums import Form, Purpose, Stage, SubmissionState
from stories.locks import hold_story, hold_submission
from stories.models import ContactWish, Message
from stories.querysets import standing_consents
from stories.sealing import canonical

KIND = "contact_teller"
_elsewhere: list[Callable[[UUID, dt.datetime | None], bool]] = []


class Channel(models.TextChoices):
    EMAIL = "email", _("An e-mail")
    PHONE = "phone", _("A call or a text message")


class Avoid(models.TextChoices):
    """Times at which a message is not safe, by the clock of Britain."""

    MORNING = "morning", _("Mornings (6 to 12)")
    AFTERNOON = "afternoon", _("Afternoons (12 to 6)")
    EVENING = "evening", _("Evenings (6 to 10)")
    NIGHT = "night", _("Nights (10 to 6)")
    WEEKEND = "weekend", _("Saturdays and Sundays")


class ContactRefused(Exception):
    """The address cannot be kept: there is no yes to being contacted."""


class NotSent(Exception):
    """The message did not go out. Says nothing of where to."""


@dataclass(frozen=True)
class Wish:
    """Where, how and when not. `say_where`: the message may name this site's address."""

    channel: str
    address: str
    avoid: tuple[str, ...] = ()
    say_where: bool = True


def may_keep_contact(*, submission_id: UUID) -> bool:
    """Whether there is a yes to being contacted, in force or cooling off."""
    return _yes(submission_id).exists()


def _yes(submission_id: UUID) -> "models.QuerySet[models.Model]":
    standing = standing_consents(purpose=Purpose.CONTACT, form=Form.TEXT, trust_code="", at=timezone.now())
    return standing.filter(submission_id=submission_id)


def keep_contact(*, submission_id: UUID, wish: Wish) -> None:
    """Seal it, in place of what was kept before. Raises ContactRefused."""
    with transaction.atomic():
        submission = hold_submission(submission_id=submission_id)
        if not may_keep_contact(submission_id=submission_id):
            raise ContactRefused("Say yes to being contacted first.")
        row = ContactWish.objects.filter(submission=submission).first() or ContactWish(submission=submission)
        row.sealed = seal_text(owner=submission_id, text=canonical(asdict(wish)), context=row.context)
        row.save()
        watch_contact(story_id=submission_id)


def contact_wish(*, submission_id: UUID) -> Wish | None:
    """For the teller's own page, and for sending. None when nothing is kept, or nothing can be opened any more."""
    row = ContactWish.objects.filter(submission_id=submission_id).first()
    return _open(row) if row is not None else None


def _open(row: ContactWish) -> Wish | None:
    try:
        held = json.loads(open_text(owner=row.submission_id, sealed=bytes(row.sealed), context=row.context))
    except KeyDestroyed:
        return None
    return Wish(held["channel"], held["address"], tuple(held["avoid"]), held["say_where"])


def forget_contact(*, submission_id: UUID) -> None:
    ContactWish.objects.filter(submission_id=submission_id).delete()


def watch_contact(*, story_id: UUID) -> None:
    """An address is kept no longer than the yes to it: forgotten when that has run out, else looked at again then.

    By the job that tells a teller, which stands in the queue once for each story.
    """
    with transaction.atomic():
        hold_submission(submission_id=story_id)
        if not ContactWish.objects.filter(submission_id=story_id).exists():
            return
        ends = _yes(story_id).values_list("expires_at", flat=True).first()
        if ends is None:
            forget_contact(submission_id=story_id)
        else:
            enqueue(kind=KIND, object_id=story_id, not_before=ends)


def tell_also(look: Callable[[UUID, dt.datetime | None], bool]) -> None:
    """LOOK(story_id, since): whether an app above has put something on the teller's page since then."""
    if look not in _elsewhere:
        _elsewhere.append(look)


def ask_to_look(*, story_id: UUID) -> None:
    """In the transaction that puts something on a teller's page: a job tells them, if they left a way."""
    if ContactWish.objects.filter(submission_id=story_id).exists():
        enqueue(kind=KIND, object_id=story_id)


def contact_teller(*, story_id: UUID) -> bool:
    """Tell a teller that their page has something new: a version to look at, or a message. Whether a mail went out.

    Once for each version, and once for all messages that came since the last mail.

    Nothing goes without a live yes to being contacted; what is not safe now is asked for again later. It is marked
    before it is sent, so that a worker that dies in between has sent nothing twice. Raises NotSent.
    """
    with transaction.atomic():
        hold_story(story_id=story_id)
        row = _due(story_id)
        wish = _open(row) if row is not None else None
        if row is None or wish is None or wish.channel != Channel.EMAIL or _later(story_id, wish):
            return False
        before = {"told_version": row.told_version, "told_at": row.told_at}
        story = row.submission.story
        if (
            story.stage == Stage.WITH_TELLER
        ):  # a note about a message says nothing of a version that is not asked yet
            row.told_version = story.current_version_id
        row.told_at = timezone.now()
        row.save(update_fields=["told_version", "told_at"])
        language = row.submission.language
    if not _send(wish=wish, language=language):
        ContactWish.objects.filter(pk=row.pk).update(**before)
        raise NotSent("The message could not be sent. It is tried again.")
    return True


def _due(story_id: UUID) -> ContactWish | None:
    """The way they left, when there is something that they were not told of yet."""
    rows = ContactWish.objects.select_related("submission__story").filter(submission_id=story_id)
    row: ContactWish | None = rows.filter(submission__state=SubmissionState.SENT).first()
    if row is None:
        return None
    story = row.submission.story
    to_look = story.stage == Stage.WITH_TELLER and row.told_version != story.current_version_id
    unread = Message.objects.filter(submission_id=story_id, from_teller=False, read_at__isnull=True)
    if row.told_at is not None:
        unread = unread.filter(at__gt=row.told_at)
    new = to_look or unread.exists() or any(look(story_id, row.told_at) for look in _elsewhere)
    return row if new else None


def _later(story_id: UUID, wish: Wish) -> bool:
    """Whether it may not go now. When it may later, a job is asked for then; without a yes it never goes."""
    now = timezone.localtime()
    if consent_for(submission_id=story_id, purpose=Purpose.CONTACT) is None:
        begins = _yes(story_id).values_list("effective_at", flat=True).first()
        if begins is not None:
            enqueue(kind=KIND, object_id=story_id, not_before=begins)
        return True
    safe = next_safe_time(at=now, avoid=wish.avoid)
    if safe is None or safe > now:
        if safe is not None:
            enqueue(kind=KIND, object_id=story_id, not_before=safe)
        return True
    return False


def next_safe_time(*, at: dt.datetime, avoid: tuple[str, ...]) -> dt.datetime | None:
    """AT itself, or the next full hour that is not to be avoided; None when no hour of a week is safe."""
    if not _avoided(at, avoid):
        return at
    hour = at.replace(minute=0, second=0, microsecond=0)
    for _number in range(8 * 24):
        hour += dt.timedelta(hours=1)
        if not _avoided(hour, avoid):
            return hour
    return None


def _avoided(at: dt.datetime, avoid: tuple[str, ...]) -> bool:
    if Avoid.WEEKEND in avoid and at.weekday() >= 5:
        return True
    parts = (
        (6, Avoid.NIGHT),
        (12, Avoid.MORNING),
        (18, Avoid.AFTERNOON),
        (22, Avoid.EVENING),
        (24, Avoid.NIGHT),
    )
    return next(part for until, part in parts if at.hour < until) in avoid


def _send(*, wish: Wish, language: str) -> bool:
    """Fixed words, nothing of the story; no name of ours where an inbox shows it. Errors would name the address."""
    with override("cy" if language == "cy" else "en-gb"):
        said = now_in_words("There is something new on your page.")
        body = f"{said}\n\n{settings.PUBLIC_URL}/return/\n" if wish.say_where else f"{said}\n"
        subject = now_in_words("Something new for you")
        message = EmailMessage(subject, body, settings.CONTACT_FROM_EMAIL, [wish.address])
    try:
        return bool(message.send())
    except Exception:
        return False
