"""Leads are told by e-mail that something waits: once, and again when it is overdue. Never whose, never what."""

import datetime as dt
from unittest import mock

import pytest
from django.core import mail
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from common.jobs.models import Job
from stories import flag_mail, safeguarding, withdrawal
from stories.flag_enums import FlagKind, SafeguardingStep
from stories.models import SafeguardingFlag
from tests.stories.factories import at_time, make_story, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def leads(db: None) -> list[User]:
    return [make_user(Role.SAFEGUARDING_LEAD) for _ in range(2)]


@pytest.fixture
def flag(leads: list[User]) -> SafeguardingFlag:
    story = make_story("taken")
    raised = safeguarding.raise_flag(
        story_id=story.pk, kind=FlagKind.CHILD, by=story.editor, note="qzxnotexzq"
    )
    mail.outbox.clear()
    return raised


def tell(flag: SafeguardingFlag) -> list[str]:
    mail.outbox.clear()
    flag_mail.tell_leads(flag_id=flag.pk)
    return [address for each in mail.outbox for address in each.to]


def late(flag: SafeguardingFlag) -> dt.datetime:
    return flag.due_at + dt.timedelta(minutes=1)


def test_a_job_is_asked_for_with_the_flag(flag: SafeguardingFlag) -> None:
    assert Job.objects.filter(kind=safeguarding.TELL, object_id=str(flag.pk)).count() == 1


def test_its_owner_is_told_once_and_a_second_look_asked_for_when_it_is_due(flag: SafeguardingFlag) -> None:
    assert flag.owner is not None
    Job.objects.all().delete()
    assert tell(flag) == [flag.owner.email]
    assert Job.objects.get(kind=safeguarding.TELL).due_at == flag.due_at
    assert tell(flag) == []


def test_overdue_every_lead_is_told_once(flag: SafeguardingFlag, leads: list[User]) -> None:
    tell(flag)
    with at_time(late(flag)):
        assert tell(flag) == [lead.email for lead in leads]
        assert tell(flag) == []


def test_the_mail_says_nothing_of_the_story_or_the_kind(flag: SafeguardingFlag) -> None:
    tell(flag)
    with at_time(late(flag)):
        flag_mail.tell_leads(flag_id=flag.pk)
    said = "".join(each.subject + each.body for each in mail.outbox)
    assert len(mail.outbox) == 3
    assert "/admin/stories/safeguarding/" in said
    for word in (flag.story.reference, str(flag.story_id), "child", "safeguarding lead", "qzx"):
        assert word not in said.replace("/admin/stories/safeguarding/", "").lower()


def test_nobodys_flag_goes_to_all_and_without_leads_to_nobody(
    flag: SafeguardingFlag, leads: list[User]
) -> None:
    SafeguardingFlag.objects.update(owner=None)
    assert tell(flag) == [lead.email for lead in leads]
    SafeguardingFlag.objects.update(told_at=None)
    User.objects.update(is_active=False)
    assert tell(flag) == []


def test_a_lead_who_lost_the_role_is_not_told(flag: SafeguardingFlag, leads: list[User]) -> None:
    assert flag.owner is not None
    flag.owner.memberships.all().delete()
    assert tell(flag) == [lead.email for lead in leads if lead != flag.owner]


@pytest.mark.parametrize("end", ["cleared", "taken back"])
def test_nothing_goes_for_what_is_over(end: str, flag: SafeguardingFlag, leads: list[User]) -> None:
    if end == "cleared":
        safeguarding.take_step(flag_id=flag.pk, step=SafeguardingStep.DONE, by=leads[0], words="Done.")
    else:
        withdrawal.take_back(submission_id=flag.story_id)
    assert tell(flag) == []


def test_another_time_to_look_is_reminded_of_again(flag: SafeguardingFlag, leads: list[User]) -> None:
    tell(flag)
    with at_time(late(flag)):
        tell(flag)
        later = safeguarding.take_step(flag_id=flag.pk, step=SafeguardingStep.LATER, by=leads[0], later="day")
        assert tell(later) == []
    with at_time(late(later)):
        assert len(tell(later)) == 2


def test_a_mail_that_fails_is_tried_again(flag: SafeguardingFlag) -> None:
    with (
        mock.patch.object(flag_mail.EmailMessage, "send", side_effect=OSError("lead@elsewhere.example")),
        pytest.raises(flag_mail.NotTold) as failed,
    ):
        tell(flag)
    assert "elsewhere" not in str(failed.value)
    assert len(tell(flag)) == 1
    assert timezone.now() < flag.due_at
