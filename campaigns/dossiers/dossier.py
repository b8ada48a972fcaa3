"""One trust's page: stories that name it, what was promised, and what nobody knows."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from campaigns.enums import CommitmentState, EditionState
from campaigns.models import Campaign, Commitment, Edition, InformationRequest
from common.few import Band
from stories.counts import enough_name, people_by_theme_naming
from stories.release import StoryList, list_website
from stories.themes import Term, all_terms
from stories.trusts import TrustInfo, those_before, trust

PAGE = 9


@dataclass(frozen=True)
class Dossier:
    """`stories` and `themes` are empty as long as too few people have named this place."""

    trust: TrustInfo
    before: Sequence[TrustInfo]
    needed: int
    enough: bool
    stories: StoryList
    themes: Sequence[tuple[Term, Band]]
    campaigns: Sequence[Campaign]
    promises: Sequence[Commitment]
    requests: Sequence[InformationRequest]
    packs: int
    unknown: Sequence[str]

    @property
    def tally(self) -> list[tuple[CommitmentState, int]]:
        counted = [(state, sum(each.state == state for each in self.promises)) for state in CommitmentState]
        return [(state, count) for state, count in counted if count]


def read_dossier(*, code: str, before: dt.datetime | None = None) -> Dossier | None:
    """None for a code nobody has. What those before it were told of stands here too. A fixed number of queries."""
    found = trust(code=code)
    if found is None:
        return None
    earlier, needed = those_before(code=code), settings.DOSSIER_TELLERS
    codes = [code, *(each.code for each in earlier)]
    enough = enough_name(trusts=codes, at_least=needed)
    stories = list_website(trusts=codes, before=before, limit=PAGE) if enough else StoryList([], None)
    themes = _themes(people_by_theme_naming(trusts=codes)) if enough else []
    campaigns = list(
        Campaign.objects.on_website()
        .filter(trust_code__in=codes)
        .select_related("organisation")
        .prefetch_related("commitments", "requests")
    )
    promises = [promise for campaign in campaigns for promise in campaign.commitments.all()]
    requests = [each for campaign in campaigns for each in campaign.requests.all()]
    packs = _packs(campaigns)
    unknown = _unknown(enough=enough, campaigns=campaigns, promises=promises, packs=packs)
    return Dossier(
        found, earlier, needed, enough, stories, themes, campaigns, promises, requests, packs, unknown
    )


def _themes(bands: dict[str, Band]) -> list[tuple[Term, Band]]:
    """The most told of first; those of one band in the taxonomy's order."""
    terms = [(term, bands[slug]) for slug, term in all_terms().items() if slug in bands]
    return sorted(terms, key=lambda pair: -pair[1].low)


def _packs(campaigns: Collection[Campaign]) -> int:
    """That there are any is public; their addresses are secrets of those they were given to."""
    held = Edition.objects.filter(pack__campaign__in=campaigns, state=EditionState.ISSUED)
    return held.count() if campaigns else 0


def _unknown(
    *,
    enough: bool,
    campaigns: Collection[Campaign],
    promises: Collection[Commitment],
    packs: int,
) -> list[str]:
    """In words, what a reader may otherwise take this page to say."""
    lines = [
        _(
            "How often people are held, secluded or given medicine by force here: stories are no count of events."
        ),
        _(
            "Whether it is better or worse than elsewhere: in one place more people know this site than in another."
        ),
        _("How many people told their story and did not want this place to be named."),
    ]
    if not enough:
        lines.insert(
            0, _("What people tell of this place: too few have let it be named for us to show anything.")
        )
    else:
        lines.append(_("Themes of which fewer than five people tell. We never show a number below five."))
    if not campaigns:
        lines.append(
            _("Whether any group is asking for change here: groups decide for themselves what they show.")
        )
    elif not promises:
        lines.append(_("What the trust will do. Nobody has told us of a promise yet."))
    elif packs:
        lines.append(
            _("What is in the packs. Those they were given to can read them; their addresses are secret.")
        )
    return lines
