"""The lists of replies and reasons: loaded once, kept by people, in two languages."""

import pytest

from stories.models import RefusalReason, ReplyTemplate
from stories.replies import load_replies, offered, reply_words

pytestmark = pytest.mark.django_db


def test_they_are_loaded_once_and_spare_what_was_changed() -> None:
    assert len(load_replies()) == ReplyTemplate.objects.count() + RefusalReason.objects.count() > 10
    RefusalReason.objects.filter(slug="twice").update(words="Ours.", active=False)
    assert load_replies() == []
    assert RefusalReason.objects.get(slug="twice").words == "Ours."


def test_what_comes_with_heard_is_whole_in_both_languages_and_fits() -> None:
    load_replies()
    for row in [*ReplyTemplate.objects.all(), *RefusalReason.objects.all()]:
        row.full_clean()
        assert row.words != row.words_cy


def test_only_what_is_offered_is_found_in_the_language_asked_for() -> None:
    load_replies()
    row = offered()[0]
    assert reply_words(reply_id=row.pk, language="en") == row.words
    assert reply_words(reply_id=row.pk, language="cy") == row.words_cy
    ReplyTemplate.objects.filter(pk=row.pk).update(active=False)
    assert row not in offered()
    assert reply_words(reply_id=row.pk, language="en") == ""


def test_rows_of_ones_own_have_no_slug_and_do_not_collide() -> None:
    for number in range(2):
        ReplyTemplate.objects.create(title=f"Own {number}", words="a", words_cy="b")
    assert ReplyTemplate.objects.count() == 2
