"""The list of phrases comes from its file once, and is kept by people from then on."""

import pytest
from django.core.exceptions import ValidationError

from stories.flag_enums import FlagKind
from stories.models import SafeguardingPhrase
from stories.phrase_list import load_phrases
from stories.phrases import check_phrase, find_phrases
from stories.safeguarding import listed_phrases

pytestmark = pytest.mark.django_db


def test_it_is_loaded_once_and_spares_what_was_changed() -> None:
    assert len(load_phrases()) == SafeguardingPhrase.objects.count() > 80
    SafeguardingPhrase.objects.filter(phrase="inquest").update(active=False, kind=FlagKind.OTHER)
    assert load_phrases() == []
    row = SafeguardingPhrase.objects.get(phrase="inquest")
    assert (row.active, row.kind) == (False, FlagKind.OTHER)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("I am going to kill myself tonight.", {FlagKind.SELF}),
        ("Dw i eisiau marw.", {FlagKind.SELF}),
        ("The same nurse still works there.", {FlagKind.ONGOING}),
        ("He put his hand down between my legs.", {FlagKind.CRIME}),
        ("A man died on the ward that week.", {FlagKind.DEATH}),
        ("I'm scared for my children.", {FlagKind.CHILD}),
        # What most stories tell, and no reason to stop one:
        ("I used to cut my arms. I had wanted to die, years before.", set()),
        ("They held me down. I was fifteen. I thought I would die.", set()),
        ("Roeddwn i'n ofnus.", set()),
    ],
)
def test_the_first_list_looks_for_danger_now(text: str, kinds: set[FlagKind]) -> None:
    load_phrases()
    assert {each.kind for each in find_phrases(text=text, phrases=listed_phrases())} == kinds


def test_a_form_is_told_what_to_write() -> None:
    with pytest.raises(ValidationError, match="Three dots"):
        SafeguardingPhrase(phrase="... now", kind=FlagKind.SELF).full_clean()
    check_phrase("still works there")
