"""What everybody may read: the rules with their doubts, and campaigns with their promises."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from campaigns.enums import Topic
from campaigns.loading import load_evidence
from tests.campaigns.factories import (
    make_campaign,
    make_group,
    make_pack,
    make_practice,
    make_rule,
    make_source,
)
from tests.stories.factories import make_themes

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def page(client: Client, name: str, *args: object, status: int = 200) -> str:
    answer = client.get(reverse(f"campaigns:{name}", args=args))
    assert answer.status_code == status
    return answer.content.decode()


def test_every_chapter_of_the_real_library_opens_and_all_its_rows_are_there(client: Client):
    load_evidence()
    index = page(client, "rules")
    rows = 0
    for topic in Topic:
        assert reverse("campaigns:rules_topic", args=[topic]) in index
        rows += page(client, "rules_topic", topic).count('<article class="rule"')
    assert rows == 62
    assert page(client, "rules_practice").count('<section class="practice"') == 10
    assert page(client, "rules_sources").count("<tr id=") == 104


def test_a_rule_says_where_it_holds_what_it_is_whether_it_is_in_force_and_where_it_comes_from(client: Client):
    make_source(
        "act", url="https://www.legislation.gov.uk/x", status="in-force-in-part", status_note="Not section 7."
    )
    make_rule(
        "u90", topic="use-of-force-act", section="s.3", ask="Who is it?", jurisdictions=["England", "Wales"]
    )
    shown = page(client, "rules_topic", "use-of-force-act")
    for words in (
        "England",
        "Wales",
        "Act of Parliament",
        "In force",
        "s.3",
        "Who is it?",
        "The act of 2018",
    ):
        assert words in shown
    assert 'href="https://www.legislation.gov.uk/x"' in shown
    assert "Not section 7." in page(client, "rules_sources")


def test_doubts_are_said_aloud(client: Client):
    make_rule("g90", checked="own", text="Unverified words.")
    make_rule("g91", status="check", text="Words being checked.")
    shown = page(client, "rules_topic", "being-held")
    assert "Nobody has checked this line against its source yet." in shown
    assert "Being checked" in shown


def test_rules_are_found_by_theme(client: Client):
    make_themes()
    make_rule("g90", themes=["aftercare"], text="Talk afterwards.")
    make_rule("g91", themes=["physical-restraint"], text="Let go.")
    shown = page(client, "rules_theme", "aftercare")
    assert "Talk afterwards." in shown
    assert "Let go." not in shown
    page(client, "rules_theme", "no-such-theme", status=404)
    page(client, "rules_topic", "no-such-topic", status=404)


def test_a_themes_page_leads_to_its_rules(client: Client):
    make_themes()
    assert 'href="/rules/theme/aftercare/"' in client.get("/themes/aftercare/").content.decode()


def test_rows_that_left_the_files_are_not_shown(client: Client):
    make_rule("g90", text="Gone words.", gone_upstream=True)
    make_practice("gone", name="Gone practice", gone_upstream=True)
    assert "Gone words." not in page(client, "rules_topic", "being-held")
    assert "Gone practice" not in page(client, "rules_practice")


def test_what_is_written_in_the_library_is_escaped(client: Client):
    make_rule("g90", text="<b>bold</b>", note='"><script>')
    shown = page(client, "rules_topic", "being-held")
    assert "&lt;b&gt;bold" in shown
    assert "<script>" not in shown


@pytest.mark.parametrize("count", [1, 3])
def test_a_chapter_asks_as_often_for_three_rules_as_for_one(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
):
    make_themes()
    for number in range(count):
        make_rule(f"g9{number}", source=f"source-{number}")
    page(client, "rules_topic", "being-held")
    with django_assert_num_queries(2):
        page(client, "rules_topic", "being-held")


def test_only_campaigns_that_their_group_shows_are_listed(client: Client):
    make_campaign(make_group("Hill"), public=True, name="Shown to all")
    hidden = make_campaign(make_group("Valley"), name="Still a draft")
    shown = page(client, "list")
    assert "Shown to all" in shown
    assert "Still a draft" not in shown
    page(client, "campaign", hidden.slug, status=404)


def test_a_campaign_shows_promises_and_never_contacts_notes_or_drafts(client: Client):
    campaign = make_campaign(public=True, what_changed="A clock hangs there now.")
    campaign.contacts.create(role="Private contact", name="Private name")
    campaign.meetings.create(on=TODAY, title="Private meeting", notes="Private notes")
    make_pack(stories=1, campaign=campaign, title="Private pack", summary="Private summary")
    day = dt.timedelta(days=1)
    for text, fields in {
        "The clock": {"settled": "kept", "settled_on": TODAY, "due_on": TODAY - day},
        "The count": {"due_on": TODAY - day},
        "The talk": {"due_on": TODAY + day},
        "The door": {"settled": "broken", "settled_on": TODAY},
    }.items():
        campaign.commitments.create(text=text, owner="Matron", made_on=TODAY - 9 * day, **fields)
    shown = page(client, "campaign", campaign.slug)
    assert "A clock hangs there now." in shown
    for text, state in {"clock": "Kept", "count": "Late", "talk": "Due", "door": "Broken"}.items():
        after = shown.split(f"The {text}")[-1]
        assert re.search(r'promise__state--\w+">(\w+)<', after)[1] == state
    assert "Private" not in shown


def test_the_list_asks_as_often_for_three_campaigns_as_for_one(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
):
    make_campaign(public=True)
    with django_assert_num_queries(2):
        page(client, "list")
    for name in ("Hill", "Valley"):
        make_campaign(make_group(name), public=True).commitments.create(text="x", owner="y", made_on=TODAY)
    with django_assert_num_queries(2):
        page(client, "list")
