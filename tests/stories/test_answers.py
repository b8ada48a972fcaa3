"""An answer about one use: what it writes, and that an unchanged one writes nothing."""

import pytest

from stories.answers import answer_use, latest_answer
from stories.consent import ConsentRefused
from stories.enums import Form, Purpose
from stories.models import ConsentRecord, Withdrawal
from tests.stories.factories import make_story, make_submission, make_trust

pytestmark = pytest.mark.django_db

WEBSITE = Purpose.WEBSITE


def test_the_same_answer_again_writes_nothing() -> None:
    make_trust()
    draft = make_submission(purposes=[])
    answer = {"submission_id": draft.pk, "purpose": WEBSITE, "form": Form.AUDIO, "trust_code": "ZZT"}
    assert [answer_use(**answer) for _ in range(3)] == [True, False, False]
    assert ConsentRecord.objects.count() == 1


@pytest.mark.parametrize(
    ("form", "trust"), [(Form.TEXT, "ZZT"), (Form.VIDEO, "ZZT"), (Form.AUDIO, ""), (Form.AUDIO, "ZZU")]
)
def test_any_difference_is_a_new_row(form: Form, trust: str) -> None:
    make_trust()
    make_trust("ZZU", name="Otherdale NHS Trust")
    draft = make_submission(purposes=[])
    answer_use(submission_id=draft.pk, purpose=WEBSITE, form=Form.AUDIO, trust_code="ZZT")
    assert answer_use(submission_id=draft.pk, purpose=WEBSITE, form=form, trust_code=trust)
    state = latest_answer(submission_id=draft.pk, purpose=WEBSITE)
    assert (state.form, state.trust_code) == (form, trust)
    assert ConsentRecord.objects.count() == 2


def test_the_same_answer_after_its_end_is_given_anew() -> None:
    story = make_story("expired")
    assert answer_use(submission_id=story.pk, purpose=WEBSITE, form=Form.TEXT)
    assert latest_answer(submission_id=story.pk, purpose=WEBSITE).live


def test_a_no_to_what_was_sent_has_a_certificate_and_to_a_draft_none() -> None:
    draft = make_submission(purposes=[WEBSITE])
    assert answer_use(submission_id=draft.pk, purpose=WEBSITE, form=None)
    assert not Withdrawal.objects.exists()
    story = make_story("sent", purposes=[WEBSITE])
    assert answer_use(submission_id=story.pk, purpose=WEBSITE, form=None)
    assert Withdrawal.objects.get().submission_id == story.pk


def test_a_no_where_there_was_no_yes_writes_nothing() -> None:
    for submission_id in (make_submission(purposes=[]).pk, make_story("sent", purposes=[]).pk):
        assert not answer_use(submission_id=submission_id, purpose=WEBSITE, form=None)
    assert not ConsentRecord.objects.exists()
    assert not Withdrawal.objects.exists()


def test_what_the_rule_refuses_is_passed_on() -> None:
    draft = make_submission(purposes=[])
    with pytest.raises(ConsentRefused):
        answer_use(submission_id=draft.pk, purpose=Purpose.NAMED_PACK, form=Form.TEXT, trust_code="")
