"""What confirmed stories taught: for each theme with ten decisions, how likely it is with these words.

Learned from safe versions that their tellers said yes to, of stories that may be counted today, and from no other. The
features are words of the taxonomy, so that the weights hold no word of a story. When a story ends, all that was
learned goes in the same transaction, and a job learns afresh from those that are left.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from common.jobs.service import enqueue
from stories.enums import Decision, Purpose
from stories.models import Approval, LearnedThemes, Story
from stories.sealing import open_versions
from stories.suggesting.taxonomy import Taxonomy, current_taxonomy

KIND = "learn_themes"
ALL = UUID(int=0)  # the job is about no one story
DECISIONS = 10  # of each kind, chosen and not, before anything is learned about a theme
MOST = 2_000  # the latest stories that are learned from
SMALL = 1e-3  # weights nearer to nothing are not kept
Weights = Mapping[str, tuple[float, Mapping[int, float]]]


@dataclass(frozen=True)
class Decided:
    """One confirmed story: its safe words, and what it is about."""

    text: str
    themes: frozenset[str]


def learned_for(taxonomy: Taxonomy) -> Weights:
    """By slug: where the line begins, and a weight for each feature. Nothing when the taxonomy changed since."""
    row = LearnedThemes.objects.filter(fingerprint=taxonomy.fingerprint).first()
    if row is None:
        return {}
    return {
        slug: (begin, {int(n): weight for n, weight in weights.items()})
        for slug, (begin, weights) in row.weights.items()
    }


def probabilities(*, taxonomy: Taxonomy, learned: Weights, text: str) -> dict[str, float]:
    """Between 0 and 1, for the themes that something was learned about."""
    if not learned:
        return {}
    from scipy.special import expit  # noqa: PLC0415  loaded with scikit-learn, and only here

    row = taxonomy.features([text]).tocoo()
    words = list(zip(row.col.tolist(), row.data.tolist(), strict=True))
    return {
        slug: float(expit(begin + sum(weights.get(n, 0.0) * value for n, value in words)))
        for slug, (begin, weights) in learned.items()
    }


def learn_themes() -> int:
    """Fit afresh and keep it; of how many themes. Idempotent."""
    taxonomy, decided = current_taxonomy(), confirmed_stories()
    weights = fit(taxonomy=taxonomy, decided=decided)
    with transaction.atomic():
        LearnedThemes.objects.all().delete()
        if weights:
            LearnedThemes.objects.create(
                fingerprint=taxonomy.fingerprint, weights=weights, stories=len(decided), at=timezone.now()
            )
    return len(weights)


def fit(*, taxonomy: Taxonomy, decided: Sequence[Decided]) -> dict[str, Any]:
    """One logistic regression for each theme that was chosen, and not chosen, often enough."""
    counts = {theme.slug: sum(theme.slug in each.themes for each in decided) for theme in taxonomy.themes}
    enough = [slug for slug, n in counts.items() if n >= DECISIONS and len(decided) - n >= DECISIONS]
    if not enough:
        return {}
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  a second, and only here

    features = taxonomy.features([each.text for each in decided])
    weights = {}
    for slug in enough:
        model = LogisticRegression(class_weight="balanced", max_iter=200)
        model.fit(features, [slug in each.themes for each in decided])
        kept = {
            str(n): round(float(weight), 4) for n, weight in enumerate(model.coef_[0]) if abs(weight) > SMALL
        }
        weights[slug] = [round(float(model.intercept_[0]), 4), kept]
    return weights


def confirmed_stories() -> list[Decided]:
    """Through the gate, for being counted: the least that a teller can agree to."""
    stories = Story.objects.releasable(purpose=Purpose.COUNTED).select_related("approved_version")
    latest = list(stories.order_by("-stage_since", "pk")[:MOST])
    versions = [story.approved_version for story in latest if story.approved_version]
    return [
        Decided(
            "\n".join(part["text"] for part in document["parts"]),
            frozenset(slug for slug, _group, _label in document["themes"]),
        )
        for document in open_versions(versions=versions)
        if document is not None
    ]


def learn_later() -> None:
    """In the caller's transaction: a teller confirmed something. Nothing to do before there are enough of them."""
    if Approval.objects.filter(decision=Decision.APPROVED).count() >= 2 * DECISIONS:
        enqueue(kind=KIND, object_id=ALL)


def forget_learned() -> None:
    """In the caller's transaction: a story ended, and what it taught with it."""
    gone, _rows = LearnedThemes.objects.all().delete()
    if gone:
        enqueue(kind=KIND, object_id=ALL)
