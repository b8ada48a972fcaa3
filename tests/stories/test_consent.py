"""Consent: purpose by purpose, form by form, never changed, only followed by a newer word."""

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from stories.consent import (
    ConsentRefused,
    add_months,
    consent_for,
    consent_states,
    give_consent,
    withdraw_consent,
)
from stories.details import say_adult
from stories.enums import PACK_PURPOSES, Form, Purpose
from stories.models import AppendOnly, ConsentRecord, Submission
from stories.signals import consent_changed
from tests.stories.factories import at_time, make_story, make_submission, make_trust

pytestmark = pytest.mark.django_db

WEBSITE = Purpose.WEBSITE


@pytest.fixture
def draft() -> Submission:
    make_trust()
    return make_submission(purposes=[])


@pytest.fixture
def told() -> Iterator[list[tuple[UUID, bool]]]:
    """What the apps above were told: of which story, and whether inside a transaction."""
    heard: list[tuple[UUID, bool]] = []

    def listen(story_id: UUID, **_: object) -> None:
        heard.append((story_id, transaction.get_connection().in_atomic_block))

    consent_changed.connect(listen, weak=False)
    yield heard
    consent_changed.disconnect(listen)


def test_a_yes_is_kept_with_its_words_its_form_and_its_end(draft: Submission, settings: Settings) -> None:
    settings.COOLING_OFF_DAYS = 14
    moment = timezone.now()
    with at_time(moment):
        given_to = {
            purpose: give_consent(
                submission_id=draft.pk, purpose=purpose, form=Form.AUDIO, trust_code="ZZT", manner="paper"
            )
            for purpose in Purpose
        }
    for purpose, record in given_to.items():
        months = 12 if purpose in PACK_PURPOSES else 24
        assert (record.granted, record.form, record.trust.code) == (True, Form.AUDIO, "ZZT")
        assert record.given_at == moment
        assert record.effective_at == moment + dt.timedelta(days=14)
        assert record.expires_at == add_months(at=moment, months=months)
        assert (record.wording.language, record.manner) == ("en", "paper")


def test_months_are_settings(draft: Submission, settings: Settings) -> None:
    settings.CONSENT_MONTHS, settings.CONSENT_MONTHS_PACKS = 3, 1
    moment = dt.datetime(2026, 1, 31, 12, tzinfo=dt.UTC)
    with at_time(moment):
        website = give_consent(submission_id=draft.pk, purpose=WEBSITE)
        pack = give_consent(submission_id=draft.pk, purpose=Purpose.ANY_PACK)
    assert (website.expires_at.month, website.expires_at.day) == (4, 30)
    assert (pack.expires_at.month, pack.expires_at.day) == (2, 28)


@given(
    at=st.datetimes(
        min_value=dt.datetime(2020, 1, 1), max_value=dt.datetime(2060, 1, 1), timezones=st.just(dt.UTC)
    ),
    months=st.integers(min_value=1, max_value=120),
)
def test_months_later_is_the_same_day_or_the_last_one(at: dt.datetime, months: int) -> None:
    later = add_months(at=at, months=months)
    assert (later.year - at.year) * 12 + later.month - at.month == months
    assert later.timetz() == at.timetz()
    assert later.day == at.day or (later.day < at.day and (later + dt.timedelta(days=1)).day == 1)


def test_a_pack_for_one_trust_names_it(draft: Submission) -> None:
    for code in ("", "NOPE", "zzt"):
        with pytest.raises(ConsentRefused, match="Choose the trust"):
            give_consent(submission_id=draft.pk, purpose=Purpose.NAMED_PACK, trust_code=code)
    assert not ConsentRecord.objects.exists()


def test_nobody_agrees_before_saying_eighteen(draft: Submission) -> None:
    say_adult(submission_id=draft.pk, adult=False)
    with pytest.raises(ConsentRefused, match="18 or over"):
        give_consent(submission_id=draft.pk, purpose=WEBSITE)
    assert not ConsentRecord.objects.exists()


@pytest.mark.parametrize("state", ["withdrawn", "erased"])
def test_nothing_can_be_agreed_once_it_was_taken_back(state: str) -> None:
    story = make_story(state)
    before = ConsentRecord.objects.count()
    with pytest.raises(ConsentRefused, match="taken back"):
        give_consent(submission_id=story.pk, purpose=WEBSITE, cooling_off=False)
    assert ConsentRecord.objects.count() == before


def test_a_no_is_a_new_row_in_force_at_once(draft: Submission) -> None:
    make_trust()
    yes = give_consent(submission_id=draft.pk, purpose=Purpose.NAMED_PACK, form=Form.TEXT, trust_code="ZZT")
    no = withdraw_consent(submission_id=draft.pk, purpose=Purpose.NAMED_PACK)
    assert no is not None
    assert (no.granted, no.trust, no.wording, no.pk > yes.pk) == (False, yes.trust, yes.wording, True)
    assert no.effective_at == no.given_at == no.expires_at
    assert withdraw_consent(submission_id=draft.pk, purpose=Purpose.NAMED_PACK) is None
    assert withdraw_consent(submission_id=draft.pk, purpose=WEBSITE) is None
    assert ConsentRecord.objects.count() == 2


def test_everyone_above_is_told_inside_the_transaction(
    draft: Submission, told: list[tuple[UUID, bool]]
) -> None:
    give_consent(submission_id=draft.pk, purpose=WEBSITE)
    withdraw_consent(submission_id=draft.pk, purpose=WEBSITE)
    withdraw_consent(submission_id=draft.pk, purpose=WEBSITE)
    assert told == [(draft.pk, True), (draft.pk, True)]


def test_the_ledger_cannot_be_rewritten_row_by_row_or_all_at_once(draft: Submission) -> None:
    record = give_consent(submission_id=draft.pk, purpose=WEBSITE)
    record.granted = False
    every = ConsentRecord.objects.filter(pk=record.pk)
    for rewrite in (
        record.save,
        record.delete,
        every.delete,
        lambda: every.update(granted=False),
        lambda: ConsentRecord.objects.bulk_update([record], ["granted"]),
    ):
        with pytest.raises(AppendOnly):
            rewrite()
    assert ConsentRecord.objects.get() == record
    assert ConsentRecord.objects.get().granted


def test_what_is_less_is_in_force_when_what_was_more_is(draft: Submission, settings: Settings) -> None:
    settings.COOLING_OFF_DAYS = 14
    now = timezone.now()
    with at_time(now - dt.timedelta(days=20)):
        more = give_consent(submission_id=draft.pk, purpose=WEBSITE, form=Form.VIDEO, trust_code="ZZT")
    assert more.effective_at < now
    for form, trust in ((Form.AUDIO, "ZZT"), (Form.AUDIO, ""), (Form.TEXT, "")):
        less = give_consent(submission_id=draft.pk, purpose=WEBSITE, form=form, trust_code=trust)
        assert less.effective_at <= timezone.now()


def test_what_is_more_cools_off(draft: Submission, settings: Settings) -> None:
    settings.COOLING_OFF_DAYS = 14
    make_trust("ZZU", name="Otherdale NHS Trust")
    now = timezone.now()
    after = now + dt.timedelta(days=13)
    with at_time(now - dt.timedelta(days=20)):
        give_consent(submission_id=draft.pk, purpose=WEBSITE, form=Form.DISGUISED_AUDIO)
    assert give_consent(submission_id=draft.pk, purpose=WEBSITE, form=Form.AUDIO).effective_at > after
    # A smaller word by its number, and yet a plain voice that was not agreed to before.
    give_consent(
        submission_id=draft.pk, purpose=Purpose.TRAINING, form=Form.DISGUISED_VIDEO, cooling_off=False
    )
    plain = give_consent(submission_id=draft.pk, purpose=Purpose.TRAINING, form=Form.AUDIO)
    assert plain.effective_at > after
    give_consent(submission_id=draft.pk, purpose=Purpose.PRESS, cooling_off=False)
    assert give_consent(submission_id=draft.pk, purpose=Purpose.PRESS, trust_code="ZZT").effective_at > after
    give_consent(submission_id=draft.pk, purpose=Purpose.NAMED_PACK, trust_code="ZZT", cooling_off=False)
    other = give_consent(submission_id=draft.pk, purpose=Purpose.NAMED_PACK, trust_code="ZZU")
    assert other.effective_at > after


def test_a_yes_after_a_no_or_after_its_end_cools_off_again(draft: Submission, settings: Settings) -> None:
    settings.COOLING_OFF_DAYS = 14
    now = timezone.now()
    after = now + dt.timedelta(days=13)
    give_consent(submission_id=draft.pk, purpose=WEBSITE, cooling_off=False)
    withdraw_consent(submission_id=draft.pk, purpose=WEBSITE)
    assert give_consent(submission_id=draft.pk, purpose=WEBSITE).effective_at > after
    with at_time(now - dt.timedelta(days=1000)):
        give_consent(submission_id=draft.pk, purpose=Purpose.PRESS)
    assert give_consent(submission_id=draft.pk, purpose=Purpose.PRESS).effective_at > after


def test_what_is_less_than_something_still_cooling_waits_no_longer_than_that(
    draft: Submission, settings: Settings
) -> None:
    settings.COOLING_OFF_DAYS = 14
    with at_time(timezone.now() - dt.timedelta(days=10)):
        more = give_consent(submission_id=draft.pk, purpose=WEBSITE, form=Form.AUDIO)
    less = give_consent(submission_id=draft.pk, purpose=WEBSITE)
    assert less.effective_at == more.effective_at


def test_states_tell_the_latest_word_on_every_purpose_in_order_and_in_one_query(
    draft: Submission,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    give_consent(submission_id=draft.pk, purpose=WEBSITE, form=Form.VIDEO)
    withdraw_consent(submission_id=draft.pk, purpose=WEBSITE)
    give_consent(submission_id=draft.pk, purpose=Purpose.PRESS, trust_code="ZZT")
    with django_assert_num_queries(1):
        states = consent_states(submission_id=draft.pk)
    assert [state.purpose for state in states] == list(Purpose)
    by_purpose = {state.purpose: state for state in states}
    assert not by_purpose[WEBSITE].granted
    assert by_purpose[Purpose.PRESS].live
    assert by_purpose[Purpose.PRESS].trust_name == "Testmoor NHS Foundation Trust"
    assert (by_purpose[Purpose.TRAINING].granted, by_purpose[Purpose.TRAINING].given_at) == (False, None)


def test_a_state_is_live_between_its_two_ends(draft: Submission, settings: Settings) -> None:
    settings.COOLING_OFF_DAYS = 14
    now = timezone.now()
    record = give_consent(submission_id=draft.pk, purpose=WEBSITE)

    def state(moment: dt.datetime) -> tuple[bool, bool]:
        with at_time(moment):
            found = next(s for s in consent_states(submission_id=draft.pk) if s.purpose == WEBSITE)
            return found.live, found.ran_out

    instant = dt.timedelta(microseconds=1)
    assert state(now) == (False, False)
    assert state(record.effective_at - instant) == (False, False)
    assert state(record.effective_at) == (True, False)
    assert state(record.expires_at - instant) == (True, False)
    assert state(record.expires_at) == (False, True)
    withdraw_consent(submission_id=draft.pk, purpose=WEBSITE)
    assert state(record.expires_at) == (False, False)


def test_the_row_that_allows_it_is_the_most_revealing_of_those_that_do(draft: Submission) -> None:
    give_consent(
        submission_id=draft.pk,
        purpose=Purpose.NAMED_PACK,
        form=Form.AUDIO,
        trust_code="ZZT",
        cooling_off=False,
    )
    wide = give_consent(submission_id=draft.pk, purpose=Purpose.ANY_PACK, form=Form.VIDEO, cooling_off=False)
    assert consent_for(submission_id=draft.pk, purpose=Purpose.NAMED_PACK, trust_code="ZZT") == wide
    withdraw_consent(submission_id=draft.pk, purpose=Purpose.ANY_PACK)
    named = consent_for(submission_id=draft.pk, purpose=Purpose.NAMED_PACK, trust_code="ZZT")
    assert named is not None
    assert named.purpose == Purpose.NAMED_PACK
    for refused in (
        {"form": Form.VIDEO, "trust_code": "ZZT"},
        {"trust_code": "ZZU"},
        {"trust_code": "ZZT", "at": named.expires_at},
    ):
        assert consent_for(submission_id=draft.pk, purpose=Purpose.NAMED_PACK, **refused) is None
    assert consent_for(submission_id=make_submission(purposes=[]).pk, purpose=WEBSITE) is None
