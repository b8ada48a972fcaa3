"""What is offered for the groups of a story, with what the register knows of its teller's other words."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from stories.bench.index import plain
from stories.bench.layout import Group, Layout
from stories.bench.offers import Offer
from stories.consent import consent_states
from stories.enums import RedactionKind
from stories.models import Submission, Trust
from stories.people.general import general_words, trust_in_general
from stories.people.pool import KINDS
from stories.people.register import open_register
from stories.people.stand_ins import StandIns


@dataclass(frozen=True)
class KnownTrust:
    code: str
    names: frozenset[str]
    general: str


def offers_for(*, story_id: UUID, layout: Layout, groups: Iterable[Group]) -> dict[str, Offer]:
    """By the key of each group; in the language of the story, whose readers will read it. A few queries, none where
    there is no group; the register is opened once, and only where a group could need it."""
    listed = list(groups)
    if not listed:
        return {}
    submission = Submission.objects.get(pk=story_id)
    language, told_on = submission.language, (submission.sent_at or timezone.now()).date()
    stand_ins = None
    if any(group.kind in KINDS for group in listed):
        stand_ins = StandIns(register=open_register(story_id=story_id), layout=layout, language=language)
    trusts = _trusts(listed, language)
    named = _named(story_id) if trusts else frozenset()
    offers = {}
    for group in listed:
        general = general_words(words=group.words, kind=group.kind, language=language, told_on=told_on)
        trust = trusts.get(group.key)
        if trust:
            general = (trust.general, *general)
        offers[group.key] = Offer(
            stand_in=stand_ins.offer(group) if stand_ins else "",
            general=general,
            named=bool(trust and trust.code in named),
        )
    return offers


def _trusts(groups: Iterable[Group], language: str) -> dict[str, KnownTrust]:
    """The groups that are a trust by one of its names."""
    wanted = [group for group in groups if group.kind == RedactionKind.ORGANISATION]
    if not wanted:
        return {}
    known = {name: trust for trust in _known_trusts(language) for name in trust.names}
    return {group.key: known[name] for group in wanted if (name := _bare(group.words)) in known}


def _known_trusts(language: str) -> list[KnownTrust]:
    return [
        KnownTrust(
            trust.code,
            frozenset(filter(None, (_bare(trust.name), _bare(trust.short_name)))),
            trust_in_general(
                nation=trust.nation, region=trust.region, org_type=trust.org_type, language=language
            ),
        )
        for trust in Trust.objects.all()
    ]


def _bare(name: str) -> str:
    """A trust's name without the words that all of them have."""
    left = plain(name).replace(",", " ").removeprefix("the ")
    for ending in (
        "nhs foundation trust",
        "nhs trust",
        "foundation trust",
        "university health board",
        "trust",
    ):
        left = left.removesuffix(ending).strip()
    return left


def _named(story_id: UUID) -> frozenset[str]:
    """The codes of the trusts that the teller's latest words let be named."""
    states = consent_states(submission_id=story_id)
    return frozenset(state.trust_code for state in states if state.granted and state.trust_code)
