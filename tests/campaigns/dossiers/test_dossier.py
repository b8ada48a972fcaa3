"""A trust's page: only stories that let it be named, only when enough people do, and what came before it."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from campaigns.dossiers.dossier import read_dossier
from campaigns.models import Campaign
from common.few import Band
from stories.consent import give_consent
from stories.enums import Purpose
from stories.models import Story, Submission, Teller, Trust
from stories.withdrawal import take_back, take_back_purpose
from tests.campaigns.factories import make_campaign, make_edition, make_pack
from tests.stories.factories import make_story, make_trust

pytestmark = pytest.mark.django_db


def naming(count: int, *, trust: str = "ZZT", **wish: object) -> list[Story]:
    """Stories on the website whose tellers let the place be named with them."""
    made = []
    for number in range(count):
        story = make_story("published", title=f"Told here {number}", **wish)
        Submission.objects.filter(pk=story.pk).update(trust=make_trust(trust))
        give_consent(submission_id=story.pk, purpose=Purpose.WEBSITE, trust_code=trust, cooling_off=False)
        made.append(story)
    return made


def promise_of(campaign: Campaign, text: str, settled: str = "kept") -> None:
    day = dt.date(2025, 1, 1)
    campaign.commitments.create(text=text, owner="Chair", made_on=day, settled=settled, settled_on=day)


def page(client: Client, code: str = "ZZT", status: int = 200) -> str:
    answer = client.get(reverse("campaigns:dossier", args=[code]))
    assert answer.status_code == status
    return answer.content.decode()


def test_stories_are_shown_when_five_people_name_the_place(client: Client):
    naming(5)
    shown = page(client)
    assert shown.count("Told here") == 5
    assert "5 to 9" in shown


def test_with_four_people_nothing_of_them_is_shown_but_how_many_it_takes(client: Client):
    naming(4)
    shown = page(client)
    assert "Told here" not in shown
    assert "at least 5 different people" in shown
    assert "to 9" not in shown


def test_how_many_it_takes_can_be_set(client: Client, settings):
    settings.DOSSIER_TELLERS = 2
    naming(2)
    shown = page(client)
    assert shown.count("Told here") == 2
    assert "chip__people" not in shown, "a number below five is shown nowhere, whatever is set"


def test_five_stories_of_one_teller_are_one_person(client: Client):
    stories = naming(5)
    Submission.objects.update(teller=Teller.objects.get(submissions=stories[0].pk))
    assert "Told here" not in page(client)


def test_a_story_that_does_not_let_the_place_be_named_is_not_there_and_counts_nothing(client: Client):
    naming(4)
    quiet = make_story("published", title="Told here, not named")
    Submission.objects.filter(pk=quiet.pk).update(trust=make_trust())
    assert "Told here" not in page(client)
    naming(1)
    assert "not named" not in page(client)


def test_a_name_ends_when_the_teller_says_that_it_was_elsewhere(client: Client):
    story = naming(5)[0]
    Submission.objects.filter(pk=story.pk).update(trust=make_trust("ZZE", name="Elsewhere NHS Trust"))
    assert "Told here" not in page(client)


def test_whoever_takes_it_back_is_gone_at_once_and_the_others_with_them_when_they_are_too_few(client: Client):
    stories = naming(6)
    take_back(submission_id=stories[0].pk)
    assert page(client).count("Told here") == 5
    take_back_purpose(submission_id=stories[1].pk, purpose=Purpose.WEBSITE)
    assert "Told here" not in page(client)


def test_a_merged_body_leads_to_the_one_that_took_its_place_and_its_stories_stand_there(client: Client):
    naming(3)
    naming(2, trust="ZZO")
    Trust.objects.filter(code="ZZO").update(
        name="Old Fen NHS Trust", status="closed", status_from="2024-10-01", successor_code="ZZT"
    )
    answer = client.get(reverse("campaigns:dossier", args=["ZZO"]))
    assert (answer.status_code, answer["Location"]) == (301, "/trusts/ZZT/")
    shown = page(client)
    assert shown.count("Told here") == 5
    assert "Old Fen NHS Trust (ZZO), until 2024-10-01" in shown
    listed = client.get(reverse("campaigns:trusts")).content.decode()
    assert 'Old Fen NHS Trust: <a href="/trusts/ZZT/">' in listed


def test_a_story_that_names_the_place_leads_here_and_one_that_does_not_names_nothing(client: Client):
    [naming_it] = naming(1)
    silent = make_story("published")
    shown = client.get(f"/stories/{naming_it.pk}/").content.decode()
    assert 'href="/trusts/ZZT/"' in shown
    assert client.get("/trusts/ZZT/").status_code == 200
    assert "/trusts/ZZT/" not in client.get(f"/stories/{silent.pk}/").content.decode()


def test_promises_of_public_campaigns_are_shown_with_what_became_of_them_and_drafts_are_not(client: Client):
    shown_campaign = make_campaign(public=True, name="Shown to all")
    draft = make_campaign(name="Still a draft")
    for campaign in (shown_campaign, draft):
        promise_of(campaign, f"Promise of {campaign.name}")
    make_edition(pack=make_pack(campaign=shown_campaign))
    make_edition(pack=make_pack(campaign=draft, title="Secret pack"))
    shown = page(client)
    assert "Promise of Shown to all" in shown
    assert "Still a draft" not in shown
    assert "1 evidence pack is with people who can change something" in shown
    assert "/e/" not in shown
    assert "Secret pack" not in shown


def test_what_is_not_known_is_said(client: Client):
    make_trust()
    shown = page(client)
    assert "How often people are held, secluded or given medicine by force here" in shown
    assert "Whether any group is asking for change here" in shown


def test_a_code_nobody_has_is_not_found(client: Client):
    page(client, "NOPE", status=404)


def test_themes_are_those_of_the_people_who_name_it():
    naming(5)
    naming(2, themes=["kindness"])
    found = read_dossier(code="ZZT")
    told = {term.slug: band for term, band in found.themes}
    assert told == {"physical-restraint": Band(5), "aftercare": Band(5)}


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_as_often_for_three_stories_and_campaigns_as_for_one(
    client: Client, settings, django_assert_num_queries: DjangoAssertNumQueries, count: int
):
    settings.DOSSIER_TELLERS = 1
    naming(count)
    for _ in range(count):
        promise_of(make_campaign(public=True), "Yes.")
    page(client)
    with django_assert_num_queries(12):
        page(client)
