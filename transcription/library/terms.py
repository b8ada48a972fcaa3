"""What a training body agrees to before it sees anything, and for how long. Asked at every read, never remembered.

Without live terms there is no library and no export, and what was exported may not be opened.
"""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from accounts.models import Organisation, User
from accounts.permissions import has_role
from common import audit
from stories.consent import add_months
from transcription.models import TrainingTerms

AGREED, ENDED = "training.agree", "training.end"
MONTHS = (3, 6, 12)
# Raise it when a clause changes: whoever agreed to the one before is asked anew, and sees nothing until then.
WORDING = "2026-11"
CLAUSES: tuple[str | Promise, ...] = (
    gettext_lazy("We use clips to teach staff, for the purpose written here, and for nothing else."),
    gettext_lazy(
        "We make no copy but the reels we export here, and pass none on, to nobody outside our organisation."
    ),
    gettext_lazy("Nobody records, photographs or transcribes what is shown."),
    gettext_lazy("We never try to find out who somebody is. What somebody recognises stays with them."),
    gettext_lazy("We say what a clip speaks of before it begins, and anybody may step outside."),
    gettext_lazy(
        "Before each showing we look whether the reel still stands. When it does not, we do not show it."
    ),
    gettext_lazy("When we are told to destroy a reel, we destroy every copy and say so here."),
    gettext_lazy(
        "The people in the clips can see that we played them, how often, and in which reel they are."
    ),
    gettext_lazy(
        "When these terms run out we show nothing more, and destroy what we exported, unless we agree again."
    ),
)


class CannotAgree(Exception):
    """Said to the person who asked: what is missing."""


def live_terms(*, organisation_id: UUID, at: dt.datetime | None = None) -> TrainingTerms | None:
    """The terms that hold now: agreed to in today's wording, not run out, not ended."""
    at = at or timezone.now()
    rows = TrainingTerms.objects.filter(organisation_id=organisation_id, wording=WORDING, agreed_at__lte=at)
    return rows.filter(Q(ended_at=None) | Q(ended_at__gt=at), expires_at__gt=at).first()


def last_terms(*, organisation_id: UUID) -> TrainingTerms | None:
    """The latest that were ever agreed to, live or not."""
    return TrainingTerms.objects.filter(organisation_id=organisation_id).first()


def agree(*, organisation: Organisation, by: User, name: str, purpose: str, months: int) -> TrainingTerms:
    """A named trainer's yes for their organisation; it takes the place of the one before. Raises CannotAgree."""
    if not has_role(user=by, role=Role.TRAINER, organisation=organisation):
        raise CannotAgree(_("Only a trainer of this organisation can agree for it."))
    if not name.strip() or not purpose.strip():
        raise CannotAgree(_("Write your name, and what you will use the clips for."))
    if months not in MONTHS:
        raise CannotAgree(_("Choose for how long: three, six or twelve months."))
    now = timezone.now()
    with transaction.atomic():
        _end(organisation_id=organisation.pk, at=now)
        terms = TrainingTerms.objects.create(
            organisation=organisation,
            wording=WORDING,
            purpose=purpose.strip(),
            name=name.strip(),
            agreed_by=by,
            agreed_at=now,
            expires_at=add_months(at=now, months=months),
        )
        _note(AGREED, terms=terms, by=by)
    return terms


def end_terms(*, organisation: Organisation, by: User) -> bool:
    """Library, reels and exports of this organisation stop in this moment. False when there was nothing to end."""
    with transaction.atomic():
        terms = live_terms(organisation_id=organisation.pk)
        if terms is None:
            return False
        _end(organisation_id=organisation.pk, at=timezone.now())
        _note(ENDED, terms=terms, by=by)
    return True


def _end(*, organisation_id: UUID, at: dt.datetime) -> None:
    standing = TrainingTerms.objects.select_for_update().filter(
        organisation_id=organisation_id, ended_at=None
    )
    for terms in standing:
        TrainingTerms.objects.filter(pk=terms.pk).update(ended_at=at)


def _note(action: str, *, terms: TrainingTerms, by: User) -> None:
    audit.record(action=action, user=by, reference=f"terms-{terms.pk}", object_id=terms.pk)
