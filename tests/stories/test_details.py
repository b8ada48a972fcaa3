"""Where and when it happened: all of it may be left out, and taken out again."""

import pytest

from stories.details import note_details, read_details, say_adult
from stories.models import Submission
from tests.stories.factories import make_submission, make_trust

pytestmark = pytest.mark.django_db


def test_what_was_noted_reads_back_and_what_was_not_is_empty() -> None:
    make_trust()
    submission = make_submission()
    nothing = {"trust": "", "setting": "", "event_year": None, "teller_role": ""}
    assert read_details(submission=submission) == nothing
    said = {"trust": "ZZT", "setting": "acute-ward", "event_year": 2011, "teller_role": "patient"}
    note_details(submission_id=submission.pk, **said)  # type: ignore[arg-type]
    assert read_details(submission=Submission.objects.get(pk=submission.pk)) == said
    note_details(submission_id=submission.pk)
    assert read_details(submission=Submission.objects.get(pk=submission.pk)) == nothing


def test_an_unknown_trust_is_left_out() -> None:
    submission = make_submission()
    note_details(submission_id=submission.pk, trust="NOPE", event_year=1999)
    submission.refresh_from_db()
    assert (submission.trust, submission.event_year) == (None, 1999)


def test_only_this_story_is_changed() -> None:
    one, other = make_submission(), make_submission()
    note_details(submission_id=one.pk, event_year=1999)
    say_adult(submission_id=one.pk, adult=False)
    other.refresh_from_db()
    assert (other.event_year, other.adult_confirmed) == (None, True)
