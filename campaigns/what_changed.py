"""What came of the packs that a teller's story was in: what was promised there, and whether it was kept."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from campaigns.enums import OF_STORIES, CommitmentState, EditionState
from campaigns.models import Campaign, Edition
from campaigns.packs.feedback import Said, said_of
from stories.downloads import Kept
from stories.trusts import trust

READ = (EditionState.ISSUED, EditionState.REPLACED, EditionState.WITHDRAWN)


@dataclass(frozen=True)
class Promise:
    text: str
    owner: str
    made_on: dt.date
    state: CommitmentState
    since: dt.date | None


@dataclass(frozen=True)
class Outcome:
    """One campaign in whose packs the story was."""

    campaign: str
    trust: str
    packs: tuple[str, ...]
    promises: tuple[Promise, ...]
    said: tuple[Said, ...]  # by those who were given it, and passed on by the group
    so_far: str  # the group's own words, only where the group shows them to everybody


def what_changed(*, story_id: UUID) -> list[Outcome]:
    """Every campaign that had an edition with this story, the first one first. Never a contact, a note or a draft."""
    held = Edition.objects.filter(items__kind__in=OF_STORIES, items__source_id=str(story_id), state__in=READ)
    editions = held.distinct().select_related("pack").order_by("issued_at", "created_at")
    packs: dict[int, dict[str, None]] = {}
    said = said_of(edition_ids=[edition.pk for edition in editions])
    for edition in editions:
        packs.setdefault(edition.pack.campaign_id, {})[edition.pack.title] = None
    campaigns = Campaign.objects.prefetch_related("commitments").in_bulk(list(packs))
    return [_outcome(campaigns[pk], tuple(titles), tuple(said.get(pk, ()))) for pk, titles in packs.items()]


def _outcome(campaign: Campaign, packs: tuple[str, ...], said: tuple[Said, ...]) -> Outcome:
    named = trust(code=campaign.trust_code)
    return Outcome(
        campaign=campaign.name,
        trust=named.name if named else "",
        packs=packs,
        promises=tuple(
            Promise(each.text, each.owner, each.made_on, each.state, each.settled_on)
            for each in campaign.commitments.all()
        ),
        said=said,
        so_far=campaign.what_changed if campaign.public else "",
    )


def show_what_changed(request: HttpRequest, context: Mapping[str, Any]) -> SafeString:
    """context["story_id"]: the view has checked that it is this teller's."""
    story_id = context.get("story_id")
    outcomes = what_changed(story_id=story_id) if story_id else []
    if not outcomes:
        return SafeString("")
    return SafeString(
        render_to_string("campaigns/what_changed.html", {"outcomes": outcomes}, request=request)
    )


def keep_what_changed(story_id: UUID) -> Kept:
    return Kept(
        [
            {
                "campaign": each.campaign,
                "trust": each.trust,
                "packs": list(each.packs),
                "promises": [
                    {
                        "promise": p.text,
                        "by": p.owner,
                        "made": p.made_on,
                        "now": p.state.label,
                        "since": p.since,
                    }
                    for p in each.promises
                ],
                "said of it": [{"by": s.job, "was": s.helped.label} for s in each.said],
                "so far": each.so_far,
            }
            for each in what_changed(story_id=story_id)
        ]
    )


TITLE = _("What changed because of it")
