"""The mosaic check: what is left in the safe version, and how many share it, in bands."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from stories.models import Story, Submission, Trust
from stories.mosaic import MOST_LISTED, Detail, details_left, look_at_mosaic
from stories.second_reading import read_version
from tests.stories.factories import HIDDEN, make_story, make_trust

pytestmark = pytest.mark.django_db


def document(text: str, **also: str) -> dict[str, Any]:
    return {"title": "", "summary": "", "parts": [{"text": text}], **also}


def found(text: str) -> dict[Detail, tuple[str, ...]]:
    return {left.detail: left.words for left in details_left(document(text))}


def test_what_is_left_is_sorted_by_what_it_tells() -> None:
    left = found("On 12 March 2019 the fire at Wexcombe began. Sister Okafor, aged 43, wept in Wexcombe.")
    assert "12 March 2019" in left[Detail.TIME]
    assert left[Detail.PLACE][0] == "Wexcombe"
    assert any("Okafor" in words for words in left[Detail.ROLE])


def test_title_and_summary_count_too() -> None:
    left = details_left(document("Nothing here.", title="At Wexcombe", summary="It was March 2019."))
    assert [words for each in left for words in each.words] == ["Wexcombe", "March 2019"]


def test_the_same_words_in_another_case_are_listed_once() -> None:
    assert found("Nine days went by. It was nine days.")[Detail.TIME] == ("Nine days",)


def test_a_long_list_is_cut_and_says_so() -> None:
    text = " ".join(
        f"I lived in {name}ham."
        for name in ("Ab", "Bo", "Ca", "Du", "El", "Fi", "Gu", "Ha", "Il", "Jo", "Ka", "Lo", "Ma")
    )
    place = details_left(document(text))[0]
    assert len(place.words) == MOST_LISTED
    assert place.more == 1


def test_nothing_of_the_sealed_words_is_in_it() -> None:
    story = make_story("handed")
    safe = read_version(story=story)
    assert safe is not None
    mosaic = look_at_mosaic(story=story, document=safe)
    assert not any(words in str(mosaic) for words, _ in HIDDEN)


def bands(story: Story) -> dict[str, str]:
    mosaic = look_at_mosaic(story=story, document=document(""))
    return {str(each.what): str(each.band) for each in mosaic.shared}


def detailed(state: str, trust: Trust | None, year: int | None) -> Story:
    story = make_story(state)
    Submission.objects.filter(pk=story.pk).update(trust=trust, event_year=year)
    return Story.objects.select_related("submission").get(pk=story.pk)


def test_others_are_counted_in_bands_and_together() -> None:
    trust, story = make_trust(), None
    for _ in range(5):
        detailed("sent", trust, 2020)
    detailed("sent", trust, 2021)
    story = detailed("handed", trust, 2021)
    said = bands(story)
    assert said["The same trust"] == "fewer than twenty others"
    assert said["The same year"] == "fewer than five others"
    assert said["The rarest of its themes"] == "no other story"
    assert said["All of these together"] == "no other story"


@pytest.mark.parametrize("state", ["withdrawn", "erased"])
def test_what_was_taken_back_is_not_counted(state: str) -> None:
    trust = make_trust()
    detailed(state, trust, 2020)
    assert bands(detailed("handed", trust, 2020))["The same trust"] == "no other story"


def test_a_story_of_which_nothing_is_known_is_compared_with_none() -> None:
    story = detailed("sent", None, None)
    Submission.objects.filter(pk=story.pk).update(setting="", teller_role="")
    story.submission.refresh_from_db()
    mosaic = look_at_mosaic(story=story, document=document(""))
    assert mosaic.shared == ()
    assert not mosaic.rare


@pytest.mark.parametrize("others", [1, 3])
def test_two_queries_however_many_there_are(
    django_assert_num_queries: DjangoAssertNumQueries, others: int
) -> None:
    for _ in range(others):
        make_story("published")
    story = make_story("handed")
    with django_assert_num_queries(2):
        look_at_mosaic(story=story, document=document(""))
