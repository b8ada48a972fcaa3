"""Reaching a teller: only with their yes, only as they chose, in words that say nothing, and seen by nobody."""

import datetime as dt
import logging

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from common.jobs.models import Job
from common.jobs.run_now import drain
from common.vault.text import seal_text
from stories.answers import answer_use
from stories.consent import give_consent
from stories.contact import (
    KIND,
    Avoid,
    ContactRefused,
    NotSent,
    Wish,
    contact_teller,
    contact_wish,
    forget_contact,
    keep_contact,
    next_safe_time,
    watch_contact,
)
from stories.enums import Form, Purpose
from stories.models import ContactWish, Message, Story
from tests.stories.factories import STEPS, at_time, make_story, make_submission
from tests.stories.factories import Wish as StoryWish
from tests.stories.views.test_traces import everything_cached, everything_stored

pytestmark = pytest.mark.django_db

ADDRESS = "qzxmara@elsewhere.example"
EMAIL = Wish("email", ADDRESS)
NOON = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)  # a Wednesday


def waiting(*, wish: Wish = EMAIL, purposes: object = tuple(Purpose)) -> Story:
    """A story that is handed to its teller, who left a way to be reached."""
    story = make_story("handed", purposes=purposes)
    if Purpose.CONTACT in purposes:  # type: ignore[operator]  # a tuple of them
        keep_contact(submission_id=story.pk, wish=wish)
    STEPS["second_read"](story.submission, StoryWish())
    return story


def test_no_address_is_kept_without_a_yes() -> None:
    draft = make_submission(purposes=[Purpose.WEBSITE])
    with pytest.raises(ContactRefused):
        keep_contact(submission_id=draft.pk, wish=EMAIL)
    assert not ContactWish.objects.exists()


def test_an_address_is_sealed_and_its_teller_reads_it() -> None:
    draft = make_submission()
    wish = Wish("email", ADDRESS, ("night", "weekend"), False)
    keep_contact(submission_id=draft.pk, wish=wish)
    assert contact_wish(submission_id=draft.pk) == wish
    assert ADDRESS.encode() not in bytes(ContactWish.objects.get().sealed)
    keep_contact(submission_id=draft.pk, wish=Wish("phone", "07700 900123"))
    assert ContactWish.objects.count() == 1
    forget_contact(submission_id=draft.pk)
    assert contact_wish(submission_id=draft.pk) is None


@pytest.mark.parametrize("state", ["draft", "sent"])
def test_a_no_erases_the_address(state: str) -> None:
    submission = make_submission() if state == "draft" else make_story("sent").submission
    keep_contact(submission_id=submission.pk, wish=EMAIL)
    answer_use(submission_id=submission.pk, purpose=Purpose.CONTACT, form=None)
    assert not ContactWish.objects.exists()


@pytest.mark.parametrize("state", ["withdrawn", "erased"])
def test_taking_it_back_erases_the_address(state: str) -> None:
    story = make_story("sent")
    keep_contact(submission_id=story.pk, wish=EMAIL)
    STEPS[state](story.submission, StoryWish())
    assert not ContactWish.objects.exists()


def test_a_story_that_waits_for_its_teller_tells_them_once_and_says_nothing() -> None:
    story = waiting()
    drain()
    (message,) = mail.outbox
    assert (message.subject, message.to) == ("Something new for you", [ADDRESS])
    assert message.body == "There is something new on your page.\n\nhttp://127.0.0.1:8000/return/\n"
    for word in ("story", "heard", "ward", "trust", story.reference.lower()):
        assert word not in (message.subject + message.body).lower()
    assert contact_teller(story_id=story.pk) is False
    assert len(mail.outbox) == 1


def test_messages_of_an_editor_are_told_once_and_not_what_they_say() -> None:
    story = make_story("taken")
    keep_contact(submission_id=story.pk, wish=EMAIL)
    assert contact_teller(story_id=story.pk) is False
    for number in range(2):
        sealed = seal_text(owner=story.pk, text="qzxanswer", context="none")
        Message.objects.create(submission_id=story.pk, from_teller=False, sealed=sealed, at=timezone.now())
        assert contact_teller(story_id=story.pk) is True
        assert contact_teller(story_id=story.pk) is False
        assert len(mail.outbox) == number + 1
    assert "qzxanswer" not in mail.outbox[-1].body
    Message.objects.create(submission_id=story.pk, from_teller=True, sealed=sealed, at=timezone.now())
    assert contact_teller(story_id=story.pk) is False, "their own words are no news to them"


def test_a_note_about_a_letter_does_not_stand_for_the_one_about_the_version() -> None:
    """A version waits for its second reader when a letter goes out: its teller is not asked about it yet."""
    story = make_story("handed")
    keep_contact(submission_id=story.pk, wish=EMAIL)
    sealed = seal_text(owner=story.pk, text="qzxanswer", context="none")
    Message.objects.create(submission_id=story.pk, from_teller=False, sealed=sealed, at=timezone.now())
    assert contact_teller(story_id=story.pk) is True
    STEPS["second_read"](story.submission, StoryWish())
    drain()
    assert len(mail.outbox) == 2
    assert contact_teller(story_id=story.pk) is False


def test_the_address_of_this_site_can_be_left_out() -> None:
    waiting(wish=Wish("email", ADDRESS, say_where=False))
    drain()
    assert mail.outbox[0].body == "There is something new on your page.\n"


def test_a_number_is_never_used_by_a_machine() -> None:
    waiting(wish=Wish("phone", "07700 900123"))
    drain()
    assert mail.outbox == []


def test_nothing_is_asked_for_where_no_way_was_left() -> None:
    waiting(purposes=(Purpose.WEBSITE,))
    assert not Job.objects.filter(kind=KIND).exists()


def test_nothing_goes_after_the_yes_has_ended() -> None:
    story = waiting()
    answer_use(submission_id=story.pk, purpose=Purpose.CONTACT, form=None)
    drain()
    assert mail.outbox == []


def test_a_yes_that_ran_out_sends_nothing_even_where_an_address_is_left() -> None:
    story = waiting()
    with at_time(timezone.now() + dt.timedelta(days=900)):
        assert contact_teller(story_id=story.pk) is False
    assert mail.outbox == []


def test_an_address_goes_on_the_day_its_yes_runs_out() -> None:
    story = make_story("sent")
    for _ in range(2):
        keep_contact(submission_id=story.pk, wish=EMAIL)
    job = Job.objects.get(kind=KIND)
    ends = story.submission.consents.get(purpose=Purpose.CONTACT).expires_at
    assert (job.object_id, job.due_at) == (str(story.pk), ends)
    with at_time(ends - dt.timedelta(minutes=1)):
        drain()
        watch_contact(story_id=story.pk)
        assert ContactWish.objects.exists()
    with at_time(ends):
        drain()
    assert not ContactWish.objects.exists()
    assert not Job.objects.filter(kind=KIND).exclude(state="done").exists()
    assert mail.outbox == []


def test_a_yes_that_was_renewed_keeps_the_address_until_its_own_end() -> None:
    story = make_story("sent")
    keep_contact(submission_id=story.pk, wish=EMAIL)
    first = story.submission.consents.get(purpose=Purpose.CONTACT).expires_at
    with at_time(first - dt.timedelta(days=10)):
        second = give_consent(submission_id=story.pk, purpose=Purpose.CONTACT).expires_at
    with at_time(first):
        drain()
        assert ContactWish.objects.exists()
    assert Job.objects.exclude(state="done").get(kind=KIND).due_at == second
    with at_time(second):
        drain()
    assert not ContactWish.objects.exists()


def test_a_mail_sent_meanwhile_does_not_end_the_watch() -> None:
    story = waiting()
    drain()
    assert len(mail.outbox) == 1
    ends = story.submission.consents.get(purpose=Purpose.CONTACT).expires_at
    assert Job.objects.exclude(state="done").get(kind=KIND).due_at == ends


def test_an_address_goes_even_while_no_mail_can_be_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> int:
        raise OSError("no mail server")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    story = waiting()
    now = timezone.now()
    for hour in range(0, 24 * 20, 24):
        with at_time(now + dt.timedelta(hours=hour)):
            drain()
    with at_time(story.submission.consents.get(purpose=Purpose.CONTACT).expires_at):
        drain()
    assert not ContactWish.objects.exists()


def test_a_yes_that_cools_off_waits_for_its_day(settings: Settings) -> None:
    settings.COOLING_OFF_DAYS = 14
    story = make_story("handed", purposes=[Purpose.WEBSITE])
    given = give_consent(submission_id=story.pk, purpose=Purpose.CONTACT)
    keep_contact(submission_id=story.pk, wish=EMAIL)
    STEPS["second_read"](story.submission, StoryWish())
    assert contact_teller(story_id=story.pk) is False
    assert mail.outbox == []
    Job.objects.all().delete()
    contact_teller(story_id=story.pk)
    assert Job.objects.get(kind=KIND).due_at == given.effective_at
    with at_time(given.effective_at):
        assert contact_teller(story_id=story.pk) is True


def test_a_time_to_avoid_is_waited_for() -> None:
    with at_time(NOON - dt.timedelta(days=1)):
        story = waiting(wish=Wish("email", ADDRESS, (Avoid.AFTERNOON.value,)))
    Job.objects.all().delete()
    with at_time(NOON):
        assert contact_teller(story_id=story.pk) is False
        due = Job.objects.get(kind=KIND).due_at
    assert timezone.localtime(due).hour == 18
    with at_time(due):
        assert contact_teller(story_id=story.pk) is True


def test_a_failed_mail_is_tried_again_and_no_error_names_the_address(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    def refuse(*_args: object) -> int:
        raise OSError(f"550 no such user {ADDRESS}")

    story = waiting()
    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    with pytest.raises(NotSent) as failed:
        contact_teller(story_id=story.pk)
    drain()
    assert ADDRESS not in str(failed.value) + caplog.text
    assert ADDRESS.encode() not in b"".join(everything_stored().values())
    monkeypatch.undo()
    assert contact_teller(story_id=story.pk) is True


def test_no_table_no_cache_and_no_log_holds_the_address(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    waiting()
    drain()
    assert len(mail.outbox) == 1
    stored = everything_stored()
    assert not [table for table, body in stored.items() if ADDRESS.encode() in body]
    assert ADDRESS.encode() not in everything_cached()
    assert ADDRESS not in caplog.text


@hypothesis_settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    at=st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 1, 1), timezones=st.just(dt.UTC)),
    avoid=st.sets(st.sampled_from(list(Avoid))),
)
def test_a_message_never_goes_at_a_time_to_avoid(at: dt.datetime, avoid: set[Avoid]) -> None:
    names = tuple(each.value for each in avoid)
    safe = next_safe_time(at=at, avoid=names)
    parts = avoid - {Avoid.WEEKEND}
    assert (safe is None) == (len(parts) == 4)
    if safe is None:
        return
    assert safe >= at
    hour = safe.hour
    part = (
        Avoid.NIGHT
        if hour < 6 or hour >= 22
        else Avoid.MORNING
        if hour < 12
        else Avoid.AFTERNOON
        if hour < 18
        else Avoid.EVENING
    )
    assert part not in avoid
    assert not (Avoid.WEEKEND in avoid and safe.weekday() >= 5)


def test_the_form_of_a_yes_to_contact_is_plain() -> None:
    draft = make_submission(purposes=[])
    answer_use(submission_id=draft.pk, purpose=Purpose.CONTACT, form=Form.TEXT)
    keep_contact(submission_id=draft.pk, wish=EMAIL)
    assert str(ContactWish.objects.get()).startswith("contact wish ")
