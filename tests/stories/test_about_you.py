"""What tellers say of themselves: apart, sealed, reached by erasure, and tied to no story outside the vault."""

import json
from uuid import UUID, uuid4

import pytest
from django.db import connections

from common.vault.errors import KeyDestroyed, VaultError
from common.vault.keys import data_key, destroy_key
from common.vault.links import find_link, make_link
from stories import about_you
from stories.about_labels import LABELS
from stories.about_questions import ASKED, FILE, about_questions, find_question, question_after
from stories.about_you import BLOCK, LINK_KEY, AboutAnswer, NotSent, answer_about, forget_about, read_about
from stories.erasure import erase_story
from stories.models import AboutYou
from stories.withdrawal import take_back
from tests.stories.factories import make_story, make_submission

pytestmark = pytest.mark.django_db

CANARY = "qzxaboutxzq"


def told(words: str = CANARY) -> UUID:
    story = make_story("sent")
    answer_about(submission_id=story.pk, question="religion", chosen="other", words=words)
    return story.pk


def test_answers_come_back_as_given_and_one_does_not_touch_another() -> None:
    story_id = told()
    answer_about(submission_id=story_id, question="disability", chosen="none", also=["deaf", "blind"])
    answer_about(submission_id=story_id, question="religion", chosen="not-stated")
    assert read_about(submission_id=story_id) == {
        "religion": AboutAnswer("not-stated"),
        "disability": AboutAnswer("none", ("deaf", "blind")),
    }
    assert AboutYou.objects.count() == 1


def test_the_row_says_neither_what_nor_whose_nor_when() -> None:
    story_id = told()
    fields = {field.name for field in AboutYou._meta.get_fields()}
    assert fields == {"id", "link", "sealed"}
    row = AboutYou.objects.get()
    held = f"{row.pk} {row.link}".encode() + bytes(row.sealed)
    for secret in (CANARY, "religion", str(story_id), story_id.hex):
        assert secret.encode() not in held
    assert story_id.bytes not in held
    with connections["default"].cursor() as cursor:
        relations = connections["default"].introspection.get_relations(cursor, AboutYou._meta.db_table)
    assert relations == {}


def test_its_length_does_not_tell_how_much_was_said() -> None:
    for words in ("", "x", "é" * 200):
        told(words)
    lengths = {len(bytes(row.sealed)) for row in AboutYou.objects.all()}
    assert len(lengths) == 1
    assert lengths.pop() > BLOCK


def test_the_link_is_made_by_the_vault_alone() -> None:
    story_id = told()
    assert AboutYou.objects.get().link == find_link(key_owner=LINK_KEY, to=story_id)
    assert data_key(owner=LINK_KEY).hex() not in AboutYou.objects.get().link
    another_key = uuid4()
    assert find_link(key_owner=another_key, to=story_id) is None
    assert make_link(key_owner=another_key, to=story_id) != find_link(key_owner=LINK_KEY, to=story_id)


def test_it_opens_in_its_own_row_alone() -> None:
    first, second = told("one"), told("two")
    rows = [AboutYou.objects.get(link=find_link(key_owner=LINK_KEY, to=pk)) for pk in (first, second)]
    AboutYou.objects.filter(pk=rows[0].pk).update(sealed=rows[1].sealed)
    with pytest.raises(VaultError):
        read_about(submission_id=first)


def test_erasing_the_story_erases_it_and_no_other() -> None:
    mine, other = told("mine"), told("other")
    take_back(submission_id=mine)
    erase_story(submission_id=mine)
    assert AboutYou.objects.count() == 1
    assert read_about(submission_id=mine) == {}
    assert read_about(submission_id=other)["religion"].words == "other"


def test_a_row_that_a_backup_brought_back_is_unreadable_and_found_again() -> None:
    story_id = told()
    row = AboutYou.objects.get()
    take_back(submission_id=story_id)
    erase_story(submission_id=story_id)
    AboutYou(id=row.pk, link=row.link, sealed=row.sealed).save(force_insert=True)
    with pytest.raises(KeyDestroyed):
        read_about(submission_id=story_id)
    erase_story(submission_id=story_id)
    assert not AboutYou.objects.exists()


def test_forgetting_works_with_the_storys_key_gone_and_when_nobody_ever_answered() -> None:
    assert not forget_about(submission_id=uuid4()), "no key of links has been made yet"
    story_id = told()
    destroy_key(owner=story_id)
    assert forget_about(submission_id=story_id)
    assert not forget_about(submission_id=story_id)


def test_nothing_is_kept_of_a_draft_or_of_a_story_taken_back() -> None:
    draft = make_submission()
    with pytest.raises(NotSent):
        answer_about(submission_id=draft.pk, question="religion", words=CANARY)
    story_id = make_story("withdrawn").pk
    with pytest.raises(NotSent):
        answer_about(submission_id=story_id, question="religion", words=CANARY)
    assert not AboutYou.objects.exists()


def test_an_empty_answer_takes_it_away_and_the_last_one_takes_the_row() -> None:
    story_id = told()
    answer_about(submission_id=story_id, question="religion", words="  ")
    assert (read_about(submission_id=story_id), AboutYou.objects.count()) == ({}, 0)


def test_every_question_is_of_the_file_and_offers_not_to_say() -> None:
    assert len(about_questions()) == len(ASKED)
    for question in about_questions():
        assert question.options[0].slug == "not-stated"
        assert len({option.slug for option in question.options}) == len(question.options)
        assert find_question(slug=question.slug) == question
    assert question_after(slug=ASKED[-1][0]) is None
    assert "sex" not in {key for _slug, key, _words in ASKED}


def test_every_label_is_translated_and_none_is_left_over() -> None:
    shown = {str(o.label) for q in about_questions() for o in (*q.options, *q.also)}
    groups = {o.group for q in about_questions() for o in q.options if o.group}
    assert shown | groups == {str(label) for label in LABELS.values()} == set(LABELS)
    assert json.dumps(FILE.read_text(encoding="utf-8")).count("not-stated") > len(ASKED) - 2


def test_the_shape_of_an_answer() -> None:
    assert not AboutAnswer().given
    assert all(a.given for a in (AboutAnswer("x"), AboutAnswer("", ("x",)), AboutAnswer("", (), "x")))
    assert about_you.BLOCK % 16 == 0
