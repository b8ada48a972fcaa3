"""Asking the library. What a story touches is worked out from its themes, and where and when it happened."""

from collections.abc import Collection, Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from campaigns.enums import Topic
from campaigns.evidence.figures import PublishedFigure
from campaigns.evidence.in_force import rules_touched
from campaigns.evidence.values import Practice, Rule, SourceRef, practice, rule, source_ref
from campaigns.models import GuidanceStatement, Initiative, Source
from campaigns.models.evidence import LoadedRow
from campaigns.querysets import InitiativeQuerySet, StatementQuerySet
from common import audit
from stories.release import ReleasedStory


def rules_in(*, topic: Topic) -> list[Rule]:
    """A chapter of the public pages, in the order of the reference file. Two queries."""
    return _rules(GuidanceStatement.objects.on_website().filter(topic=topic))


def rules_on(*, theme: str) -> list[Rule]:
    """All that touches one theme."""
    return [found for found in _rules(GuidanceStatement.objects.on_website()) if theme in found.themes]


def rule_counts() -> dict[str, int]:
    """How many statements each chapter holds. One query."""
    counts: dict[str, int] = {}
    for topic in GuidanceStatement.objects.on_website().values_list("topic", flat=True):
        counts[topic] = counts.get(topic, 0) + 1
    return counts


def rules_for_pack(*, slugs: Sequence[str]) -> list[Rule]:
    """Those of SLUGS that may be printed, in the order given."""
    found = {r.slug: r for r in _rules(GuidanceStatement.objects.for_packs().filter(slug__in=slugs))}
    return [found[slug] for slug in slugs if slug in found]


def suggest_rules(*, rules: Sequence[Rule], stories: Sequence[ReleasedStory]) -> list[Rule]:
    """Those of RULES that held where and when one of STORIES happened: those that most of them touch first."""
    touched = [
        found.slug
        for story in stories
        for found in rules_touched(rules=rules, themes=story.theme_slugs, happened=story.happened)
    ]
    return sorted((r for r in rules if r.slug in touched), key=lambda r: -touched.count(r.slug))


def usable_rules(*, nation: str) -> list[Rule]:
    """What a pack in NATION may print: in force there today, and checked."""
    return [r for r in _rules(GuidanceStatement.objects.for_packs()) if nation in r.jurisdictions]


def practices() -> list[Practice]:
    return _practices(Initiative.objects.on_website())


def practices_for_pack(*, slugs: Sequence[str]) -> list[Practice]:
    found = {p.slug: p for p in _practices(Initiative.objects.for_packs().filter(slug__in=slugs))}
    return [found[slug] for slug in slugs if slug in found]


def usable_practices(*, themes: Collection[str] = ()) -> list[Practice]:
    """Good practice that may be printed, what answers most of THEMES first."""
    usable = _practices(Initiative.objects.for_packs())
    return sorted(usable, key=lambda p: -len(set(themes) & set(p.themes)))


def all_sources() -> list[SourceRef]:
    """The register, for its public page."""
    return [source_ref(s) for s in Source.objects.filter(gone_upstream=False).select_related("superseded_by")]


def confirm_row(*, row: LoadedRow, by: User) -> None:
    """A person has read the source and says that the row is right: it may enter packs from now on."""
    with transaction.atomic():
        row.confirmed_by, row.confirmed_at = by, timezone.now()
        row.save(update_fields=["confirmed_by", "confirmed_at"])
        _note(row=row, by=by, what="tick")


def unconfirm_row(*, row: LoadedRow, by: User) -> None:
    """Take the tick back: the row enters no new edition until somebody ticks it again."""
    with transaction.atomic():
        row.confirmed_by, row.confirmed_at = None, None
        row.save(update_fields=["confirmed_by", "confirmed_at"])
        _note(row=row, by=by, what="untick")


def _note(*, row: LoadedRow, by: User, what: str) -> None:
    """Each table has actions of its own, so that the entry stands in the row's own history."""
    action = f"campaigns.{what}_{row._meta.model_name}"
    audit.record(action=action, user=by, reference=f"row-{row.pk}", object_id=row.pk)


def _rules(rows: StatementQuerySet) -> list[Rule]:
    return [
        rule(row) for row in rows.select_related("superseded_by").prefetch_related("sources__superseded_by")
    ]


def _practices(rows: InitiativeQuerySet) -> list[Practice]:
    return [practice(row) for row in rows.prefetch_related("sources__superseded_by")]


def sources_of(*, values: Iterable[Rule | Practice | PublishedFigure]) -> list[SourceRef]:
    """Each source once, in the order it is first cited."""
    return list({ref.slug: ref for value in values for ref in value.sources}.values())
