"""The invented campaign loads in development only, once, whole, and labelled as what it is."""

import re

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from campaigns import demo
from campaigns.branding import brand_of
from campaigns.enums import EditionState, ItemKind
from campaigns.loading import load_evidence
from campaigns.models import Campaign, Edition, Pack
from campaigns.packs.reading import open_pdf, read_html
from stories.loading import load_themes, load_trusts
from stories.models import Story, Submission
from tests.stories.factories import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def reference(db: None) -> None:
    load_themes()
    load_trusts()
    load_evidence()


def test_the_demo_is_whole_labelled_and_loaded_once(
    reference, client: Client, capsys: pytest.CaptureFixture[str]
):
    call_command("load_demo")
    edition = Edition.objects.get()
    assert (edition.number, edition.state) == (1, EditionState.ISSUED)
    assert edition.items.filter(kind=ItemKind.STORY).count() == 8
    assert edition.manifest["files"][1]["standard"] == "PDF/UA-1"
    assert "Invented for demonstration." in read_html(edition=edition)
    assert open_pdf(edition=edition).read().startswith(b"%PDF")
    assert edition.deliveries.count() == 1
    campaign = Campaign.objects.get()
    assert (campaign.public, campaign.fictional, campaign.organisation.fictional) == (True, True, True)
    assert [str(p.state) for p in campaign.commitments.order_by("pk")] == ["kept", "late", "open"]
    assert Submission.objects.filter(fictional=False).count() == 0
    assert "Invented" in client.get(reverse("campaigns:campaign", args=[campaign.slug])).content.decode()
    before = counts()
    capsys.readouterr()
    call_command("load_demo")
    assert counts() == before
    assert capsys.readouterr().out == "demo content: it is all there\n"
    coordinator = User.objects.get(
        memberships__role=Role.COORDINATOR, memberships__organisation=campaign.organisation
    )
    page = sign_in(client, coordinator).get(reverse("packs:pack", args=[Pack.objects.get().pk]))
    cautions = re.findall(r'class="caution[^"]*">.*?</li>', page.content.decode(), re.S)
    assert cautions == []
    look_at_organising(client, campaign)
    look_at_training()


def look_at_organising(client: Client, campaign: Campaign) -> None:
    """The plan is under way, two rounds are counted, and the group has its colours and one 4Pi check."""
    plan, rounds = (
        client.get(reverse(f"packs:{name}", args=[campaign.pk])).content.decode()
        for name in ("plan", "evaluation")
    )
    assert "7 of 13 done" in plan
    assert "9 answers" in rounds
    assert "side by side" in rounds
    assert brand_of(campaign.organisation).main == "#5b3a5e"
    assert campaign.organisation.involvement_checks.count() == 1
    meeting = campaign.meetings.latest("on")
    sheet = client.get(reverse("packs:meeting_sheet", args=[campaign.pk, meeting.pk])).content.decode()
    assert "there is no safety plan yet" not in sheet
    assert "What we ask for" in sheet


def look_at_training() -> None:
    """The trainer sees one clip and one reel that could be exported."""
    from transcription.demo_training import TITLE

    client = sign_in(Client(), User.objects.get(email="sunniva.parekh@example.org"))
    library = client.get(reverse("training:home"), follow=True)
    assert library.content.decode().count("offer__main") == 1
    assert TITLE in library.content.decode()
    reels = client.get(library.redirect_chain[-1][0] + "reels/").content.decode()
    assert reels.count("What tea can do") == 1
    reel = client.get(re.search(r'href="([^"]+)">What tea can do', reels)[1]).content.decode()
    assert "cautions--stops" not in reel
    assert TITLE in reel


def counts() -> list[int]:
    return [model.objects.count() for model in (User, Story, Submission, Campaign, Pack, Edition)]


def test_a_run_that_was_cut_short_before_the_campaign_is_taken_up_again(reference, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("campaigns.management.commands.load_demo.load_campaign", interrupted)
        with pytest.raises(KeyboardInterrupt):
            call_command("load_demo")
    stories = Story.objects.count()
    assert stories > 30
    call_command("load_demo")
    assert Story.objects.count() == stories
    assert Edition.objects.get().state == EditionState.ISSUED


def interrupted(**kwargs: object) -> None:
    raise KeyboardInterrupt


def test_it_is_refused_outside_development(settings):
    settings.DEVELOPMENT = False
    with pytest.raises(demo.NotForProduction):
        demo.load_campaign(data=demo.read_campaign(), by=User())


def test_everything_named_in_the_file_exists_in_the_reference_files(reference):
    """A demo that quietly left things out would show less than the writer meant."""
    from campaigns.models import GuidanceStatement, Initiative

    pack = demo.read_campaign()["pack"]
    usable = set(GuidanceStatement.objects.for_packs().values_list("slug", flat=True))
    assert set(pack["guidance"]) <= usable
    assert set(pack["initiatives"]) <= set(Initiative.objects.for_packs().values_list("slug", flat=True))


def test_load_reference_runs_again_and_says_that_nothing_changed(capsys: pytest.CaptureFixture[str]):
    call_command("load_reference")
    assert "evidence: 237 changed" in capsys.readouterr().out
    call_command("load_reference")
    lines = capsys.readouterr().out.splitlines()
    assert lines
    assert all(line.endswith(": nothing changed") for line in lines)
