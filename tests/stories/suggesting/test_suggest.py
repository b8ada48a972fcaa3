"""Suggestions: the words that caused each, five at most, notes apart, and nothing from what is sealed."""

import subprocess
import sys

import pytest

from stories import loading
from stories.models import Theme
from stories.suggesting.suggest import MOST, suggest

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def themes(db) -> None:
    loading.load_themes()


def named(*texts: str, language: str = "en") -> dict[str, str]:
    return suggest(texts=texts, language=language).because()


def test_a_phrase_is_the_cause_as_it_stands_in_the_text() -> None:
    found = named("They came at night. I was Pinned Down on the floor and nobody spoke.")
    assert found["physical-restraint"] == "Pinned Down"


def test_without_a_phrase_the_nearest_sentence_is() -> None:
    text = "I like tea. My own account was never asked for at a time that suited me, after the incident."
    assert "account was never asked" in named(text)["post-incident-review"]


def test_five_at_most_and_notes_apart() -> None:
    text = (
        "I was pinned down, face down, injected, locked in a room, handcuffed by police, laughed at, left on my own "
        "after, and nobody listened. I had bruises and flashbacks, and I thought I'd die."
    )
    found = suggest(texts=[text], language="en")
    assert len(found.themes) == MOST
    assert 0 < len(found.notes) <= MOST
    groups = dict(Theme.objects.values_list("slug", "group"))
    assert {groups[each.slug] for each in found.notes} == {"content_notes"}
    assert "content_notes" not in {groups[each.slug] for each in found.themes}


def test_curly_apostrophes_do_not_hide_a_phrase() -> None:
    assert named("I couldn’t breathe.")["prone"] == "couldn’t breathe"


def test_part_of_a_word_is_no_phrase() -> None:
    assert "seclusion" not in named("We talked about inclusion.")


def test_what_is_switched_off_is_not_suggested() -> None:
    Theme.objects.filter(slug="seclusion").update(active=False)
    assert "seclusion" not in named("They locked me in seclusion. Seclusion again.")


def test_welsh_by_its_definitions() -> None:
    text = "Cefais fy nghloi mewn ystafell ar fy mhen fy hun, ar wahân i gleifion eraill."
    assert "seclusion" in named(text, language="cy")


def test_another_language_is_said_to_be_unknown() -> None:
    found = suggest(texts=["Zamknęli mnie."], language="pl")
    assert (found.known, found.themes, found.notes) == (False, (), ())


@pytest.mark.parametrize("text", ["", "\n\n", "…", "😀", "a" * 50_000, "İ" * 100])
def test_any_text(text: str) -> None:
    assert len(suggest(texts=[text], language="en").themes) <= MOST


def test_the_same_text_has_the_same_suggestions() -> None:
    text = "I was restrained, injected and ignored."
    assert suggest(texts=[text], language="en") == suggest(texts=[text], language="en")


def test_a_process_that_suggests_nothing_loads_no_scikit_learn() -> None:
    code = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings.test'; django.setup(); "
        "import config.urls, stories.admin.urls; print([m for m in ('sklearn', 'scipy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().splitlines()[-1] == "[]"
