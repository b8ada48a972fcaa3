"""How a teller may be reached is shown when two safeguarding leads agree, once, and the teller is told."""

import datetime as dt

import pytest
from django.db import IntegrityError
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from common import audit
from stories import disclosure, messages, safeguarding, withdrawal
from stories.contact import Wish
from stories.enums import Purpose
from stories.flag_enums import FlagKind, SafeguardingStep
from stories.models import ContactDisclosure, Message, SafeguardingFlag
from stories.moderation import StageRefused
from tests.stories.factories import at_time, make_story, make_user

pytestmark = pytest.mark.django_db

REACH = "qzxreachxzq@elsewhere.example"
WHY = "She named a day, qzxwhyxzq."


@pytest.fixture
def leads() -> tuple[User, User]:
    return make_user(Role.SAFEGUARDING_LEAD), make_user(Role.SAFEGUARDING_LEAD)


@pytest.fixture
def flag(leads: tuple[User, User]) -> SafeguardingFlag:
    return flagged()


def flagged(**wish: object) -> SafeguardingFlag:
    story = make_story("taken", **{"reach": REACH, **wish})
    return safeguarding.raise_flag(story_id=story.pk, kind=FlagKind.SELF, by=story.editor)


def ask(flag: SafeguardingFlag, by: User) -> ContactDisclosure:
    return disclosure.ask_for_contact(flag_id=flag.pk, reason=WHY, by=by)


def agree(row: ContactDisclosure, by: User, **more: object) -> ContactDisclosure:
    return disclosure.answer_disclosure(disclosure_id=row.pk, agreed=True, by=by, **more)


def show(row: ContactDisclosure, by: User) -> Wish:
    return disclosure.show_contact(disclosure_id=row.pk, by=by)


def test_one_asks_another_agrees_and_it_is_shown_once(
    flag: SafeguardingFlag, leads: tuple[User, User]
) -> None:
    first, second = leads
    row = ask(flag, first)
    with pytest.raises(StageRefused, match="a second person agreed"):
        show(row, first)
    agree(row, second)
    with pytest.raises(StageRefused, match="to the one who asked"):
        show(row, second)
    assert show(row, first).address == REACH
    with pytest.raises(StageRefused, match="shown once"):
        show(row, first)


def test_nobody_agrees_with_themselves(flag: SafeguardingFlag, leads: tuple[User, User]) -> None:
    row = ask(flag, leads[0])
    with pytest.raises(StageRefused, match="Somebody else must agree"):
        agree(row, leads[0])
    with pytest.raises(IntegrityError, match="disclosure_takes_two"):
        ContactDisclosure.objects.filter(pk=row.pk).update(answered_by=leads[0])


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SAFEGUARDING_LEAD])
def test_nobody_but_a_lead_asks_answers_or_is_shown_it(
    role: Role, flag: SafeguardingFlag, leads: tuple[User, User]
) -> None:
    other = make_user(role)
    with pytest.raises(StageRefused, match="Only safeguarding leads"):
        ask(flag, other)
    row = ask(flag, leads[0])
    with pytest.raises(StageRefused, match="Only safeguarding leads"):
        agree(row, other)
    agree(row, leads[1])
    ContactDisclosure.objects.filter(pk=row.pk).update(asked_by=other)
    with pytest.raises(StageRefused, match="Only safeguarding leads"):
        show(row, other)


def test_the_teller_is_told_in_their_messages(flag: SafeguardingFlag, leads: tuple[User, User]) -> None:
    row = ask(flag, leads[0])
    agree(row, leads[1])
    assert not Message.objects.exists()
    show(row, leads[0])
    [line] = messages.read_as_teller(submission_id=flag.story_id)
    assert line.text.startswith("Two people here who look after safety decided together")


def test_in_the_language_of_their_story(leads: tuple[User, User]) -> None:
    flag = flagged(language="cy")
    row = ask(flag, leads[0])
    agree(row, leads[1])
    show(row, leads[0])
    [line] = messages.read_as_teller(submission_id=flag.story_id)
    assert line.text.startswith("Penderfynodd dau berson")


def test_untold_only_with_a_reason_by_the_second_person(
    flag: SafeguardingFlag, leads: tuple[User, User]
) -> None:
    row = ask(flag, leads[0])
    with pytest.raises(StageRefused, match="must not be told"):
        agree(row, leads[1], tell_teller=False, why_not=" ")
    with pytest.raises(IntegrityError, match="untold_only_with_a_reason"):
        ContactDisclosure.objects.filter(pk=row.pk).update(tell_teller=False)


def test_untold_with_a_reason_it_is_shown_and_the_reason_is_sealed(
    flag: SafeguardingFlag, leads: tuple[User, User]
) -> None:
    row = ask(flag, leads[0])
    agree(row, leads[1], tell_teller=False, why_not="He reads it, qzxwhynotxzq.")
    show(row, leads[0])
    assert not Message.objects.exists()
    assert disclosure.reasons(flag=flag, by=leads[1]) == {row.pk: (WHY, "He reads it, qzxwhynotxzq.")}
    stored = bytes(row.sealed_reason) + bytes(ContactDisclosure.objects.get().sealed_why_not or b"")
    assert b"qzx" not in stored


def test_every_step_is_logged_without_a_word_or_an_address(
    flag: SafeguardingFlag, leads: tuple[User, User]
) -> None:
    row = ask(flag, leads[0])
    agree(row, leads[1])
    show(row, leads[0])
    entries = {entry.action: entry for entry in audit.entries_for(flag.story_id)}
    assert entries["heard.contact_asked"].user == leads[0]
    answer = {"flag": flag.pk, "disclosure": row.pk, "answer": "agreed", "told": "yes"}
    assert (entries["heard.contact_answered"].user, entries["heard.contact_answered"].data) == (
        leads[1],
        answer,
    )
    assert entries["heard.contact_shown"].user == leads[0]
    assert "qzx" not in str([entry.data for entry in entries.values()])


def test_a_refusal_shows_nothing_and_it_may_be_asked_again(
    flag: SafeguardingFlag, leads: tuple[User, User]
) -> None:
    row = ask(flag, leads[0])
    with pytest.raises(StageRefused, match="asked for already"):
        ask(flag, leads[1])
    disclosure.answer_disclosure(disclosure_id=row.pk, agreed=False, by=leads[1])
    with pytest.raises(StageRefused):
        show(row, leads[0])
    assert ask(flag, leads[1]).pk != row.pk


def test_a_yes_grows_old(flag: SafeguardingFlag, leads: tuple[User, User]) -> None:
    row = ask(flag, leads[0])
    agree(row, leads[1])
    with at_time(timezone.now() + disclosure.WITHIN + dt.timedelta(minutes=1)):
        with pytest.raises(StageRefused, match="older than a day"):
            show(row, leads[0])
        assert ask(flag, leads[0])


def test_without_a_way_to_be_reached_there_is_nothing_to_ask(leads: tuple[User, User]) -> None:
    flag = flagged(reach="")
    assert not disclosure.may_be_asked(flag=flag)
    with pytest.raises(StageRefused, match="left no way"):
        ask(flag, leads[0])


def test_a_way_taken_back_meanwhile_is_not_shown_and_the_yes_is_not_used_up(
    flag: SafeguardingFlag, leads: tuple[User, User]
) -> None:
    row = ask(flag, leads[0])
    agree(row, leads[1])
    withdrawal.take_back_purpose(submission_id=flag.story_id, purpose=Purpose.CONTACT)
    with pytest.raises(StageRefused, match="taken their way"):
        show(row, leads[0])
    assert not Message.objects.exists()


def test_after_the_flag_is_cleared_or_the_story_taken_back_nothing_is_shown(
    flag: SafeguardingFlag, leads: tuple[User, User]
) -> None:
    row = ask(flag, leads[0])
    agree(row, leads[1])
    other = flagged()
    gone = agree(ask(other, leads[0]), leads[1])
    withdrawal.take_back(submission_id=other.story_id)
    with pytest.raises(ContactDisclosure.DoesNotExist):
        show(gone, leads[0])
    safeguarding.take_step(flag_id=flag.pk, step=SafeguardingStep.DONE, by=leads[0], words="Done.")
    with pytest.raises(StageRefused, match="cleared already"):
        show(row, leads[0])


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_no_reason_no_question(reason: str, flag: SafeguardingFlag, leads: tuple[User, User]) -> None:
    with pytest.raises(StageRefused, match="why you need it"):
        disclosure.ask_for_contact(flag_id=flag.pk, reason=reason, by=leads[0])
