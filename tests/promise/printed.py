"""Packs that were issued with a canary in them, and what came of their editions when its teller's word ended."""

from dataclasses import dataclass
from uuid import UUID

from django.test import Client
from django.utils import timezone

from campaigns.enums import EditionState, HandedOver
from campaigns.models import Campaign, Edition, Pack
from campaigns.packs.deliveries import hand_over
from common.jobs.run_now import drain
from stories.enums import Purpose
from stories.models import Withdrawal
from stories.withdrawal import take_back, take_back_purpose
from tests.campaigns.factories import let_in, make_campaign, make_edition, make_pack, make_stories, open_link
from tests.promise.canaries import Canary, make_canary

KEPT = "Whoever stays in a pack is read there."


@dataclass(frozen=True)
class Printed:
    """`kept`: the link to the one edition that may be read."""

    canaries: tuple[Canary, ...]
    campaign: Campaign
    packs: tuple[Pack, ...]
    tokens: tuple[str, ...]
    kept: str

    def let_in(self, client: Client) -> None:
        """To every link that there is or was."""
        for edition in Edition.objects.exclude(link_sha256=""):
            let_in(client, edition)

    def parameters(self) -> dict[str, list[str]]:
        """For addresses: everything that leads, or once led, to one of the packs."""
        editions = list(Edition.objects.order_by("created_at"))
        items = [item for pack in self.packs for item in pack.items.all()]
        return {
            "pack_id": [str(pack.pk) for pack in self.packs],
            "edition_id": [str(edition.pk) for edition in editions],
            "token": [*self.tokens, self.kept],
            "code": [*(edition.verify_code for edition in editions), "ZZT"],
            "item_id": [str(item.pk) for item in items],
            "IntConverter:pk": [str(self.campaign.pk), "1", "2"],
            "part_pk": [str(contact.pk) for contact in self.campaign.contacts.all()],
            "kind": ["contacts", "meetings", "promises", "requests"],
            "slug": [self.campaign.slug, "physical-restraint", "no-such-theme"],
            "number": list(Withdrawal.objects.values_list("number", flat=True)),
        }


def print_packs() -> Printed:
    """One pack whose workers have not run since its canary ended, and one where they have: it has an edition 2."""
    campaign = make_campaign(public=True)
    campaign.contacts.create(role="Director of nursing")
    done, done_pack, done_token = _issue(campaign, "reprinted", Purpose.WEBSITE, Purpose.ANY_PACK)
    take_back(submission_id=done.story_id)
    drain()
    current = Edition.objects.get(pack=done_pack, state=EditionState.ISSUED)
    kept = open_link(current)
    begun, begun_pack, begun_token = _issue(campaign, "printed", Purpose.ANY_PACK)
    take_back_purpose(submission_id=begun.story_id, purpose=Purpose.ANY_PACK)
    return Printed((done, begun), campaign, (done_pack, begun_pack), (done_token, begun_token), kept)


def _issue(campaign: Campaign, name: str, *purposes: Purpose) -> tuple[Canary, Pack, str]:
    canary = make_canary(name, "published" if Purpose.WEBSITE in purposes else "approved", purposes=purposes)
    pack = make_pack(stories=[story_of(canary.story_id), *make_stories(1, text=KEPT)], campaign=campaign)
    edition = make_edition(pack=pack)
    token = open_link(edition)
    hand_over(
        edition_id=edition.pk,
        recipient="Director of nursing",
        how=HandedOver.LINK,
        on=timezone.localdate(),
        email=f"{name}@trust.invalid",
        by=None,
    )
    return canary, pack, token


def story_of(story_id: UUID):  # type: ignore[no-untyped-def]  # a Story; the factories of packs take its id only
    from stories.models import Story

    return Story.objects.get(pk=story_id)
