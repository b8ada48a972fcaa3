"""What changed, and the guide: for everybody, with the campaigns that their groups show and no others."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from campaigns.organising.recipe import read_recipe
from tests.campaigns.dossiers.test_dossier import promise_of
from tests.campaigns.factories import make_campaign

pytestmark = pytest.mark.django_db


def page(client: Client, name: str) -> str:
    answer = client.get(reverse(f"campaigns:{name}"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_kept_promises_come_first_and_broken_ones_stand_there_too(client: Client):
    campaign, draft = make_campaign(public=True), make_campaign()
    for state in ("broken", "kept"):
        promise_of(campaign, f"One that was {state}.", settled=state)
    promise_of(draft, "Nobody shows this one.")
    shown = page(client, "changed")
    assert shown.index("One that was kept.") < shown.index("One that was broken.")
    assert "Nobody shows this one." not in shown
    assert 'href="/trusts/ZZT/"' in shown


def test_the_feed_tells_anew_when_a_promise_changes_its_state(client: Client):
    campaign = make_campaign(public=True)
    promise_of(campaign, "Kept\x0cone & all.", settled="kept")
    promise_of(make_campaign(), "Nobody shows this one.")
    first = page(client, "changed_feed")
    assert "Kept: Kept one &amp; all." in first
    assert "Nobody shows" not in first
    campaign.commitments.update(settled="broken")
    ids = [re.findall("<id>(.*?)</id>", feed)[-1] for feed in (first, page(client, "changed_feed"))]
    assert ids[0] != ids[1]


@pytest.mark.parametrize("settled", ["kept", "broken", ""])
def test_the_feed_leads_to_the_promise_on_its_page(client: Client, settled: str):
    campaign = make_campaign(public=True)
    promise_of(campaign, "A clock.", settled=settled)
    address = re.findall(r'<link href="([^"]*)" rel="alternate"', page(client, "changed_feed"))[-1]
    there, anchor = address.split("#")
    shown = client.get("/" + there.split("/", 3)[3]).content.decode()
    assert shown.count(f'id="{anchor}"') == 1


def test_nothing_to_show_is_said(client: Client):
    assert "No promise is public yet" in page(client, "changed")


def test_the_guide_has_all_twelve_steps_and_leads_on(client: Client):
    shown = page(client, "start")
    assert all(f'id="{step.id}"' in shown for step in read_recipe())
    for address in ("/trusts/", "/rules/", "/tell/", "/how-we-count/", "/support/"):
        assert f'href="{address}"' in shown


@pytest.mark.parametrize("count", [1, 3])
def test_what_changed_asks_as_often_for_three_promises_as_for_one(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
):
    for _ in range(count):
        promise_of(make_campaign(public=True), "Yes.")
    with django_assert_num_queries(2):
        page(client, "changed")
