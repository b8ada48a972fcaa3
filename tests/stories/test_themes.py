"""The taxonomy as values: active terms only, in its own order, read once and forgotten when it is loaded again."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from stories.enums import ThemeGroup, ThemeSubgroup
from stories.loading import load_themes
from stories.models import Theme
from stories.themes import (
    PUBLIC_GROUPS,
    all_terms,
    branches,
    by_subgroup,
    forget_terms,
    frozen_terms,
    terms_in,
    theme_label,
    theme_tree,
)
from tests.stories.factories import make_themes

pytestmark = pytest.mark.django_db


def test_a_label_is_the_terms_own_and_nothing_for_a_word_that_is_none() -> None:
    make_themes()
    assert theme_label(slug="kindness") == "Kindness"
    for word in ("", "nonsense", "Kindness"):
        assert theme_label(slug=word) == ""


def test_a_term_that_was_switched_off_is_offered_nowhere_and_keeps_its_label() -> None:
    make_themes()
    assert "kindness" in all_terms()
    Theme.objects.filter(slug="kindness").update(active=False)
    forget_terms()
    assert "kindness" not in all_terms()
    assert "kindness" not in {t.slug for _, terms in theme_tree() for t in terms}
    assert theme_label(slug="kindness") == "Kindness", "stories carry it still"
    group = ThemeGroup.GOOD_PRACTICE_SEEN
    assert terms_in(group=group) == []
    assert [t.slug for t in terms_in(group=group, and_also=["kindness"])] == ["kindness"]


def test_terms_are_read_once(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    make_themes()
    with django_assert_num_queries(1):
        for _ in range(3):
            all_terms()
            theme_tree()


def test_a_term_knows_the_one_above_it() -> None:
    make_themes()
    above = Theme.objects.get(slug="physical-restraint")
    Theme.objects.create(
        slug="prone",
        group=ThemeGroup.INTERVENTION_TYPES,
        label="Face down",
        parent=above,
        definition="On the front.",
    )
    term = all_terms()["prone"]
    assert (term.parent, term.definition, all_terms()["physical-restraint"].parent) == (
        "physical-restraint",
        "On the front.",
        "",
    )


def test_readers_browse_by_what_happened_and_not_by_who_or_where_or_notes() -> None:
    make_themes()
    tree = dict(theme_tree())
    assert list(tree) == list(PUBLIC_GROUPS)
    assert {t.slug for terms in tree.values() for t in terms} == {
        "physical-restraint",
        "aftercare",
        "kindness",
    }
    assert [t.slug for t in terms_in(group=ThemeGroup.CONTENT_NOTES)] == ["cn-restraint"]


def test_welsh_pages_have_welsh_words_and_english_where_there_are_none() -> None:
    make_themes()
    Theme.objects.filter(slug="kindness").update(label_cy="Caredigrwydd", definition="Being kind.")
    forget_terms()
    with translation.override("cy"):
        assert theme_label(slug="kindness") == "Caredigrwydd"
        assert all_terms()["kindness"].definition == "Being kind."
        assert theme_label(slug="aftercare") == "Aftercare (present or missing)"
    assert theme_label(slug="kindness") == "Kindness"


def test_a_frozen_label_stays_as_the_teller_saw_it_and_has_todays_welsh() -> None:
    make_themes()
    Theme.objects.filter(slug="kindness").update(label="Somebody was kind", label_cy="Caredigrwydd")
    forget_terms()
    kind, gone = frozen_terms(
        [["kindness", "good_practice_seen", "Kindness"], ["was-once", "experiences", "Was once"]]
    )
    assert (kind.label, kind.browsable) == ("Kindness", True)
    assert (gone.label, gone.definition, gone.browsable) == ("Was once", "", False)
    with translation.override("cy"):
        assert (kind.label, gone.label) == ("Caredigrwydd", "Was once")


def test_kinds_stand_below_their_term() -> None:
    load_themes()
    ((part, tops),) = by_subgroup(terms_in(group=ThemeGroup.INTERVENTION_TYPES))
    held = next(each for each in tops if each.term.slug == "physical-restraint")
    assert part == ""
    assert "prone" in {kind.slug for kind in held.kinds}
    assert "prone" not in {each.term.slug for each in tops}
    parts = dict(by_subgroup(terms_in(group=ThemeGroup.CHANGES_WANTED)))
    assert list(parts) == [str(part.label) for part in ThemeSubgroup]


def test_a_kind_whose_term_was_switched_off_stands_by_itself() -> None:
    load_themes()
    Theme.objects.filter(slug="chemical-restraint").update(active=False)
    forget_terms()
    tops = branches(terms_in(group=ThemeGroup.INTERVENTION_TYPES))
    assert "rapid-tranquillisation" in {each.term.slug for each in tops}


@pytest.mark.parametrize(
    ("slug", "parent"), [("aftercare", "prone"), ("supine", "prone"), ("physical-restraint", "seclusion")]
)
def test_a_tree_has_two_levels_in_one_group(slug: str, parent: str) -> None:
    load_themes()
    term = Theme.objects.get(slug=slug)
    term.parent = Theme.objects.get(slug=parent)
    with pytest.raises(ValidationError) as refusal:
        term.full_clean()
    assert list(refusal.value.message_dict) == ["parent"]
