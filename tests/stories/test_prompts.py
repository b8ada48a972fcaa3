"""Questions: where they stand, and that what others see carries them and no more."""

import pytest
from django.test import Client

from campaigns.packs.content import _telling
from stories.enums import PartKind
from stories.models import SealedPart
from stories.moderation import safe_document
from stories.prompts import FORMER, PROMPTS, asked, find_prompt, place_of
from stories.release import read_website
from stories.review import version_for_teller
from stories.telling import answered_prompts, begin_submission, read_draft_text, read_writing, write_text
from tests.stories.factories import make_story, part_of

pytestmark = pytest.mark.django_db

ANSWERS = {"helped": "Wren held the door.\n\nShe stayed.", "before": "It was raining."}


def test_their_order_is_that_of_the_list_and_after_the_free_page() -> None:
    assert [place_of(slug=p.slug) for p in PROMPTS] == sorted(place_of(slug=p.slug) for p in PROMPTS)
    assert place_of(slug="") == 0 < place_of(slug=PROMPTS[0].slug)
    assert len({p.slug for p in PROMPTS}) == len(PROMPTS)


def test_each_is_a_part_of_its_own_and_reading_opens_them_in_order() -> None:
    draft = begin_submission()
    for slug, text in ANSWERS.items():
        write_text(submission_id=draft.pk, text=text, prompt=slug)
    write_text(submission_id=draft.pk, text="Freely.")
    writing = read_writing(submission_id=draft.pk)
    assert writing.free == "Freely."
    assert [answer.prompt.slug for answer in writing.answers] == ["before", "helped"]
    assert answered_prompts(submission_id=draft.pk) == {"before", "helped"}
    assert read_draft_text(submission_id=draft.pk, prompt="helped") == ANSWERS["helped"]
    assert read_draft_text(submission_id=draft.pk, prompt="felt") == ""


def test_an_answer_to_a_question_that_is_asked_no_more_is_not_lost() -> None:
    draft = begin_submission()
    write_text(submission_id=draft.pk, text="Of long ago.", prompt="an-old-question")
    assert [(a.prompt, a.text) for a in read_writing(submission_id=draft.pk).answers] == [
        (FORMER, "Of long ago.")
    ]


def test_a_story_without_questions_has_the_document_it_always_had() -> None:
    story = make_story("taken", text="Freely.")
    part = part_of(story)
    assert safe_document(story=story)["parts"] == [{"id": str(part.pk), "kind": "written", "text": "Freely."}]


def test_the_question_is_frozen_with_the_version_in_the_tellers_language() -> None:
    story = make_story("second_read", answers=ANSWERS)
    shown = version_for_teller(submission_id=story.pk)
    assert shown is not None
    assert [pair.question for pair in shown.pairs] == ["", "What was happening before?", "What helped?"]
    assert "Wren" not in shown.pairs[2].safe, "hidden in an answer as well"
    assert "Wren" in shown.pairs[2].own
    part = SealedPart(submission=story.submission, kind=PartKind.WRITTEN, prompt="helped")
    assert asked(part=part) == {"prompt": "helped", "question": "What helped?"}


def test_readers_see_it_as_a_quiet_heading_and_packs_count_where_it_stands() -> None:
    story = make_story("published", answers=ANSWERS)
    released = read_website(story_id=story.pk)
    assert released is not None
    paragraphs, questions = _telling(released)
    assert [paragraphs[at] for at in questions] == ["What was happening before?", "What helped?"]
    assert paragraphs[questions[1] + 1].endswith("held the door.")
    page = Client().get(f"/stories/{story.pk}/").content.decode()
    assert '<h2 class="story__question">What helped?</h2>' in page
    assert "Wren" not in page
    assert find_prompt(slug="nothing") is None
