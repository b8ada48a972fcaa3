"""Forgetting somebody takes their name and address out of everything the group wrote, and nothing else."""

import pytest
from django.apps import apps
from django.core.serializers import serialize
from django.utils import timezone

from campaigns.enums import HandedOver
from campaigns.models import Campaign, Contact, Delivery, Edition, Feedback, InvolvementCheck
from campaigns.organising.contacts import forget_contact, forget_contacts
from campaigns.packs.deliveries import hand_over
from campaigns.packs.reading import read_html
from campaigns.packs.sections import sections_of, words_in
from common.jobs.run_now import drain
from stories.withdrawal import take_back
from tests.campaigns.factories import make_campaign, make_edition, make_group, make_pack, story_ids

NAME, EMAIL = "Philippa Garrowby", "p.garrowby@trust.example"
TODAY = timezone.localdate()


@pytest.fixture
def campaign() -> Campaign:
    words = f"{NAME} said so; write to P.Garrowby@Trust.example."
    campaign = make_campaign(what_changed=words, aim=f"{NAME}'s ward")
    contact = campaign.contacts.create(role="Chief nurse", name=NAME, email=EMAIL, cares_about="Nights")
    campaign.contacts.create(role="Matron", cares_about=f"Answers to {NAME}")
    meeting = campaign.meetings.create(on=TODAY, title=f"Tea with {NAME}", notes=words, agenda=words)
    meeting.contacts.add(contact)
    campaign.commitments.create(text=words, owner=NAME, made_on=TODAY, evidence=words)
    campaign.steps.update(note=words)
    campaign.requests.create(asked=words, arrived_on=TODAY, due_on=TODAY, answer=NAME)
    InvolvementCheck.objects.create(
        organisation=campaign.organisation, on=TODAY, answers={"power": {"answer": "yes", "note": NAME}}
    )
    make_pack(
        stories=0, campaign=campaign, letter=f"Dear {NAME}", addressed_to=NAME, summary=words, ask=words
    )
    return campaign


def chief(campaign: Campaign) -> Contact:
    return campaign.contacts.get(name=NAME)


@pytest.mark.django_db
def test_name_and_address_are_gone_from_every_row_and_the_job_stands_there(campaign):
    assert forget_contact(contact=chief(campaign)) == 0
    campaign.refresh_from_db()
    assert campaign.what_changed == "Chief nurse said so; write to Chief nurse."
    assert campaign.aim == "Chief nurse's ward"
    assert campaign.meetings.get().title == "Tea with Chief nurse"
    assert "Dear Chief nurse" in words_in(sections_of(campaign.packs.get()))
    assert campaign.contacts.get().cares_about == "Answers to Chief nurse"
    rows = [serialize("json", model.objects.all()) for model in apps.get_app_config("campaigns").get_models()]
    assert sum("Chief nurse said so" in row for row in rows) == 6
    assert not [row for row in rows if "garrowby" in row.lower()]


@pytest.mark.django_db
def test_only_whole_words_and_only_this_campaign_are_touched():
    campaign, other = make_campaign(), make_campaign(make_group("Valley"))
    for each in (campaign, other):
        each.meetings.create(
            on=TODAY, title="x", notes="Ann, Anna, Joann and Ann. xann@b.example ann@b.example"
        )
    campaign.contacts.create(role="Matron", name="Ann", email="ann@b.example")
    campaign.contacts.create(role="Nurse", name="Jo")
    campaign.contacts.create(role="Porter")
    assert forget_contacts(campaign=campaign) == 3
    assert campaign.meetings.get().notes == "Matron, Anna, Joann and Matron. xann@b.example Matron"
    assert other.meetings.get().notes.startswith("Ann, Anna")


@pytest.mark.django_db(databases=["default", "keyring"])
def test_a_current_editions_register_keeps_the_address_alone_so_that_a_recall_can_be_told(campaign):
    current, gone = edition_given_to(campaign), edition_given_to(campaign)
    Edition.objects.filter(pk=gone.pk).update(state="withdrawn")
    assert forget_contact(contact=chief(campaign)) == 1
    assert Delivery.objects.get(edition=current).email == EMAIL
    assert Delivery.objects.get(edition=gone).email == ""
    assert set(Delivery.objects.values_list("recipient", flat=True)) == {"Chief nurse, by hand"}


def edition_given_to(campaign: Campaign) -> Edition:
    edition = make_edition(pack=make_pack(stories=1, campaign=campaign))
    hand_over(
        edition_id=edition.pk,
        recipient=f"{NAME}, by hand",
        how=HandedOver.LINK,
        on=TODAY,
        email=EMAIL,
        by=None,
    )
    return edition


@pytest.mark.django_db
def test_one_whose_job_names_another_does_not_bring_them_back():
    """Whoever is forgotten second is read anew: their job stood for a name that is gone."""
    campaign = make_campaign()
    campaign.contacts.create(role="Chief nurse", name="Philippa Garrowby", influence=3)
    campaign.contacts.create(role="Deputy to Philippa Garrowby", name="Ned Orrin", influence=1)
    campaign.meetings.create(on=TODAY, title="Tea", notes="Ned Orrin came alone.")
    assert forget_contacts(campaign=campaign) == 2
    assert campaign.meetings.get().notes == "Deputy to Chief nurse came alone."


@pytest.mark.django_db
def test_readers_answers_and_what_the_next_edition_is_made_of_forget_them_too():
    campaign = make_campaign()
    contact = campaign.contacts.create(role="Chief nurse", name=NAME, email=EMAIL)
    edition = make_edition(
        pack=make_pack(stories=2, campaign=campaign, addressed_to=NAME, letter=f"Dear {NAME}")
    )
    Feedback.objects.create(edition=edition, helped="yes", job=NAME, will_do=f"{NAME} will see to it.")
    forget_contact(contact=contact)
    assert NAME in read_html(edition=edition)  # its readers hold it
    answer = Feedback.objects.get()
    assert (answer.job, answer.will_do) == ("Chief nurse", "Chief nurse will see to it.")
    take_back(submission_id=story_ids(edition.pack)[0])
    drain()
    again = Edition.objects.get(pack=edition.pack, number=2)
    assert "Dear Chief nurse" in read_html(edition=again)
    assert NAME not in read_html(edition=again)
    assert not [each for each in Edition.objects.all() if NAME in f"{each.frozen}{each.changes}"]
