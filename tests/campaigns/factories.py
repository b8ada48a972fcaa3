"""Groups, campaigns, packs and editions for the tests, each made through the domain functions.

pack = make_pack(stories=3, user=coordinator)
edition = make_edition(pack=pack)                    # issued, in this process
coordinator = make_coordinator(make_group("Hill"))   # of a group of its own
"""

from uuid import UUID

from django.core.signing import get_cookie_signer
from django.test import Client

from accounts.enums import OrganisationKind, Role
from accounts.membership import grant_role
from accounts.models import Organisation, User
from campaigns.enums import ItemKind
from campaigns.models import Campaign, Edition, GuidanceStatement, Initiative, Pack, Source
from campaigns.packs.building import create_campaign, create_pack, pick
from campaigns.packs.editions import issue_edition
from campaigns.packs.entering import mark_of
from campaigns.packs.links import make_link
from campaigns.packs.press import render_edition
from campaigns.views.editions import SALT, cookie_of
from stories.models import Story, Submission
from tests.stories.factories import make_story, make_trust, make_user

TRUST = "ZZT"
TEXT = "Nobody told me when it would stop. It was the longest night {number} of my life."


def make_group(name: str = "Test group") -> Organisation:
    slug = name.lower().replace(" ", "-")[:80]
    fields = {"name": name, "kind": OrganisationKind.GROUP, "fictional": True}
    return Organisation.objects.get_or_create(slug=slug, defaults=fields)[0]


def make_coordinator(group: Organisation | None = None) -> User:
    user = make_user()
    grant_role(user=user, organisation=group or make_group(), role=Role.COORDINATOR, by=None)
    return user


def make_campaign(group: Organisation | None = None, **fields: object) -> Campaign:
    make_trust(TRUST)
    campaign = create_campaign(
        organisation=group or make_group(),
        trust_code=TRUST,
        name="Stop the face-down holds",
        aim="That it stops.",
    )
    if fields:
        Campaign.objects.filter(pk=campaign.pk).update(**fields)
        campaign.refresh_from_db()
    return campaign


def make_source(slug: str = "act", **fields: object) -> Source:
    values = {"title": f"The {slug} of 2018", "publisher": "Parliament", "year": 2018, "checked": "search"}
    return Source.objects.get_or_create(slug=slug, defaults=values | fields)[0]


def make_rule(slug: str = "g90", *, source: str = "act", **fields: object) -> GuidanceStatement:
    values = {
        "text": "Nobody is held face down.",
        "topic": "being-held",
        "jurisdictions": ["England"],
        "legal": "statute",
        "status": "in-force",
        "checked": "search",
        "themes": ["physical-restraint"],
    }
    rule = GuidanceStatement.objects.create(slug=slug, **values | fields)
    rule.sources.add(make_source(source))
    return rule


def make_practice(slug: str = "kinder", **fields: object) -> Initiative:
    values = {
        "name": "Kinder wards",
        "what": "People talk first.",
        "checked": "search",
        "themes": ["physical-restraint"],
        "evidence": [
            {"finding": "Fewer holds.", "design": "trial", "year": 2020, "checked": "search", "source": []}
        ],
    }
    practice = Initiative.objects.create(slug=slug, **values | fields)
    practice.sources.add(make_source("study"))
    return practice


def make_stories(count: int, **wish: object) -> list[Story]:
    """Each with words of its own, ready for any pack."""
    made = []
    for number in range(count):
        words = {"text": TEXT.format(number=number), "title": f"The night {number}", "hide": (), **wish}
        made.append(make_story("approved", **words))
    return made


def let_it_happen(story_id: UUID, *, year: int | None = 2024, trust: str | None = TRUST) -> None:
    """When and where, as its teller may say it."""
    Submission.objects.filter(pk=story_id).update(event_year=year, trust=make_trust(trust) if trust else None)


def make_pack(*, stories: int | list[Story] = 1, campaign: Campaign | None = None, **words: object) -> Pack:
    campaign = campaign or make_campaign()
    words = {
        "title": "One night",
        "ask": "Stop it.",
        "summary": "It must stop.",
        "letter": "Dear board",
        **words,
    }
    pack = create_pack(campaign=campaign, by=None, **words)  # type: ignore[arg-type]
    for story in make_stories(stories) if isinstance(stories, int) else stories:
        pick(pack_id=pack.pk, kind=ItemKind.STORY, source_id=str(story.pk))
    return pack


def write_words(pack: Pack, **texts: str) -> None:
    """The group's own words in sections of these kinds, as somebody who edits the pack would leave them."""
    given = [
        (block.block_type, {**block.value, "text": texts.get(block.block_type, block.value["text"])})
        for block in pack.sections
    ]
    pack.sections = given
    pack.save(update_fields=["sections"])


def make_edition(*, pack: Pack | None = None, by: User | None = None, **wishes: object) -> Edition:
    """Issued, rendered in this process; its job is left in the queue and finds nothing to do."""
    edition = issue_edition(pack_id=(pack or make_pack(**wishes)).pk, by=by)  # type: ignore[arg-type]
    render_edition(edition_id=edition.pk)
    return reload(edition)


def open_link(edition: Edition, *clients: Client) -> str:
    """The token of a new link, whose passcode each of CLIENTS has typed in."""
    token = make_link(edition_id=edition.pk, by=None).token
    for client in clients:
        let_in(client, edition)
    return token


def let_in(client: Client, edition: Edition) -> None:
    """As if CLIENT had typed in the passcode of its link, while it could."""
    name = cookie_of(edition=reload(edition))
    client.cookies[name] = get_cookie_signer(salt=name + SALT).sign(mark_of(edition=reload(edition)))


def reload(edition: Edition) -> Edition:
    return Edition.objects.select_related("pack__campaign__organisation").get(pk=edition.pk)


def story_ids(pack: Pack) -> list[UUID]:
    return [UUID(item.source_id) for item in pack.items.of(ItemKind.STORY)]
