"""Notes for staff: loaded, renewed unless somebody edited them, and at no address."""

import pytest

from pages.models import StaffNote
from pages.staff_notes import find_note, load_staff_notes

pytestmark = pytest.mark.django_db


def test_loading_twice_changes_nothing() -> None:
    assert len(load_staff_notes()) == StaffNote.objects.count() > 5
    assert load_staff_notes() == []


def test_words_from_the_file_come_back_unless_somebody_edited_them() -> None:
    load_staff_notes()
    note = StaffNote.objects.get(slug="safeguarding")
    said = note.title
    StaffNote.objects.filter(pk=note.pk).update(title="Old words")
    assert load_staff_notes() == ["note safeguarding: changed title"]
    note.refresh_from_db()
    assert note.title == said
    note.title = "Our own words"
    note.save_revision()
    note.save()
    assert load_staff_notes() == ["note safeguarding: kept as edited here"]
    assert StaffNote.objects.get(pk=note.pk).title == "Our own words"


def test_a_particular_note_before_a_general_one_and_an_empty_one_never() -> None:
    load_staff_notes()
    particular = find_note("safeguarding-child", "safeguarding")
    assert particular is not None
    assert particular.slug == "safeguarding-child"
    general = find_note("safeguarding-nothing", "safeguarding")
    assert general is not None
    assert general.slug == "safeguarding"
    StaffNote.objects.update(body=[])
    assert find_note("safeguarding") is None
