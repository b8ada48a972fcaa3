"""Visibility of stories as named queryset methods. `releasable` is the one rule, as one SQL expression."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from stories.enums import DONE, Decision, Form, Purpose, Stage, SubmissionState

if TYPE_CHECKING:
    from accounts.models import User
    from stories.models import ConsentRecord, LeftToOthers, Story  # noqa: F401  the class below names it in quotes


def latest_consents() -> QuerySet[ConsentRecord]:
    """The last word on each purpose, yes or no: a newer record takes an older one's place."""
    records = apps.get_model("stories", "ConsentRecord").objects
    newer = records.filter(
        submission=OuterRef("submission"), purpose=OuterRef("purpose"), id__gt=OuterRef("id")
    )
    latest: QuerySet[ConsentRecord] = records.filter(~Exists(newer))
    return latest


def live_consents(
    *, purpose: Purpose, form: Form, trust_code: str, at: dt.datetime
) -> QuerySet[ConsentRecord]:
    """Consent rows that allow this purpose, form and trust at this moment and have not been superseded."""
    standing = standing_consents(purpose=purpose, form=form, trust_code=trust_code, at=at)
    return standing.filter(effective_at__lte=at)


def standing_consents(
    *, purpose: Purpose, form: Form, trust_code: str, at: dt.datetime
) -> QuerySet[ConsentRecord]:
    """As `live_consents`, and those that still cool off: enough to make something ready, never to let it leave.

    A pack for a trust is allowed by consent to any pack, or by consent to a pack for exactly that trust. Consent to a
    pack for one trust allows none that goes anywhere else.
    """
    if purpose == Purpose.NAMED_PACK:
        allowed = Q(purpose=Purpose.ANY_PACK) | Q(purpose=Purpose.NAMED_PACK, trust__code=trust_code)
    else:
        allowed = Q(purpose=purpose)
    standing: QuerySet[ConsentRecord] = latest_consents().filter(
        allowed,
        granted=True,
        form__in=[agreed for agreed in Form if agreed.covers(form)],
        expires_at__gt=at,
    )
    return standing


def _version_stands() -> Q:
    """The current version was read by a second person and the teller's latest word on it, by hash, is yes."""
    versions = apps.get_model("stories", "StoryVersion").objects
    approvals = apps.get_model("stories", "Approval").objects
    later = approvals.filter(version=OuterRef("version"), id__gt=OuterRef("id"))
    approved = approvals.filter(
        ~Exists(later), version=OuterRef("pk"), decision=Decision.APPROVED, sha256=OuterRef("sha256")
    )
    second_read = versions.filter(
        ~Q(second_reader=F("anonymised_by")),
        Exists(approved),
        pk=OuterRef("current_version"),
        second_reader__isnull=False,
        anonymised_by__isnull=False,
        second_read_at__isnull=False,
    )
    return Q(approved_version=F("current_version")) & Q(Exists(second_read))


class StoryQuerySet(QuerySet["Story"]):
    def releasable(
        self,
        *,
        purpose: Purpose,
        form: Form = Form.TEXT,
        trust_code: str = "",
        at: dt.datetime | None = None,
    ) -> StoryQuerySet:
        """Stories that may leave for this purpose, in this form, for this trust, at this moment. The one gate."""
        at = at or timezone.now()
        consents = live_consents(purpose=purpose, form=form, trust_code=trust_code, at=at)
        submissions = apps.get_model("stories", "Submission").objects
        return self.filter(
            _version_stands(),
            Exists(consents.filter(submission=OuterRef("submission"))),
            # A subquery and not a join: planners would start from the joined table and sort every story there is.
            Exists(submissions.filter(pk=OuterRef("submission"), state=SubmissionState.SENT)),
            stage__in=[Stage.READY, Stage.PUBLISHED],
        )

    def on_website(self, *, at: dt.datetime | None = None) -> StoryQuerySet:
        """Published, and still releasable now: the state of a page is never enough by itself."""
        return self.releasable(purpose=Purpose.WEBSITE, at=at).filter(
            stage=Stage.PUBLISHED, published_at__isnull=False
        )

    def naming(self, trusts: Collection[str]) -> StoryQuerySet:
        """Those that let one of TRUSTS be named on the website, and happened at that very one; no TRUSTS: all."""
        if not trusts:
            return self
        consents = live_consents(purpose=Purpose.WEBSITE, form=Form.TEXT, trust_code="", at=timezone.now())
        named = consents.filter(
            submission=OuterRef("submission"), trust=OuterRef("submission__trust"), trust__code__in=trusts
        )
        return self.filter(Exists(named))

    def with_copies_to_hear(self) -> StoryQuerySet:
        """A treated copy was finished late, and a second person has to hear it before its teller is asked."""
        stages = [Stage.WITH_TELLER, Stage.READY, Stage.PUBLISHED]
        return self.filter(copy_waits_since__isnull=False, stage__in=stages).order_by("copy_waits_since")

    def waiting(self) -> StoryQuerySet:
        """What editors still have work with, oldest first."""
        return self.exclude(stage__in=DONE).order_by("stage_since")

    def left_by(self, user: User) -> StoryQuerySet:
        """Those to which USER said *not this one*."""
        return self.filter(pk__in=_left(user).values("story"))

    def not_left_by(self, user: User) -> StoryQuerySet:
        return self.filter(~Exists(_left(user).filter(story=OuterRef("pk"))))


def _left(user: User) -> QuerySet[LeftToOthers]:
    rows: QuerySet[LeftToOthers] = apps.get_model("stories", "LeftToOthers").objects.all()
    return rows.filter(user=user)
