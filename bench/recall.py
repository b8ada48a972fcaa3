"""A teller takes back a story that is in 200 editions: how long they wait, and how long until all is made anew.

Every edition is a real one, of two stories, in a campaign of its own group, with somebody who has a copy. Measured are
the teller's own request, in which every gate closes, and the workers' part: 200 editions put beyond use, 200 next ones
in every format, 200 people told once. What is counted is checked, so the figure cannot be of half the work.
"""

import time

from django.core import mail
from django.utils import timezone

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from bench import many_stories
from bench.ratio import Ratio
from campaigns.enums import EditionState, HandedOver, ItemKind
from campaigns.models import Edition
from campaigns.packs.building import create_campaign, create_pack, pick
from campaigns.packs.deliveries import hand_over
from campaigns.packs.editions import issue_edition
from campaigns.packs.press import render_edition
from campaigns.packs.reading import may_be_read
from common.jobs.run_now import drain
from stories.consent import give_consent
from stories.enums import Purpose
from stories.models import Story, Trust
from stories.withdrawal import take_back

EDITIONS = 200
AT_ONCE, EACH = 5.0, 10.0  # seconds: what a teller waits, and what one edition may take until it is made anew


def measure() -> list[Ratio]:
    shared = prepare()
    began = time.perf_counter()
    take_back(submission_id=shared.pk)
    closed = time.perf_counter() - began
    still_open = [each for each in Edition.objects.all() if may_be_read(edition=each)]
    if still_open:
        raise RuntimeError(f"{len(still_open)} editions can still be read.")
    mail.outbox = []
    began = time.perf_counter()
    while drain(limit=1000):
        pass
    made = time.perf_counter() - began
    check()
    return [
        Ratio(
            f"recall: a story in {EDITIONS} editions is taken back, the teller waits",
            closed,
            AT_ONCE,
            "s",
            1.0,
            "lower",
        ),
        Ratio(
            "recall: until each is made anew and its reader told, an edition",
            made / EDITIONS,
            EACH,
            "s",
            1.0,
            "lower",
        ),
    ]


def prepare() -> Story:
    Trust.objects.get_or_create(
        code="ZZB", defaults={"name": "Benchmoor", "nation": "England", "fictional": True}
    )
    many_stories.make_stories(2)
    shared, other = Story.objects.all()
    for story in (shared, other):
        give_consent(submission_id=story.pk, purpose=Purpose.ANY_PACK, cooling_off=False)
    for number in range(EDITIONS):
        group = Organisation.objects.create(
            slug=f"bench-{number}", name=f"Bench {number}", kind=OrganisationKind.GROUP
        )
        campaign = create_campaign(organisation=group, trust_code="ZZB", name="Bench", aim="To know.")
        pack = create_pack(campaign=campaign, title="A pack to measure", by=None, ask="Stop.")
        for story in (shared, other):
            pick(pack_id=pack.pk, kind=ItemKind.STORY, source_id=str(story.pk))
        edition = issue_edition(pack_id=pack.pk, by=None)
        render_edition(edition_id=edition.pk)
        hand_over(
            edition_id=edition.pk,
            recipient="Director of nursing",
            how=HandedOver.LINK,
            on=timezone.localdate(),
            email=f"reader{number}@bench.invalid",
            by=None,
        )
    return shared


def check() -> None:
    states = {state: Edition.objects.filter(state=state).count() for state in EditionState}
    told = sorted(address for message in mail.outbox for address in message.to)
    if states[EditionState.ISSUED] != EDITIONS or states[EditionState.REPLACED] != EDITIONS:
        raise RuntimeError(f"Not all were made anew: {states}")
    if told != sorted(f"reader{number}@bench.invalid" for number in range(EDITIONS)):
        raise RuntimeError(f"{len(told)} messages went out, {len(set(told))} people were told.")
