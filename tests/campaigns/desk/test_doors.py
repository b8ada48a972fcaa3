"""Every address of the desk, collected from its URL configuration, asked by everybody who has no business there."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership
from campaigns.branding import keep_brand
from campaigns.desk.urls import urlpatterns
from campaigns.enums import Phase
from campaigns.models import Commitment, Contact, Edition, InvolvementCheck, Meeting, Pack, PlanStep, Round
from campaigns.organising.evaluation import open_round
from tests.campaigns.factories import (
    make_campaign,
    make_coordinator,
    make_edition,
    make_group,
    make_pack,
    make_rule,
)
from tests.campaigns.test_logos import picture
from tests.stories.factories import make_user, sign_in

pytestmark = pytest.mark.django_db
WORDS = (
    "One night",
    "night 0",
    "Stop the face-down holds",
    "It must stop.",
    "Secret ",
)
# The library belongs to everybody who works with evidence, so it has doors of its own below.
OWN = [pattern for pattern in urlpatterns if pattern.name != "tick"]
KEPT = (Pack, Edition, Contact, Meeting, Commitment, Membership, PlanStep, Round, InvolvementCheck)
LISTS = ("home", "new_campaign")


@pytest.fixture
def edition() -> Edition:
    edition = make_edition(pack=make_pack(campaign=make_campaign(make_group("Hill"))))
    campaign = edition.pack.campaign
    make_coordinator(campaign.organisation)
    keep_brand(organisation=campaign.organisation, main="#000000", ground="#ffffff", logo=picture())
    campaign.contacts.create(role="Secret contact")
    campaign.meetings.create(on=timezone.localdate(), title="Secret meeting", notes="Secret notes")
    campaign.commitments.create(text="Secret promise", owner="x", made_on=timezone.localdate())
    open_round(campaign=campaign, phase=Phase.BEFORE, ward="Secret ward", time="then")
    answers = {"why": {"answer": "yes", "note": "Secret answer"}}
    campaign.organisation.involvement_checks.create(on=timezone.localdate(), answers=answers)
    campaign.steps.update(words="Secret step", note="Secret note")
    return edition


def addresses(edition: Edition) -> list[str]:
    pack, campaign = edition.pack, edition.pack.campaign
    known = {
        "pk": campaign.pk,
        "group_id": campaign.organisation_id,
        "membership_id": campaign.organisation.memberships.first().pk,
        "kind": "contacts",
        "check_pk": campaign.organisation.involvement_checks.get().pk,
        "round_pk": campaign.rounds.get().pk,
        "meeting_pk": campaign.meetings.get().pk,
        "step_pk": campaign.steps.first().pk,
        "part_pk": campaign.contacts.get().pk,
        "pack_id": pack.pk,
        "item_id": pack.items.first().pk,
        "story_id": pack.items.first().source_id,
        "edition_id": edition.pk,
        "feedback_id": edition.feedback.create(helped="yes", job="Secret job").pk,
    }
    patterns = [pattern for pattern in OWN if pattern.name not in LISTS]
    return [
        reverse(f"packs:{p.name}", kwargs={name: known[name] for name in p.pattern.converters})
        for p in patterns
    ]


def test_the_list_of_addresses_is_not_empty(edition):
    assert len(addresses(edition)) == len(OWN) - len(LISTS) > 18


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "who", [Role.EDITOR, Role.SECOND_READER, Role.SAFEGUARDING_LEAD, Role.TRAINER, Role.ADMINISTRATOR]
)
def test_other_roles_are_refused_everywhere(edition, who, method):
    client = sign_in(Client(), make_user(who))
    before = counts()
    for url in [*addresses(edition), *(reverse(f"packs:{name}") for name in LISTS)]:
        answer = getattr(client, method)(url)
        assert answer.status_code == 403, url
        assert not [word for word in WORDS if word in answer.content.decode()], url
    assert counts() == before


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_groups_coordinator_is_told_that_there_is_nothing(edition, method):
    client = sign_in(Client(), make_coordinator(make_group("Valley")))
    before = counts()
    for url in addresses(edition):
        answer = getattr(client, method)(url, {"action": "drop", "remove": "yes", "kind": "story"})
        assert answer.status_code in (404, 405), url  # 405: that method is nobody's
        assert not [word for word in WORDS if word in answer.content.decode()], url
    assert counts() == before


def test_another_groups_coordinator_sees_nothing_in_lists_and_choices(edition):
    client = sign_in(Client(), make_coordinator(make_group("Valley")))
    for name in LISTS:
        page = client.get(reverse(f"packs:{name}")).content.decode()
        assert not [word for word in (*WORDS, "Hill") if word in page]


def test_a_campaign_cannot_be_started_for_another_group():
    hill = make_group("Hill")
    make_campaign(hill)
    client = sign_in(Client(), make_coordinator(make_group("Valley")))
    data = {"organisation": hill.pk, "trust_code": "ZZT", "name": "Not ours", "aim": "To see."}
    assert "Not ours" not in client.post(reverse("packs:new_campaign"), data).headers.get("Location", "")
    assert hill.campaigns.count() == 1


def test_nobody_signed_in_is_sent_to_the_sign_in_page(edition):
    for url in addresses(edition):
        answer = Client().get(url)
        assert answer.status_code == 302, url
        assert answer.headers["Location"].startswith("/account/login/"), url


def test_a_coordinator_who_left_the_group_is_refused(edition):
    user = make_coordinator(make_group("Hill"))
    client = sign_in(Client(), user)
    assert client.get(reverse("packs:pack", args=[edition.pack_id])).status_code == 200
    user.memberships.all().delete()
    assert client.get(reverse("packs:pack", args=[edition.pack_id])).status_code == 403


def test_their_own_coordinator_gets_in_everywhere(edition):
    client = sign_in(Client(), make_coordinator(make_group("Hill")))
    for url in addresses(edition):
        assert client.get(url).status_code in (200, 405), url


@pytest.mark.parametrize(
    ("role", "status"), [(Role.TRAINER, 403), (Role.SECOND_READER, 403), (Role.EDITOR, 302)]
)
def test_only_those_who_work_with_evidence_may_tick_a_row(role, status):
    rule = make_rule(checked="own")
    client = sign_in(Client(), make_user(role))
    answer = client.post(reverse("packs:tick", args=["guidancestatement", rule.pk]), {"tick": "on"})
    assert answer.status_code == status
    rule.refresh_from_db()
    assert rule.verified is (status == 302)


def counts() -> list[int]:
    return [model.objects.count() for model in KEPT]
