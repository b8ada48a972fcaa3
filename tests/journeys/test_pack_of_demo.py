"""A coordinator builds a pack of the demonstration stories, issues it, and one teller takes theirs back."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from campaigns.loading import load_evidence
from campaigns.models import Campaign, Edition
from common.jobs.models import Job
from common.jobs.run_now import drain
from stories.demo import read_stories
from stories.loading import load_themes, load_trusts
from stories.models import Story
from stories.release import candidates_for_pack
from stories.tellers import SESSION_KEY
from tests.journeys.people import Coordinator, Person
from tests.journeys.tellers import Teller

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "keyring"])]
TRUST = "ZZ1"
TITLES = ("There was no clock in that room", "She came down the corridor in her socks")
MEETING = "2029-03-01"  # after every teller's word for packs ends


@pytest.fixture
def demo(db: None) -> Campaign:
    load_themes()
    load_trusts()
    load_evidence()
    call_command("load_demo")
    Job.objects.all().delete()  # what there is left to do for all the other stories
    return Campaign.objects.get()


def test_built_issued_read_and_taken_back(
    demo: Campaign, open_as: Callable[..., Any], new_context: Callable[..., Any], live_server: Any, axe: Any
) -> None:
    bridie = User.objects.get(memberships__role=Role.COORDINATOR, memberships__organisation=demo.organisation)
    coordinator = Coordinator(page=open_as(bridie, "/admin/packs/"), base=live_server.url, axe=axe)
    coordinator.start_pack("One room, two people", demo.name)
    for title in TITLES:
        coordinator.pick_story(title)
    coordinator.pick_rule()
    coordinator.follow("Change sections and words")
    coordinator.page.fill("input[name=meeting_on]", MEETING)
    with coordinator.page.expect_navigation():
        coordinator.page.get_by_role("button", name="Keep it").click()
    warned = coordinator.page.locator(".cautions").inner_text()
    assert "There are 2 stories in it. With fewer than five" in warned
    assert "The agreement of 2 tellers ends before the meeting." in warned
    coordinator.keep("demo-pack-01-warnings")
    coordinator.press("Issue edition 1")
    drain()
    coordinator.page.reload()
    coordinator.press("Make a secret link")
    link = urlsplit(coordinator.page.locator("input.secret").input_value()).path
    passcode = coordinator.page.locator("code.passcode").inner_text()
    coordinator.hand_over("Director of nursing")
    verify = coordinator.verify_path

    reader = Person(page=new_context().new_page(), base=live_server.url, axe=axe)
    reader.go(link)
    assert TITLES[0] not in reader.page.content()
    reader.page.get_by_label("The passcode").fill(passcode)
    reader.page.keyboard.press("Enter")
    reader.page.get_by_role("link", name="Download this pack as a PDF").wait_for()
    assert all(title in reader.page.content() for title in TITLES)
    reader.keep("demo-pack-02-edition")
    reader.go(verify)
    assert "current" in reader.main().inner_text().lower()

    teller = teller_of(TITLES[0], new_context, live_server, axe)
    teller.take_back()
    assert reader.page.goto(live_server.url + link).status == 410  # whatever the workers have done by now
    drain()
    reader.go(verify)
    reader.keep("demo-pack-03-verify")
    said = reader.main().inner_text()
    assert "replaced" in said.lower()
    assert "edition 2" in said.lower()
    assert TITLES[0] not in reader.page.content()
    second = Edition.objects.get(pack__title="One room, two people", number=2)
    coordinator.go(reverse("packs:edition", args=[second.pk]))
    assert "One story" in coordinator.page.inner_text("body")
    coordinator.press("Make a secret link")
    link = urlsplit(coordinator.page.locator("input.secret").input_value()).path
    reader.go(link)
    reader.page.get_by_label("The passcode").fill(coordinator.page.locator("code.passcode").inner_text())
    reader.page.keyboard.press("Enter")
    reader.page.get_by_role("link", name="Download this pack as a PDF").wait_for()
    assert TITLES[1] in reader.page.content()
    assert TITLES[0] not in reader.page.content()
    reader.keep("demo-pack-04-edition-two")
    assert teller.has_certificate()
    assert "Director of nursing" in teller.main().inner_text()


def teller_of(title: str, new_context: Callable[..., Any], live_server: Any, axe: Any) -> Teller:
    """On a phone without JavaScript, come back to a story that was invented for them."""
    told = next(each for each in candidates_for_pack(trust_code=TRUST, limit=100) if each.title == title)
    session = Client().session
    session[SESSION_KEY] = str(Story.objects.get(pk=told.story_id).submission.teller_id)
    session.save()
    context = new_context(java_script_enabled=False, viewport={"width": 375, "height": 760})
    context.add_cookies([{"name": "session", "value": session.session_key, "url": live_server.url}])
    assert title in {each["title"] for each in read_stories()["stories"]}
    return Teller(page=context.new_page(), base=live_server.url, axe=axe)
