"""A story that was printed in packs, ended in every way there is: before any worker runs, and after all of them did.

Two packs, each in its second edition. Nobody may read the story's words, nor learn which story it was that went.
"""

from dataclasses import dataclass

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from campaigns.enums import EditionState, Format, HandedOver
from campaigns.models import Campaign, Edition, Pack
from campaigns.packs.deliveries import hand_over
from campaigns.packs.files import names_of
from campaigns.packs.reading import read_html
from common.jobs.run_now import drain
from common.storages import sealed_storage
from common.vault.errors import KeyDestroyed
from common.vault.keys import data_keys
from common.vault.text import open_text
from stories.models import Story
from tests.campaigns.factories import (
    let_in,
    make_campaign,
    make_coordinator,
    make_edition,
    make_group,
    make_pack,
    make_stories,
    open_link,
    reload,
)
from tests.promise.canaries import canary_word
from tests.promise.endings import ENDINGS, after, make_ending
from tests.services.office_words import read_anything
from tests.stories.factories import sign_in

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])
EACH_WAY = pytest.mark.parametrize("way", list(ENDINGS))


@dataclass(frozen=True)
class Issued:
    """A pack of three stories in its second edition, with a link, and with somebody who has a copy of each."""

    pack: Pack
    first: Edition
    second: Edition
    token: str
    sealed: bytes  # as it lies in any copy of the database made before
    files: tuple[str, ...]


@dataclass(frozen=True)
class Desk:
    way: str
    story: Story
    campaign: Campaign
    coordinator: User
    packs: tuple[Issued, ...]

    @property
    def word(self) -> str:
        return canary_word(self.way.replace(" ", ""))


def issue_twice(campaign: Campaign, story: Story, *, name: str) -> Issued:
    others = make_stories(2, title=f"Others of {name}")
    pack = make_pack(stories=[others[0], story, others[1]], campaign=campaign, title=name)
    first = make_edition(pack=pack)
    give(first, name)
    second = make_edition(pack=pack)
    drain()
    give(second, name)
    token = open_link(second)
    return Issued(
        pack, first, second, token, bytes(second.sealed_html), tuple(names_of(edition_id=second.pk))
    )


def give(edition: Edition, name: str) -> None:
    """On paper, with an address to be told at."""
    email = f"{name.lower()}{edition.number}@trust.invalid"
    hand_over(
        edition_id=edition.pk,
        recipient="Director of nursing",
        how=HandedOver.PAPER,
        on=timezone.localdate(),
        email=email,
        by=None,
    )


@pytest.fixture
def desk(way: str) -> Desk:
    group = make_group("Hill")
    campaign, story = make_campaign(group, public=True), make_ending(way)
    packs = tuple(issue_twice(campaign, story, name=name) for name in ("North", "South"))
    assert mail.outbox == []
    return Desk(way, story, campaign, make_coordinator(group), packs)


def pages(desk: Desk) -> dict[str, tuple[Client, list[str]]]:
    """Whoever could come by, and where they could look. Drawn anew: sessions end with the clock."""
    everybody, group = reader_of(desk), sign_in(reader_of(desk), desk.coordinator)
    readers = [
        "/",
        "/stories/",
        "/campaigns/",
        f"/campaigns/{desk.campaign.slug}/",
        "/sitemap.xml",
        "/stories/feed/",
    ]
    screens = [reverse("packs:home"), reverse("packs:campaign", args=[desk.campaign.pk]), "/me/", "/admin/"]
    for issued in desk.packs:
        readers += [reverse(f"campaigns:{name}", args=[issued.token]) for name in ("edition", "edition_pdf")]
        names = ("pack", "words", "pick_stories", "pick_rules", "preview", "preview_pdf")
        screens += [reverse(f"packs:{name}", args=[issued.pack.pk]) for name in names]
        for edition in issued.pack.editions.all():
            readers.append(reverse("campaigns:verify", args=[edition.verify_code]))
            screens += [reverse(f"packs:{name}", args=[edition.pk]) for name in ("edition", *Format)]
    return {"a reader": (everybody, readers), "the coordinator": (group, [*screens, *readers])}


def reader_of(desk: Desk) -> Client:
    """Who typed the passcode of each link in while it opened something."""
    client = Client()
    for issued in desk.packs:
        let_in(client, issued.second)
    return client


def body_of(client: Client, url: str) -> str:
    response = client.get(url, follow=True)
    assert response.status_code in (200, 404, 410), (url, response.status_code)
    raw = b"".join(response.streaming_content) if response.streaming else response.content
    return read_anything(raw)


def assert_shown_nowhere(desk: Desk) -> None:
    signs = (desk.word, str(desk.story.pk), desk.story.pk.hex, desk.story.reference)
    for who, (client, urls) in pages(desk).items():
        for url in urls:
            body = body_of(client, url)
            assert not [sign for sign in signs if sign in body], (who, url)


def assert_there(desk: Desk) -> None:
    """What is looked for everywhere afterwards can be found where it is looked for."""
    client, coordinator = reader_of(desk), sign_in(Client(), desk.coordinator)
    for issued in desk.packs:
        for name in ("edition", "edition_pdf"):
            assert desk.word in body_of(client, reverse(f"campaigns:{name}", args=[issued.token])), name
        for name in ("pack", "pick_stories", "preview", "preview_pdf"):
            assert desk.word in body_of(coordinator, reverse(f"packs:{name}", args=[issued.pack.pk])), name
        for name in Format:
            assert desk.word in body_of(coordinator, reverse(f"packs:{name}", args=[issued.second.pk])), name


def manifests(desk: Desk) -> list[str]:
    """Ids and hashes of everything that was in each edition: what may be kept must not tell which of them went."""
    client = sign_in(Client(), desk.coordinator)
    ids = [edition.pk for issued in desk.packs for edition in (issued.first, issued.second)]
    return [body_of(client, reverse("packs:manifest", args=[pk])) for pk in ids]


@EACH_WAY
def test_the_moment_it_ends_it_is_nowhere(way: str, desk: Desk) -> None:
    assert_there(desk)
    listed = manifests(desk)
    assert not any(desk.word in each for each in listed)
    with after(way, desk.story):
        assert_shown_nowhere(desk)
        for issued in desk.packs:
            link = reverse("campaigns:edition", args=[issued.token])
            assert reader_of(desk).get(link).status_code == 410
            verified = reverse("campaigns:verify", args=[issued.second.verify_code])
            assert "Current" not in body_of(Client(), verified)
        assert manifests(desk) == listed
        assert mail.outbox == []


@EACH_WAY
def test_the_workers_make_the_next_edition_and_destroy_what_was(way: str, desk: Desk) -> None:
    listed = manifests(desk)
    with after(way, desk.story):
        drain()
        assert_shown_nowhere(desk)
        for issued in desk.packs:
            assert_replaced(issued)
            assert_beyond_use(issued)
        assert_told_once(desk)
        assert manifests(desk) == listed
        drain()
        assert_told_once(desk)
        assert Edition.objects.count() == 3 * len(desk.packs)


def assert_replaced(issued: Issued) -> None:
    third = Edition.objects.get(pack=issued.pack, state=EditionState.ISSUED)
    second = reload(issued.second)
    assert (third.number, second.state, second.replaced_by_id) == (3, EditionState.REPLACED, third.pk)
    html = read_html(edition=reload(third))
    assert html.count(f"Others of {issued.pack.title}") >= 2
    assert "One story is no longer part of this pack." in html
    said = body_of(Client(), reverse("campaigns:verify", args=[second.verify_code]))
    assert "Edition 2 has been replaced by edition 3." in said
    assert "Current" in body_of(Client(), reverse("campaigns:verify", args=[third.verify_code]))


def assert_beyond_use(issued: Issued) -> None:
    """Also for whoever has a copy of the database or of the files from before."""
    assert data_keys(owners=[issued.first.pk, issued.second.pk]) == {}
    assert not any(map(sealed_storage().exists, issued.files))
    second = reload(issued.second)
    assert (second.sealed_html, names_of(edition_id=second.pk)) == (None, set())
    with pytest.raises(KeyDestroyed):
        open_text(owner=second.pk, sealed=issued.sealed, context=second.html_context)


def assert_told_once(desk: Desk) -> None:
    """Whoever has a copy of either edition, and not a word about the story."""
    names = [issued.pack.title.lower() for issued in desk.packs]
    assert sorted(message.to[0] for message in mail.outbox) == sorted(
        f"{name}{number}@trust.invalid" for name in names for number in (1, 2)
    )
    for message in mail.outbox:
        assert desk.word not in f"{message.subject}{message.body}"
        assert str(desk.story.pk) not in f"{message.body}{message.extra_headers}"


@pytest.mark.parametrize("way", ["one use", "all of it", "expired", "erased"])
def test_when_nothing_is_left_the_edition_is_withdrawn(way: str) -> None:
    story = make_ending(way)
    pack = make_pack(stories=[story], campaign=make_campaign(make_group("Hill"), public=True))
    edition = make_edition(pack=pack)
    names = names_of(edition_id=edition.pk)
    assert names
    with after(way, story):
        assert "Current" not in body_of(Client(), reverse("campaigns:verify", args=[edition.verify_code]))
        drain()
        said = body_of(Client(), reverse("campaigns:verify", args=[edition.verify_code]))
        assert "Edition 1 has been withdrawn." in said
        assert Edition.objects.count() == 1
        assert data_keys(owners=[edition.pk]) == {}
        assert not any(map(sealed_storage().exists, names))
