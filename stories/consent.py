"""Consent: given purpose by purpose and form by form, never changed, only followed by a newer word."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from stories.changed import tell_changed
from stories.enums import GONE, MEDIA_PURPOSES, PACK_PURPOSES, Form, Purpose
from stories.locks import hold_submission
from stories.models import ConsentRecord, ContactWish, Trust
from stories.querysets import live_consents
from stories.suggesting.learned import forget_learned
from stories.wording import current_wording


class ConsentRefused(Exception):
    """The answer cannot be recorded as it is; the message says what is missing."""


@dataclass(frozen=True)
class ConsentState:
    """The latest word on one purpose, for people to read."""

    purpose: Purpose
    granted: bool
    form: Form
    trust_code: str
    trust_name: str
    given_at: dt.datetime | None
    effective_at: dt.datetime | None
    expires_at: dt.datetime | None

    @property
    def live(self) -> bool:
        now = timezone.now()
        return bool(
            self.granted
            and self.effective_at
            and self.expires_at
            and self.effective_at <= now < self.expires_at
        )

    @property
    def in_forms(self) -> bool:
        """Whether the form says something here, or a yes is a plain yes."""
        return self.purpose in MEDIA_PURPOSES

    @property
    def ends_soon(self) -> bool:
        """Near enough to its end that the same answer, given again, is a new one."""
        soon = timezone.now() + dt.timedelta(days=settings.CONSENT_RENEW_DAYS)
        return bool(self.live and self.expires_at and self.expires_at <= soon)

    @property
    def ran_out(self) -> bool:
        return bool(self.granted and self.expires_at and self.expires_at <= timezone.now())


@dataclass(frozen=True)
class ConsentTerms:
    """From when to when a yes given now would count, when it allows more than was allowed before."""

    begins: dt.datetime
    ends: dt.datetime
    months: int


def terms_now(*, purpose: Purpose) -> ConsentTerms:
    now = timezone.now()
    begins = now + dt.timedelta(days=settings.COOLING_OFF_DAYS)
    return ConsentTerms(begins, end_of(purpose=purpose, given_at=now), _months(purpose))


def end_of(*, purpose: Purpose, given_at: dt.datetime) -> dt.datetime:
    """When a yes that was given then runs out."""
    return add_months(at=given_at, months=_months(purpose))


def _months(purpose: Purpose) -> int:
    return settings.CONSENT_MONTHS_PACKS if purpose in PACK_PURPOSES else settings.CONSENT_MONTHS


def add_months(*, at: dt.datetime, months: int) -> dt.datetime:
    """The same day MONTHS later, or the last day of that month."""
    year, month = divmod(at.month - 1 + months, 12)
    for day in range(at.day, 27, -1):
        try:
            return at.replace(year=at.year + year, month=month + 1, day=day)
        except ValueError:
            continue
    return at.replace(year=at.year + year, month=month + 1)


def give_consent(
    *,
    submission_id: UUID,
    purpose: Purpose,
    form: Form = Form.TEXT,
    trust_code: str = "",
    language: str = "en",
    manner: str = "web",
    cooling_off: bool = True,
    given_at: dt.datetime | None = None,
) -> ConsentRecord:
    """A new yes. Takes effect after the cooling-off, or as soon as the yes that it only narrows or repeats.

    It expires after the months set for its purpose, from GIVEN_AT when it was given on paper, before it came here; the
    cooling-off counts from now all the same, because only now can it be taken back here.
    Raises ConsentRefused: a pack for one trust names no trust, the person has not said that they are 18 or over, or
    the story was taken back.
    """
    now = timezone.now()
    with transaction.atomic():
        submission = hold_submission(submission_id=submission_id)
        trust = Trust.objects.filter(code=trust_code).first() if trust_code else None
        if purpose == Purpose.NAMED_PACK and trust is None:
            raise ConsentRefused("Choose the trust that this pack may go to.")
        if submission.state in GONE:
            raise ConsentRefused("This story was taken back: there is nothing left to agree to.")
        if not submission.adult_confirmed:
            raise ConsentRefused("Tell us that you are 18 or over before you agree to a use.")
        last = ConsentRecord.objects.filter(submission=submission, purpose=purpose).last()
        record = ConsentRecord.objects.create(
            submission=submission,
            purpose=purpose,
            granted=True,
            form=form,
            trust=trust,
            wording=current_wording(language=language),
            manner=manner,
            given_at=given_at or now,
            effective_at=_effective(last=last, form=form, trust=trust, now=now) if cooling_off else now,
            expires_at=end_of(purpose=purpose, given_at=given_at or now),
        )
        tell_changed(story_id=submission_id)
    return record


def _effective(
    *, last: ConsentRecord | None, form: Form, trust: Trust | None, now: dt.datetime
) -> dt.datetime:
    """Only what was not allowed before has to cool off: less than before would else mean nothing for days."""
    after_cooling_off = now + dt.timedelta(days=settings.COOLING_OFF_DAYS)
    if last is None or not last.granted or last.expires_at <= now:
        return after_cooling_off
    narrower = Form(last.form).covers(form) and (trust is None or trust.pk == last.trust_id)
    return min(max(last.effective_at, now), after_cooling_off) if narrower else after_cooling_off


def withdraw_consent(*, submission_id: UUID, purpose: Purpose, manner: str = "web") -> ConsentRecord | None:
    """A new no, in force at once. None when there was no yes to take back.

    A no to being contacted removes the address that was kept for it.
    """
    now = timezone.now()
    with transaction.atomic():
        submission = hold_submission(submission_id=submission_id)
        last = ConsentRecord.objects.filter(submission=submission, purpose=purpose).last()
        if last is None or not last.granted:
            return None
        record = ConsentRecord.objects.create(
            submission=submission,
            purpose=purpose,
            granted=False,
            form=last.form,
            trust=last.trust,
            wording=last.wording,
            manner=manner,
            given_at=now,
            effective_at=now,
            expires_at=now,
        )
        if purpose == Purpose.CONTACT:
            # What is not used for anything any more is not kept.
            ContactWish.objects.filter(submission=submission).delete()
        if purpose == Purpose.COUNTED:
            forget_learned()
        tell_changed(story_id=submission_id)
    return record


def consent_states(*, submission_id: UUID) -> list[ConsentState]:
    """The latest word on each purpose, in the order they are asked; one query."""
    latest: dict[str, ConsentRecord] = {}
    for record in ConsentRecord.objects.filter(submission_id=submission_id).select_related("trust"):
        latest[record.purpose] = record
    return [_state(purpose=purpose, record=latest.get(purpose)) for purpose in Purpose]


def _state(*, purpose: Purpose, record: ConsentRecord | None) -> ConsentState:
    if record is None:
        return ConsentState(purpose, False, Form.TEXT, "", "", None, None, None)
    return ConsentState(
        purpose,
        record.granted,
        Form(record.form),
        record.trust.code if record.trust else "",
        record.trust.name if record.trust else "",
        record.given_at,
        record.effective_at,
        record.expires_at,
    )


def consent_for(
    *,
    submission_id: UUID,
    purpose: Purpose,
    form: Form = Form.TEXT,
    trust_code: str = "",
    at: dt.datetime | None = None,
) -> ConsentRecord | None:
    """The row that allows it now (the most revealing form first), from the same expression as the gate."""
    live = live_consents(purpose=purpose, form=form, trust_code=trust_code, at=at or timezone.now())
    return live.filter(submission_id=submission_id).select_related("trust").order_by("-form", "-id").first()
