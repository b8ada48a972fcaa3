"""Visibility in campaigns, as named queryset methods. One group never sees another's drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from accounts.enums import Role
from accounts.permissions import organisations_of
from campaigns.enums import (
    CHECKS_FOR_PACKS,
    OF_STORIES,
    STATUSES_FOR_PACKS,
    CommitmentState,
    EditionState,
    ItemKind,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from campaigns import models as m  # noqa: F401  named in the strings of the bases below

VERIFIED = Q(gone_upstream=False) & (Q(checked__in=CHECKS_FOR_PACKS) | Q(confirmed_at__isnull=False))


class CampaignQuerySet(QuerySet["m.Campaign"]):
    def visible_to(self, user: User | AnonymousUser) -> CampaignQuerySet:
        """Those of the groups in which this person is a coordinator."""
        return self.filter(organisation__in=organisations_of(user=user, role=Role.COORDINATOR))

    def on_website(self) -> CampaignQuerySet:
        return self.filter(public=True)

    def with_promises(self) -> CampaignQuerySet:
        """Each with `promises` and `kept`: how many there are."""
        kept = Count("commitments", filter=Q(commitments__settled=CommitmentState.KEPT))
        return self.annotate(promises=Count("commitments"), kept=kept)


class PackQuerySet(QuerySet["m.Pack"]):
    def visible_to(self, user: User | AnonymousUser) -> PackQuerySet:
        return self.filter(campaign__organisation__in=organisations_of(user=user, role=Role.COORDINATOR))


class PackItemQuerySet(QuerySet["m.PackItem"]):
    def of(self, kind: ItemKind) -> PackItemQuerySet:
        return self.filter(kind=kind).order_by("position", "id")


class EditionQuerySet(QuerySet["m.Edition"]):
    def visible_to(self, user: User | AnonymousUser) -> EditionQuerySet:
        return self.filter(
            pack__campaign__organisation__in=organisations_of(user=user, role=Role.COORDINATOR)
        )

    def holding(self, *, story_id: UUID) -> EditionQuerySet:
        """Those that reached readers, can still be opened with their key, and hold this story."""
        return self.filter(
            items__kind__in=OF_STORIES,
            items__source_id=str(story_id),
            state__in=[EditionState.ISSUED, EditionState.REPLACED],
            recalled_at__isnull=True,
        ).distinct()

    def numbered(self) -> EditionQuerySet:
        return self.exclude(state=EditionState.FAILED)


class StatementQuerySet(QuerySet["m.GuidanceStatement"]):
    def for_packs(self) -> StatementQuerySet:
        """In force, and either checked against its source or ticked by a person."""
        return self.filter(VERIFIED, status__in=STATUSES_FOR_PACKS)

    def on_website(self) -> StatementQuerySet:
        return self.filter(gone_upstream=False)


class InitiativeQuerySet(QuerySet["m.Initiative"]):
    def for_packs(self) -> InitiativeQuerySet:
        return self.filter(VERIFIED)

    def on_website(self) -> InitiativeQuerySet:
        return self.filter(gone_upstream=False)


class FigureQuerySet(QuerySet["m.Figure"]):
    def for_packs(self) -> FigureQuerySet:
        return self.filter(VERIFIED)
