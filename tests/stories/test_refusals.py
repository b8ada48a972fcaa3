"""Turned down with reasons, and an appeal that goes to somebody else."""

import pytest
from django.db import IntegrityError

from accounts.enums import Role
from accounts.models import User
from common.audit import entries_for
from stories import (
    additions,
    erasure,
    looks,
    messages,
    moderation,
    refusals,
    safeguarding,
    withdrawal,
    workbench,
)
from stories.enums import AppealOutcome, Stage, Why
from stories.flag_enums import FlagKind
from stories.models import Message, Refusal, RefusalReason, Story
from stories.moderation import StageRefused
from stories.refusals import AppealRefused
from stories.workbench import may_open
from tests.stories.factories import make_story, make_user, sit_down

pytestmark = pytest.mark.django_db

OWN, ASKED, ANSWER = "You name him, qzxownxzq.", "I took it out, qzxaskedxzq.", "So be it, qzxanswerxzq."


@pytest.fixture
def reason() -> RefusalReason:
    return RefusalReason.objects.create(
        slug="names",
        title="Names",
        words="It names.",
        words_cy="Mae’n enwi.",
        can_do="Complain.",
        can_do_cy="Cwyno.",
    )


@pytest.fixture
def story(reason: RefusalReason) -> Story:
    return make_story("taken")


@pytest.fixture
def other() -> User:
    return make_user(Role.EDITOR)


def turn_down(story: Story, **more: object) -> Refusal:
    reason = RefusalReason.objects.get()
    return refusals.turn_down(
        **{"story_id": story.pk, "reason_id": reason.pk, "words": OWN, "by": story.editor} | more  # type: ignore[arg-type]
    )


def ask(story: Story, words: str = ASKED) -> Refusal:
    return refusals.appeal(submission_id=story.pk, words=words)


def decide(story: Story, by: User, *, upheld: bool = True, words: str = ANSWER) -> Refusal:
    return refusals.decide_appeal(story_id=story.pk, upheld=upheld, words=words, by=by)


def at(story: Story) -> str:
    story.refresh_from_db()
    return story.stage


def told(story: Story) -> list[str]:
    return [line.text for line in messages.read_as_teller(submission_id=story.pk)]


def test_the_teller_reads_why_and_what_they_can_do(story: Story) -> None:
    turn_down(story)
    assert at(story) == Stage.TURNED_DOWN
    [said] = told(story)
    for words in ("We cannot use your story.", "It names.", OWN, "Complain.", "somebody else looks"):
        assert words in said
    shown = refusals.last_refusal(submission_id=story.pk, language="en")
    assert shown is not None
    assert (shown.why, shown.words, shown.can_do, shown.may_appeal) == ("It names.", OWN, "Complain.", True)


def test_in_the_language_of_the_story_and_of_the_page(reason: RefusalReason) -> None:
    story = make_story("taken", language="cy")
    turn_down(story)
    [said] = told(story)
    assert "Allwn ni ddim defnyddio eich stori" in said
    assert "Mae’n enwi." in said
    shown = refusals.last_refusal(submission_id=story.pk, language="cy")
    assert shown is not None
    assert (shown.why, shown.can_do) == ("Mae’n enwi.", "Cwyno.")


def test_never_without_a_reason_of_the_list_and_own_words(story: Story, reason: RefusalReason) -> None:
    with pytest.raises(StageRefused, match="in your own words"):
        turn_down(story, words=" ")
    with pytest.raises(StageRefused, match="from the list"):
        turn_down(story, reason_id=reason.pk + 1)
    RefusalReason.objects.update(active=False)
    with pytest.raises(StageRefused, match="from the list"):
        turn_down(story)
    assert at(story) == Stage.ANONYMISING
    assert not Message.objects.exists()


def test_only_by_whoever_has_the_story(story: Story, other: User) -> None:
    with pytest.raises(StageRefused, match="Somebody else has this story"):
        turn_down(story, by=other)


@pytest.mark.parametrize("state", ["sent", "handed", "second_read", "approved", "published", "held"])
def test_only_while_it_is_made_safe(state: str, reason: RefusalReason) -> None:
    story = make_story(state)
    with pytest.raises(StageRefused):
        turn_down(story, by=story.editor or make_user(Role.EDITOR))


def test_it_is_closed_takes_nothing_more_and_waits_for_nobody(story: Story, other: User) -> None:
    turn_down(story)
    story.refresh_from_db()
    assert not may_open(story=story, by=other)
    assert not Story.objects.waiting().filter(pk=story.pk).exists()
    with pytest.raises(additions.AdditionRefused, match="not using this story"):
        additions.add_words(submission_id=story.pk, text="More.")
    for step in (moderation.take, moderation.hold):
        with pytest.raises(StageRefused):
            step(story_id=story.pk, by=other)


def test_an_appeal_waits_for_somebody_else(story: Story, other: User) -> None:
    turn_down(story)
    first = story.editor
    assert first is not None
    ask(story)
    assert at(story) == Stage.APPEAL
    assert Story.objects.waiting().filter(pk=story.pk).exists()
    for whoever in (first, make_user(Role.SECOND_READER), make_user(Role.ADMINISTRATOR)):
        assert not refusals.may_decide_about(story=story, by=whoever)
        with pytest.raises(StageRefused, match="Somebody else"):
            decide(story, whoever)
        with pytest.raises(StageRefused, match="Somebody else"):
            refusals.read_appeal(story_id=story.pk, by=whoever)
    for whoever in (other, make_user(Role.SAFEGUARDING_LEAD)):
        assert refusals.may_decide_about(story=story, by=whoever)


def test_a_lead_who_turned_it_down_does_not_decide_either(reason: RefusalReason) -> None:
    lead = make_user(Role.SAFEGUARDING_LEAD)
    story = make_story("taken", editor=lead)
    turn_down(story)
    ask(story)
    with pytest.raises(StageRefused, match="Somebody else"):
        decide(story, lead)
    with pytest.raises(IntegrityError, match="appeal_goes_to_someone_else"):
        Refusal.objects.update(decided_by=lead)


def test_the_one_who_decides_may_read_it_all_and_the_look_is_logged(story: Story, other: User) -> None:
    turn_down(story)
    ask(story)
    with pytest.raises(looks.WhyNotSaid):
        refusals.read_appeal(story_id=story.pk, by=other)
    sit_down(story, other, Why.APPEAL)
    row, words, asked = refusals.read_appeal(story_id=story.pk, by=other)
    assert (words, asked) == (OWN, ASKED)
    look = entries_for(story.pk).filter(action="heard.read_sealed", user=other).get()
    assert look.data == {"appeal": row.pk, "why": "appeal"}
    part = story.submission.parts.get()
    assert workbench.open_words(story_id=story.pk, part_id=part.pk, by=other).part == part


def test_overturned_it_goes_back_to_the_queue(story: Story, other: User) -> None:
    turn_down(story)
    ask(story)
    decide(story, other, upheld=False)
    assert (at(story), story.editor) == (Stage.ARRIVED, None)
    assert "We can use it after all" in told(story)[-1]
    assert ANSWER in told(story)[-1]
    shown = refusals.last_refusal(submission_id=story.pk, language="en")
    assert shown is not None
    assert (shown.stands, shown.may_appeal) == (False, False)
    moderation.take(story_id=story.pk, by=other)
    story.refresh_from_db()
    turn_down(story)
    shown = refusals.last_refusal(submission_id=story.pk, language="en")
    assert shown is not None
    assert shown.may_appeal, "another no, by somebody else, may be asked about as well"


def test_upheld_it_stays_and_is_not_asked_twice(story: Story, other: User) -> None:
    turn_down(story)
    ask(story)
    decide(story, other)
    assert (at(story), Refusal.objects.get().outcome) == (Stage.TURNED_DOWN, AppealOutcome.UPHELD)
    assert "We still cannot use it" in told(story)[-1]
    with pytest.raises(AppealRefused, match="looked already"):
        ask(story)
    shown = refusals.last_refusal(submission_id=story.pk, language="en")
    assert shown is not None
    assert (shown.stands, shown.waits, shown.upheld, shown.answer) == (True, False, True, ANSWER)


def test_a_decision_has_a_reason(story: Story, other: User) -> None:
    turn_down(story)
    ask(story)
    with pytest.raises(StageRefused, match="why you decided"):
        decide(story, other, words="\n")
    assert at(story) == Stage.APPEAL


def test_asking_needs_no_words_but_a_refusal(story: Story) -> None:
    with pytest.raises(AppealRefused, match="nothing to ask"):
        ask(story)
    turn_down(story)
    with pytest.raises(AppealRefused, match="too long"):
        ask(story, "x" * (refusals.LONGEST + 1))
    assert ask(story, " ").sealed_appeal is None


def test_a_flag_that_was_raised_meanwhile_is_looked_into_first(story: Story, other: User) -> None:
    turn_down(story)
    ask(story)
    safeguarding.raise_flag(story_id=story.pk, kind=FlagKind.CHILD, by=other)
    assert at(story) == Stage.APPEAL
    decide(story, other, upheld=False)
    assert (at(story), story.resume_stage) == (Stage.SAFEGUARDING, Stage.ARRIVED)


def test_words_are_sealed_and_the_log_has_codes_only(
    story: Story, other: User, reason: RefusalReason
) -> None:
    row = turn_down(story)
    ask(story)
    decide(story, other)
    stored = b"".join(
        bytes(value or b"")
        for value in Refusal.objects.values_list("sealed_words", "sealed_appeal", "sealed_decision")[0]
    )
    assert b"qzx" not in stored
    data = [(entry.action, entry.data) for entry in entries_for(story.pk)]
    assert ("heard.turned_down", {"refusal": row.pk, "reason": reason.pk}) in data
    assert ("heard.appeal_decided", {"refusal": row.pk, "outcome": "upheld"}) in data
    assert "qzx" not in str(data)


def test_it_goes_with_the_story(story: Story) -> None:
    turn_down(story)
    withdrawal.take_back(submission_id=story.pk)
    assert refusals.last_refusal(submission_id=story.pk, language="en") is None
    with pytest.raises(AppealRefused):
        ask(story)
    erasure.erase_story(submission_id=story.pk)
    assert not Refusal.objects.exists()
