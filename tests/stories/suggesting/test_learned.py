"""What is learned, from whom, and that it goes when a story does."""

import json

import pytest

from common.jobs.models import Job
from stories import loading, withdrawal
from stories.enums import Purpose
from stories.models import LearnedThemes, Theme
from stories.suggesting.learned import (
    DECISIONS,
    KIND,
    Decided,
    confirmed_stories,
    fit,
    learn_themes,
    learned_for,
    probabilities,
)
from stories.suggesting.suggest import suggest
from stories.suggesting.taxonomy import current_taxonomy
from tests.stories.factories import make_story

pytestmark = pytest.mark.django_db
TEA = "Somebody sat with me and brought a cup of tea. It was kind."
COLD = "They locked the door of the cell. I was in seclusion for days."
SECRET = "quibblethorn"


def some(tea: int, cold: int) -> list[Decided]:
    return [Decided(TEA, frozenset({"empathy-least-restrictive"})) for _ in range(tea)] + [
        Decided(COLD, frozenset({"seclusion"})) for _ in range(cold)
    ]


@pytest.fixture(autouse=True)
def themes(db) -> None:
    loading.load_themes()


def test_nothing_before_ten_decisions_of_each_kind() -> None:
    taxonomy = current_taxonomy()
    assert fit(taxonomy=taxonomy, decided=some(DECISIONS - 1, 30)) == {}
    assert set(fit(taxonomy=taxonomy, decided=some(DECISIONS, DECISIONS))) <= {
        "empathy-least-restrictive",
        "seclusion",
    }


def test_what_was_confirmed_makes_it_more_likely() -> None:
    taxonomy = current_taxonomy()
    fitted = fit(taxonomy=taxonomy, decided=some(12, 12))
    LearnedThemes.objects.create(
        fingerprint=taxonomy.fingerprint, weights=fitted, stories=24, at="2026-01-01T00:00Z"
    )
    weights = learned_for(taxonomy)
    assert weights
    slug = next(iter(weights))
    mine, other = (TEA, COLD) if slug == "empathy-least-restrictive" else (COLD, TEA)
    likely = probabilities(taxonomy=taxonomy, learned=weights, text=mine)
    assert likely[slug] > probabilities(taxonomy=taxonomy, learned=weights, text=other)[slug]


def test_it_brings_no_theme_that_no_words_stand_for() -> None:
    taxonomy = current_taxonomy()
    LearnedThemes.objects.create(
        fingerprint=taxonomy.fingerprint, weights={"seclusion": [9.0, {}]}, stories=24, at="2026-01-01T00:00Z"
    )
    assert "seclusion" not in suggest(texts=["We had soup."], language="en").because()


def test_of_another_taxonomy_it_says_nothing() -> None:
    LearnedThemes.objects.create(
        fingerprint=current_taxonomy().fingerprint,
        weights={"seclusion": [1, {}]},
        stories=24,
        at="2026-01-01T00:00Z",
    )
    assert learned_for(current_taxonomy())
    Theme.objects.filter(slug="seclusion").update(phrases=["something new"])
    assert learned_for(current_taxonomy()) == {}


class TestFromWhom:
    def test_only_from_what_its_teller_confirmed_and_lets_be_counted(self) -> None:
        for state in ("taken", "handed", "second_read", "changes", "refused", "held", "expired"):
            make_story(state, text=f"Not this: {state}.", hide=())
        make_story("approved", text="Not counted.", hide=(), purposes=[Purpose.WEBSITE])
        make_story("approved", text="This one.", hide=())
        make_story("published", text="And this.", hide=())
        assert {each.text for each in confirmed_stories()} == {"This one.", "And this."}

    def test_never_from_hidden_words(self) -> None:
        make_story("published", text=f"She was {SECRET}.", hide=[(SECRET, "kind")])
        assert [each.text for each in confirmed_stories()] == ["She was kind."]

    def test_no_word_of_a_story_is_in_what_is_kept(self) -> None:
        taxonomy = current_taxonomy()
        decided = [Decided(f"{each.text} {SECRET}", each.themes) for each in some(12, 12)]
        assert SECRET not in json.dumps(fit(taxonomy=taxonomy, decided=decided))
        assert (taxonomy.features([SECRET])).nnz == 0


class TestItGoes:
    def keep_something(self) -> None:
        LearnedThemes.objects.create(
            fingerprint=current_taxonomy().fingerprint, weights={}, stories=20, at="2026-01-01T00:00Z"
        )

    @pytest.mark.parametrize("way", ["all", "counted"])
    def test_when_a_story_is_taken_back(self, way: str) -> None:
        story = make_story("published")
        self.keep_something()
        if way == "all":
            withdrawal.take_back(submission_id=story.pk)
        else:
            withdrawal.take_back_purpose(submission_id=story.pk, purpose=Purpose.COUNTED)
        assert not LearnedThemes.objects.exists()
        assert Job.objects.filter(kind=KIND).exists()

    def test_learning_afresh_without_enough_keeps_nothing(self) -> None:
        self.keep_something()
        assert learn_themes() == 0
        assert not LearnedThemes.objects.exists()
