"""The builder, as a coordinator uses it: without JavaScript, from nothing to an issued edition."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from campaigns.enums import EditionState, ItemKind
from campaigns.models import Campaign, Edition, GuidanceStatement, Pack, PackItem
from campaigns.packs import making
from campaigns.packs.building import MOST_ITEMS, NotPickable, pick, quote
from campaigns.packs.quoting import NotQuotable
from campaigns.packs.reading import read_html
from common.documents import DocumentError
from common.jobs.models import Job
from common.jobs.run_now import drain
from stories.enums import Purpose
from stories.release import releases_of
from stories.withdrawal import take_back, take_back_purpose
from tests.campaigns.factories import (
    let_it_happen,
    make_campaign,
    make_coordinator,
    make_edition,
    make_group,
    make_pack,
    make_practice,
    make_rule,
    make_stories,
    reload,
    story_ids,
)
from tests.stories.factories import make_trust, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(client: Client) -> Client:
    return sign_in(client, make_coordinator())


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"packs:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_from_nothing_to_an_issued_edition(coordinator: Client):
    make_trust()
    make_rule("g90")
    make_practice("kinder")
    story = make_stories(1)[0]
    words = {"organisation": make_group().pk, "trust_code": "ZZT", "name": "Stop it", "aim": "That it stops."}
    coordinator.post(reverse("packs:new_campaign"), words)
    campaign = Campaign.objects.get()
    assert (campaign.organisation, campaign.public) == (make_group(), False)
    coordinator.post(
        reverse("packs:new_pack", args=[campaign.pk]), {"title": "One night", "audience": "board"}
    )
    pack = Pack.objects.get()
    for kind, source in (("story", story.pk), ("statement", "g90"), ("initiative", "kinder")):
        coordinator.post(reverse("packs:add", args=[pack.pk]), {"kind": kind, "source": source})
    shown = page(coordinator, "pack", pack.pk)
    assert "The night 0" in shown
    assert "Nobody is held face down." in shown
    assert "Kinder wards" in shown
    answer = coordinator.post(reverse("packs:issue", args=[pack.pk]))
    edition = Edition.objects.get()
    assert answer.headers["Location"] == reverse("packs:edition", args=[edition.pk])
    assert "It is being made." in page(coordinator, "edition", edition.pk)
    drain()
    assert "Make a secret link" in page(coordinator, "edition", edition.pk)


def test_the_preview_is_what_is_issued(coordinator: Client):
    pack = make_pack(stories=2)
    preview = body_of(page(coordinator, "preview", pack.pk))
    edition = make_edition(pack=pack)
    issued = read_html(edition=edition)
    assert preview.strip() != issued.strip()  # the imprint differs, and nothing else does
    assert without_imprint(preview) == without_imprint(issued)
    pdf = coordinator.get(reverse("packs:preview_pdf", args=[pack.pk]))
    assert pdf.content.startswith(b"%PDF")


def body_of(html: str) -> str:
    return re.search(r'<article class="pack".*</article>', html, re.S)[0]  # type: ignore[index]


def without_imprint(html: str) -> str:
    html = re.sub(r'<p class="pack__imprint">.*?</p>', "", html)
    html = re.sub(r'<p><a href="[^"]*/verify/[^"]*">.*?</a></p>', "", html)
    return "\n".join(line.strip() for line in html.strip().splitlines() if line.strip())


def test_a_preview_leaves_no_release_behind(coordinator: Client):
    pack = make_pack(stories=1)
    page(coordinator, "preview", pack.pk)
    coordinator.get(reverse("packs:preview_pdf", args=[pack.pk]))
    assert releases_of(story_id=story_ids(pack)[0]) == []


def test_things_are_moved_up_and_down_and_taken_out_with_buttons(coordinator: Client):
    pack = make_pack(stories=3)
    first, second, third = list(pack.items.of(ItemKind.STORY))

    def act(item, action):
        return coordinator.post(reverse("packs:arrange", args=[pack.pk, item.pk]), {"action": action})

    def order():
        return [item.pk for item in pack.items.of(ItemKind.STORY)]

    assert act(third, "up").headers["Location"].endswith(f"#item-{third.pk}")
    assert order() == [first.pk, third.pk, second.pk]
    act(first, "down")
    assert order() == [third.pk, first.pk, second.pk]
    act(third, "up")  # it is first already
    act(second, "down")  # and this is last
    assert order() == [third.pk, first.pk, second.pk]
    act(first, "drop")
    assert order() == [third.pk, second.pk]
    assert act(third, "sideways").status_code == 404


def test_only_stories_whose_tellers_agreed_are_offered(coordinator: Client):
    pack = make_pack(stories=0)
    make_stories(1, title="Agreed to packs")
    make_stories(1, title="Only the website", purposes=[Purpose.WEBSITE])
    gone = make_stories(1, title="Taken back")[0]
    take_back(submission_id=gone.pk)
    shown = page(coordinator, "pick_stories", pack.pk)
    assert "Agreed to packs" in shown
    assert "Only the website" not in shown
    assert "Taken back" not in shown


@pytest.mark.parametrize("kind", ["story", "statement", "initiative"])
def test_what_may_not_be_used_cannot_be_put_in_by_hand(coordinator: Client, kind: str):
    pack = make_pack(stories=0)
    refused = make_stories(1, purposes=[Purpose.WEBSITE])[0]
    make_rule("g91", checked="own")
    make_rule("g92", status="not-yet-in-force")
    for source in (refused.pk, "g91", "g92", "nothing", "../../etc", ""):
        coordinator.post(reverse("packs:add", args=[pack.pk]), {"kind": kind, "source": source})
    assert not pack.items.exists()


def test_stories_are_filtered_by_theme(coordinator: Client):
    pack = make_pack(stories=0)
    make_stories(1, title="Held", themes=("physical-restraint",))
    make_stories(1, title="Afterwards", themes=("aftercare",))
    answer = coordinator.get(reverse("packs:pick_stories", args=[pack.pk]), {"theme": "aftercare"})
    assert "Afterwards" in answer.content.decode()
    assert "Held</h3>" not in answer.content.decode()


def test_rules_are_suggested_by_what_the_stories_tell_and_only_those_of_the_nation(coordinator: Client):
    pack = make_pack(stories=2)
    let_it_happen(story_ids(pack)[0])
    make_rule("g90", text="Touched and here.", in_force_from=dt.date(2022, 3, 31))
    make_rule("g94", text="Not yet in force then.", in_force_from=dt.date(2025, 3, 31))
    make_rule("g91", text="Not touched.", themes=["records-wrong"])
    make_rule("g92", text="In Wales only.", jurisdictions=["Wales"])
    make_rule("g93", text="Nobody checked it.", checked="own")
    shown = page(coordinator, "pick_rules", pack.pk)
    suggested, others = shown.split("The others")[0], shown.split("The others")[-1]
    assert "Touched and here." in suggested
    assert "Not touched." in others
    assert "Not yet in force then." in others
    assert "1 story you chose does not say when or where it happened" in shown
    assert "In Wales only." not in shown
    assert "Nobody checked it." not in shown
    wales = GuidanceStatement.objects.get(slug="g92")
    with pytest.raises(NotPickable):
        pick(pack_id=pack.pk, kind=ItemKind.STATEMENT, source_id=wales.slug)


def test_a_full_pack_says_so_and_keeps_what_it_has(coordinator: Client):
    pack = make_pack(stories=1)
    make_rule("g90")
    filled = [
        PackItem(pack=pack, kind=ItemKind.FIGURE, source_id=f"f{n}", position=n)
        for n in range(MOST_ITEMS - 1)
    ]
    PackItem.objects.bulk_create(filled)
    choice = {"kind": ItemKind.STATEMENT, "source": "g90"}
    answer = coordinator.post(reverse("packs:add", args=[pack.pk]), choice, follow=True)
    assert f"This pack holds {MOST_ITEMS} things, which is all it can." in answer.content.decode()
    with pytest.raises(NotQuotable, match="all it can"):
        quote(pack_id=pack.pk, story_id=story_ids(pack)[0], words="Nobody told me when it would stop")
    assert pack.items.count() == MOST_ITEMS


def test_a_story_that_may_not_be_used_any_more_shows_nothing_of_itself(coordinator: Client):
    pack = make_pack(stories=2)
    gone = story_ids(pack)[0]
    take_back(submission_id=gone)
    shown = page(coordinator, "pack", pack.pk)
    assert "The night 0" not in shown
    assert "A story that may not be used any more" in shown
    assert re.search(r"<button[^>]*disabled[^>]*>Issue edition 1</button>", shown)


def test_issuing_with_a_lost_story_by_hand_ends_in_words(coordinator: Client):
    pack = make_pack(stories=1)
    take_back(submission_id=story_ids(pack)[0])
    coordinator.post(reverse("packs:issue", args=[pack.pk]))
    drain()
    edition = Edition.objects.get()
    assert edition.state == EditionState.FAILED
    assert "One story in it may not be used for this any more." in page(coordinator, "edition", edition.pk)


def test_who_reads_a_pack_stays_once_an_edition_is_out(coordinator: Client):
    pack = make_pack(stories=1)
    address = reverse("packs:words", args=[pack.pk])
    words = {"title": "Another title", "addressed_to": "", "meeting_on": "", "sections-count": "0"}
    assert coordinator.post(address, words | {"audience": "board"}).status_code == 302
    make_edition(pack=pack)
    assert coordinator.post(address, words | {"audience": "ward"}).status_code == 302
    answer = coordinator.post(address, words | {"audience": "press", "title": "Kept all the same"})
    shown = answer.content.decode()
    assert "An edition of this pack is with other readers already" in shown
    assert "Kept all the same" in shown
    assert Pack.objects.get(pk=pack.pk).audience == "ward"


def test_an_empty_pack_cannot_be_issued(coordinator: Client):
    pack = make_pack(stories=0)
    answer = coordinator.post(reverse("packs:issue", args=[pack.pk]), follow=True)
    assert "Choose at least one story first." in answer.content.decode()
    assert not Edition.objects.exists()


def test_the_secret_link_is_shown_once_and_kept_as_a_hash(coordinator: Client):
    edition = make_edition()
    wanted = {"expires_on": str(timezone.localdate() + dt.timedelta(days=9))}
    shown = coordinator.post(reverse("packs:link", args=[edition.pk]), wanted).content.decode()
    link = re.search(r'value="http://testserver(/e/[^"]+)"', shown)[1]  # type: ignore[index]
    passcode = re.search(r'class="passcode">([^<]+)<', shown)[1]  # type: ignore[index]
    reader = Client()
    assert reader.post(link, {"passcode": passcode}, follow=True).status_code == 200
    token = link.split("/")[2]
    again = page(coordinator, "edition", edition.pk)
    assert token not in again
    assert passcode not in again
    assert "Opened by the link once" in again
    assert token not in str(Edition.objects.values())
    coordinator.post(reverse("packs:link", args=[edition.pk]), wanted)
    assert reader.get(link).status_code == 404


@pytest.mark.parametrize("days", [-1, 400])
def test_a_link_that_opens_never_or_for_ever_is_not_made(coordinator: Client, days: int):
    edition = make_edition()
    wanted = {"expires_on": str(timezone.localdate() + dt.timedelta(days=days))}
    answer = coordinator.post(reverse("packs:link", args=[edition.pk]), wanted)
    assert answer.status_code == 422
    assert "up to a year from now" in answer.content.decode()
    assert reload(edition).link_made_at is None


def test_the_register_says_who_has_it(coordinator: Client):
    edition = make_edition()
    data = {"recipient": "Director of nursing", "how": "paper", "on": "2026-11-20", "email": ""}
    coordinator.post(reverse("packs:deliver", args=[edition.pk]), data)
    assert "Director of nursing" in page(coordinator, "edition", edition.pk)
    delivery = edition.deliveries.get()
    assert (delivery.how, delivery.recorded_by) == ("paper", coordinator_user(coordinator))
    wrong = coordinator.post(reverse("packs:deliver", args=[edition.pk]), {"recipient": "", "how": "owl"})
    assert wrong.status_code == 422
    assert edition.deliveries.count() == 1


def coordinator_user(client: Client) -> object:
    return User.objects.get(pk=client.session["_auth_user_id"])


def test_a_recalled_edition_is_closed_for_its_own_group_too(coordinator: Client):
    edition = make_edition(stories=2)
    take_back_purpose(submission_id=story_ids(edition.pack)[0], purpose=Purpose.ANY_PACK)
    take_back_purpose(submission_id=story_ids(edition.pack)[0], purpose=Purpose.NAMED_PACK)
    shown = page(coordinator, "edition", edition.pk)
    assert "This edition has been replaced." in shown
    assert "It was taken back." in shown
    assert "Make a secret link" not in shown
    assert coordinator.get(reverse("packs:pdf", args=[edition.pk])).status_code == 302
    wanted = {"expires_on": str(timezone.localdate())}
    assert coordinator.post(reverse("packs:link", args=[edition.pk]), wanted).status_code == 302
    data = {"recipient": "Director", "how": "paper", "on": "2026-11-20"}
    coordinator.post(reverse("packs:deliver", args=[edition.pk]), data)
    assert not edition.deliveries.exists()
    assert (
        coordinator.get(reverse("packs:manifest", args=[edition.pk])).json()["sha256"]
        == reload(edition).sha256
    )


def test_a_failed_rendering_can_be_tried_again_or_given_up(coordinator: Client, monkeypatch):
    pack = make_pack()
    coordinator.post(reverse("packs:issue", args=[pack.pk]))
    edition = Edition.objects.get()
    with monkeypatch.context() as patch:
        patch.setattr(making, "render_pdf", failing)
        Job.objects.filter(kind="render_edition").update(attempts=4)
        drain()
    assert "It could not be made." in page(coordinator, "edition", edition.pk)
    coordinator.post(reverse("packs:again", args=[edition.pk]))
    drain()
    assert reload(edition).state == EditionState.ISSUED
    coordinator.post(reverse("packs:issue", args=[pack.pk]))
    second = Edition.objects.get(number=2)
    coordinator.post(reverse("packs:stop", args=[second.pk]))
    assert reload(second).state == EditionState.FAILED
    assert reload(edition).state == EditionState.ISSUED


def failing(**kwargs: object) -> tuple[bytes, str]:
    raise DocumentError("pack.typ could not be set")


def test_contacts_meetings_and_promises_are_kept_changed_and_removed(coordinator: Client):
    campaign = make_campaign()
    new = reverse("packs:new_part", args=[campaign.pk, "promises"])
    data = {"text": "A clock on the wall", "owner": "Matron", "made_on": "2026-01-05", "due_on": "2026-02-01"}
    assert coordinator.post(new, data).status_code == 302
    promise = campaign.commitments.get()
    assert promise.state == "late"
    change = reverse("packs:part", args=[campaign.pk, "promises", promise.pk])
    coordinator.post(change, {**data, "settled": "kept", "settled_on": "2026-03-01"})
    promise.refresh_from_db()
    assert promise.state == "kept"
    coordinator.post(change, {"remove": "yes"})
    assert not campaign.commitments.exists()
    assert coordinator.get(reverse("packs:new_part", args=[campaign.pk, "secrets"])).status_code == 404


@pytest.mark.parametrize(("screen", "queries"), [("pack", 19), ("pick_stories", 17)])
def test_screens_ask_the_database_as_often_for_three_stories_as_for_one(
    coordinator: Client, django_assert_num_queries: DjangoAssertNumQueries, screen: str, queries: int
):
    campaign = make_campaign()
    packs = [make_pack(stories=1, campaign=campaign), make_pack(stories=3, campaign=campaign)]
    page(coordinator, screen, packs[0].pk)
    for pack in packs:
        with django_assert_num_queries(queries):
            page(coordinator, screen, pack.pk)


def test_the_first_screen_asks_as_often_for_three_campaigns_as_for_one(
    coordinator: Client, django_assert_num_queries: DjangoAssertNumQueries
):
    make_pack(stories=0)
    page(coordinator, "home")
    with django_assert_num_queries(14):
        page(coordinator, "home")
    for _ in range(2):
        make_pack(stories=0)
    with django_assert_num_queries(14):
        page(coordinator, "home")
