"""Meetings, the sheet for the day, and the timeline on a campaign's page."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from campaigns.models import Campaign, Meeting, Pack
from campaigns.packs.plan import plan_of_pack
from tests.campaigns.factories import make_campaign, make_coordinator, make_group, make_pack
from tests.stories.factories import sign_in

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def coordinator(client: Client) -> Client:
    return sign_in(client, make_coordinator())


@pytest.fixture
def campaign() -> Campaign:
    return make_campaign()


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"packs:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_meeting_keeps_what_may_be_repeated_and_offers_its_own_campaigns_contacts(coordinator, campaign):
    ours = campaign.contacts.create(role="Chief nurse")
    theirs = make_campaign(make_group("Valley")).contacts.create(role="Valley matron")
    new = reverse("packs:new_part", args=[campaign.pk, "meetings"])
    assert "Valley matron" not in coordinator.get(new).content.decode()
    words = {
        "title": "With the board",
        "on": "2027-01-28",
        "tellers_speak": "on",
        "may_be_repeated": "The ask",
    }
    assert coordinator.post(new, {**words, "contacts": [theirs.pk]}).status_code == 200
    assert not campaign.meetings.exists()
    assert coordinator.post(new, {**words, "contacts": [ours.pk]}).status_code == 302
    meeting = campaign.meetings.get()
    assert (meeting.may_be_repeated, meeting.tellers_speak) == ("The ask", True)
    assert list(meeting.contacts.all()) == [ours]


def test_the_sheet_for_the_day_holds_what_they_need_and_no_notes_from_before(coordinator, campaign):
    meeting = campaign.meetings.create(
        on=TODAY, title="With the board", agenda="Hello\n\nThe ask", notes="Private notes"
    )
    meeting.contacts.add(campaign.contacts.create(role="Chief nurse", name="Pip", cares_about="Nights"))
    campaign.contacts.create(role="Not invited")
    make_pack(stories=0, campaign=campaign, ask="Close the room.\nSay when.", meeting=meeting)
    campaign.commitments.create(text="A clock", owner="Matron", made_on=TODAY, settled="kept")
    campaign.commitments.create(text="A count", owner="Matron", made_on=TODAY)
    shown = page(coordinator, "meeting_sheet", campaign.pk, meeting.pk)
    for words in ("Chief nurse: Pip", "Nights", "<li>The ask</li>", "<li>Say when.</li>", "A count"):
        assert words in shown
    for words in ("Private notes", "Not invited", "A clock"):
        assert words not in shown
    assert "there is no safety plan yet" in shown
    meeting.safety_plan = "A break after each story"
    meeting.save()
    shown = page(coordinator, "meeting_sheet", campaign.pk, meeting.pk)
    assert "A break after each story" in shown
    assert "there is no safety plan yet" not in shown
    other = make_campaign()
    assert coordinator.get(reverse("packs:meeting_sheet", args=[other.pk, meeting.pk])).status_code == 404


def test_a_pack_is_made_for_a_meeting_of_its_own_campaign_and_on_its_day(coordinator, campaign):
    meeting = campaign.meetings.create(on=TODAY + dt.timedelta(days=20), title="With the board")
    theirs = make_campaign(make_group("Valley")).meetings.create(on=TODAY, title="Valley board")
    new = reverse("packs:new_pack", args=[campaign.pk])
    shown = coordinator.get(new).content.decode()
    assert "With the board" in shown
    assert "Valley board" not in shown
    words = {"title": "A pack", "audience": "nursing", "ask": "Close the room."}
    assert "Select a valid choice" in coordinator.post(new, {**words, "meeting": theirs.pk}).content.decode()
    assert coordinator.post(new, {**words, "meeting": meeting.pk}).status_code == 302
    pack = campaign.packs.get()
    assert (pack.meeting, pack.day) == (meeting, meeting.on)
    assert "<li>Close the room.</li>" in page(coordinator, "meeting_sheet", campaign.pk, meeting.pk)
    other = campaign.meetings.create(on=TODAY + dt.timedelta(days=40), title="With the governors")
    change = {**words, "addressed_to": "", "sections-count": "0", "meeting": other.pk, "meeting_on": ""}
    assert coordinator.post(reverse("packs:words", args=[pack.pk]), change).status_code == 302
    pack.refresh_from_db()
    assert (pack.meeting, pack.day) == (other, other.on)


def test_a_pack_moves_with_its_meeting_unless_it_has_a_day_of_its_own(coordinator, campaign):
    first, second = (
        campaign.meetings.create(on=TODAY + dt.timedelta(days=days), title=f"In {days} days")
        for days in (20, 40)
    )
    pack = make_pack(stories=0, campaign=campaign, meeting_on=first.on)
    address = reverse("packs:words", args=[pack.pk])

    def keep(meeting: Meeting, day: dt.date | None) -> dt.date | None:
        words = {"title": "A pack", "audience": "nursing", "addressed_to": "", "sections-count": "0"}
        coordinator.post(
            address, words | {"meeting": meeting.pk, "meeting_on": day.isoformat() if day else ""}
        )
        pack.refresh_from_db()
        return pack.day

    # The day that stood in the form is that of the meeting before: whoever chooses another means its day.
    assert keep(second, first.on) == second.on
    Meeting.objects.filter(pk=second.pk).update(on=TODAY + dt.timedelta(days=400))
    assert plan_of_pack(Pack.objects.get(pk=pack.pk)).words.meeting_date == TODAY + dt.timedelta(days=400)
    another = TODAY + dt.timedelta(days=39)
    assert keep(second, another) == another
    assert keep(second, None) == TODAY + dt.timedelta(days=400)


def test_a_contact_that_is_removed_is_gone_by_name(coordinator, campaign):
    contact = campaign.contacts.create(role="Chief nurse", name="Philippa Garrowby")
    campaign.meetings.create(on=TODAY, title="Tea with Philippa Garrowby")
    url = reverse("packs:part", args=[campaign.pk, "contacts", contact.pk])
    shown = coordinator.post(url, {"remove": "yes"}, follow=True).content.decode()
    assert "Tea with Chief nurse" in shown
    assert "Garrowby" not in shown


def test_each_thing_asked_of_a_contact_says_why(coordinator, campaign):
    shown = page(coordinator, "new_part", campaign.pk, "contacts")
    assert "Only so that you greet the right person." in shown
    assert "We never write to it." in shown


def test_the_timeline_shows_promises_and_meetings_with_today_between(coordinator, campaign):
    day = dt.timedelta(days=1)
    campaign.commitments.create(text="The count", owner="Matron", made_on=TODAY - 9 * day, due_on=TODAY - day)
    campaign.meetings.create(on=TODAY + day, title="The next meeting")
    shown = page(coordinator, "campaign", campaign.pk)
    places = [
        shown.index(words) for words in ("moment--promised", "moment--late", "moment--today", "The next")
    ]
    assert places == sorted(places)


@pytest.mark.parametrize("count", [1, 3])
def test_a_campaigns_page_asks_as_often_for_three_of_each_as_for_one(
    coordinator: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, count: int
):
    for number in range(count):
        campaign.commitments.create(text=f"Promise {number}", owner="x", made_on=TODAY)
        campaign.meetings.create(on=TODAY, title=f"Meeting {number}")
        campaign.contacts.create(role=f"Contact {number}")
        make_pack(stories=0, campaign=campaign, title=f"Pack {number}")
    page(coordinator, "campaign", campaign.pk)
    with django_assert_num_queries(17):
        page(coordinator, "campaign", campaign.pk)
