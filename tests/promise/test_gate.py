"""The gate: one SQL expression decides, and each thing that must be true closes it by itself when it is not."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from accounts.enums import Role
from stories import approval, consent, moderation, release, withdrawal
from stories.enums import PACK_PURPOSES, Decision, Form, Purpose, Stage
from stories.models import AppendOnly, Approval, ConsentRecord, Release, Story, StoryVersion
from tests.stories.factories import at_time, make_story, make_trust, make_user

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])

# Not agreed to by who agreed to the other.
PLAIN_VOICE_OF_A_DISGUISED_FILM = (Form.AUDIO, Form.DISGUISED_VIDEO)
USES = [p for p in Purpose if p not in PACK_PURPOSES]


def open_for(story: Story, purpose: Purpose, **more: object) -> bool:
    return Story.objects.filter(pk=story.pk).releasable(purpose=purpose, **more).exists()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "state", ["sent", "taken", "written", "handed", "second_read", "changes", "refused", "held"]
)
def test_closed_before_the_teller_has_said_yes(state: str) -> None:
    story = make_story(state)
    assert not any(open_for(story, purpose, trust_code="ZZT") for purpose in Purpose)


@pytest.mark.parametrize("purpose", list(Purpose))
def test_open_for_what_was_agreed_and_for_nothing_else(purpose: Purpose) -> None:
    story = make_story("approved", purposes=[purpose])
    allowed = {p for p in Purpose if open_for(story, p, trust_code="ZZT")}
    # Any pack holds that of this trust's as well, and never the other way round.
    assert allowed == (set(PACK_PURPOSES) if purpose == Purpose.ANY_PACK else {purpose})


def test_a_pack_for_one_trust_is_for_that_trust_only() -> None:
    make_trust("ZZU", name="Otherdale NHS Trust")
    named = make_story("approved", purposes=[Purpose.NAMED_PACK], trust_code="ZZT")
    assert open_for(named, Purpose.NAMED_PACK, trust_code="ZZT")
    assert not open_for(named, Purpose.NAMED_PACK, trust_code="ZZU")
    assert not open_for(named, Purpose.NAMED_PACK, trust_code="")


@pytest.mark.parametrize("agreed", list(Form))
def test_a_form_includes_those_that_reveal_less(agreed: Form) -> None:
    story = make_story("approved", purposes=[Purpose.WEBSITE], form=agreed)
    assert [form for form in Form if open_for(story, Purpose.WEBSITE, form=form)] == [
        f for f in Form if f <= agreed and (f, agreed) != PLAIN_VOICE_OF_A_DISGUISED_FILM
    ]


def test_a_consent_ends_at_its_minute() -> None:
    story = make_story("approved", purposes=[Purpose.WEBSITE])
    end = ConsentRecord.objects.get(submission_id=story.pk).expires_at
    assert open_for(story, Purpose.WEBSITE, at=end - dt.timedelta(microseconds=1))
    assert not open_for(story, Purpose.WEBSITE, at=end)


def test_cooling_off_keeps_it_shut(settings: settings.__class__) -> None:
    settings.COOLING_OFF_DAYS = 14
    story = make_story("approved", purposes=[Purpose.COUNTED])
    consent.give_consent(submission_id=story.pk, purpose=Purpose.WEBSITE)
    assert not open_for(story, Purpose.WEBSITE)
    assert open_for(story, Purpose.WEBSITE, at=timezone.now() + dt.timedelta(days=14, minutes=1))


def test_the_latest_word_counts_and_nothing_is_rewritten() -> None:
    story = make_story("approved", purposes=[Purpose.WEBSITE])
    first = ConsentRecord.objects.get(submission_id=story.pk)
    consent.withdraw_consent(submission_id=story.pk, purpose=Purpose.WEBSITE)
    assert not open_for(story, Purpose.WEBSITE)
    consent.give_consent(submission_id=story.pk, purpose=Purpose.WEBSITE, cooling_off=False)
    assert open_for(story, Purpose.WEBSITE)
    assert ConsentRecord.objects.filter(submission_id=story.pk).count() == 3
    with pytest.raises(AppendOnly):
        first.save()
    with pytest.raises(AppendOnly):
        first.delete()


def test_a_narrower_second_yes_replaces_a_wider_first_one() -> None:
    story = make_story("approved", purposes=[Purpose.WEBSITE], form=Form.VIDEO)
    consent.give_consent(submission_id=story.pk, purpose=Purpose.WEBSITE, form=Form.TEXT, cooling_off=False)
    assert open_for(story, Purpose.WEBSITE)
    assert not open_for(story, Purpose.WEBSITE, form=Form.DISGUISED_AUDIO)


Spoil = Callable[[Story, StoryVersion], object]
SPOILS: dict[str, Spoil] = {
    "not second read": lambda s, v: StoryVersion.objects.filter(pk=v.pk).update(second_reader=None),
    "no time of second reading": lambda s, v: StoryVersion.objects.filter(pk=v.pk).update(
        second_read_at=None
    ),
    "nobody made it anonymous": lambda s, v: StoryVersion.objects.filter(pk=v.pk).update(anonymised_by=None),
    "approved another hash": lambda s, v: Approval.objects.filter(version=v).update(sha256="0" * 64),
    "words changed after": lambda s, v: StoryVersion.objects.filter(pk=v.pk).update(sha256="1" * 64),
    "approval gone": lambda s, v: Approval.objects.filter(version=v).delete(),
    "approval taken back later": lambda s, v: Approval.objects.create(
        version=v, decision=Decision.REFUSED, sha256=v.sha256, at=timezone.now()
    ),
    "another version stands": lambda s, v: Story.objects.filter(pk=s.pk).update(current_version=None),
    "not the approved one": lambda s, v: Story.objects.filter(pk=s.pk).update(approved_version=None),
    "held": lambda s, v: Story.objects.filter(pk=s.pk).update(stage=Stage.HELD),
}


@pytest.mark.parametrize("what", list(SPOILS))
def test_each_condition_closes_it_alone(what: str) -> None:
    story = make_story("published")
    assert release.read_website(story_id=story.pk) is not None
    assert story.current_version is not None
    SPOILS[what](story, story.current_version)
    assert not any(open_for(story, purpose, trust_code="ZZT") for purpose in Purpose)
    assert release.read_website(story_id=story.pk) is None
    assert release.list_website().stories == []


def test_live_published_and_workflow_mean_nothing_without_the_gate() -> None:
    story = make_story("sent")
    Story.objects.filter(pk=story.pk).update(live=True, stage=Stage.PUBLISHED, published_at=timezone.now())
    assert release.read_website(story_id=story.pk) is None
    assert release.list_website().stories == []


def test_nobody_reads_their_own_work_a_second_time() -> None:
    editor = make_user(Role.EDITOR, Role.SECOND_READER)
    story = make_story("handed", editor=editor)
    with pytest.raises(moderation.StageRefused):
        moderation.accept_second_reading(story_id=story.pk, by=editor)
    version = Story.objects.get(pk=story.pk).current_version
    assert version is not None
    version.second_reader = editor
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save()


def test_an_answer_to_another_version_is_no_answer() -> None:
    story = make_story("second_read")
    with pytest.raises(approval.VersionChanged):
        approval.answer_version(story_id=story.pk, sha256="0" * 64, decision=Decision.APPROVED)
    assert Story.objects.get(pk=story.pk).stage == Stage.WITH_TELLER


def test_an_edit_after_the_yes_asks_again() -> None:
    editor = make_user(Role.EDITOR)
    story = make_story("published")
    moderation.send_back(story_id=story.pk, by=editor)
    moderation.take(story_id=story.pk, by=editor)
    moderation.hand_to_second_reader(story_id=story.pk, by=editor)
    moderation.accept_second_reading(story_id=story.pk, by=make_user(Role.SECOND_READER))
    assert not open_for(story, Purpose.WEBSITE)
    assert Story.objects.get(pk=story.pk).stage == Stage.WITH_TELLER


def test_every_leaving_has_its_row_with_consent_version_and_place() -> None:
    story = make_story("published")
    row = Release.objects.get(submission_id=story.pk)
    assert (row.purpose, row.destination_kind, row.recallable, row.recalled_at) == (
        "website",
        "website",
        True,
        None,
    )
    assert row.consent.submission_id == story.pk
    assert story.approved_version is not None
    assert (row.version_sha256, row.version_number) == (story.approved_version.sha256, 1)


def test_the_gate_is_asked_in_one_query() -> None:
    story = make_story("approved")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert release.still_releasable(story_ids=[story.pk], purpose=Purpose.WEBSITE) == {story.pk}
    assert len(asked) == 1


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["give", "withdraw"]),
        st.sampled_from([Purpose.WEBSITE, Purpose.ANY_PACK, Purpose.NAMED_PACK]),
        st.sampled_from(list(Form)),
        st.sampled_from(["ZZT", "ZZU"]),
        st.integers(min_value=0, max_value=900),
    ),
    max_size=6,
)
History = list[tuple[str, Purpose, Form, str, int]]
Word = tuple[Form, str, dt.datetime]  # the most revealing form, the trust, when it ends


def live_through(history: History, *, story: Story, now: dt.datetime) -> dict[Purpose, Word | None]:
    """Write HISTORY through the domain functions, and the latest word on each purpose in plain Python."""
    latest: dict[Purpose, Word | None] = {}
    for verb, use, form, trust, days_ago in sorted(history, key=lambda action: -action[4]):
        moment = now - dt.timedelta(days=days_ago)
        with at_time(moment):
            if verb == "give":
                consent.give_consent(
                    submission_id=story.pk, purpose=use, form=form, trust_code=trust, cooling_off=False
                )
                months = settings.CONSENT_MONTHS_PACKS if use in PACK_PURPOSES else settings.CONSENT_MONTHS
                latest[use] = (form, trust, consent.add_months(at=moment, months=months))
            else:
                consent.withdraw_consent(submission_id=story.pk, purpose=use)
                latest[use] = None
    return latest


def allowed_by(latest: dict[Purpose, Word | None], *, asked: Purpose, form: Form, now: dt.datetime) -> bool:
    """The rule as one would say it: the latest word is yes, for as much, not run out; a named pack for its trust."""
    for use in PACK_PURPOSES if asked == Purpose.NAMED_PACK else (asked,):
        word = latest.get(use)
        covered = word and form <= word[0] and (form, word[0]) != PLAIN_VOICE_OF_A_DISGUISED_FILM
        if word and covered and now < word[2] and (use != Purpose.NAMED_PACK or word[1] == "ZZT"):
            return True
    return False


def test_any_history_of_consent_gives_what_the_plain_rule_gives() -> None:
    """The SQL gate against the rule written out in Python, over random histories of one story."""
    make_trust()
    make_trust("ZZU", name="Otherdale NHS Trust")
    story = make_story("approved", purposes=[])
    answers = set()

    @hypothesis_settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
    @example(history=[], form=Form.TEXT, asked=Purpose.WEBSITE)
    @example(history=[("give", Purpose.WEBSITE, Form.TEXT, "ZZT", 1)], form=Form.TEXT, asked=Purpose.WEBSITE)
    @given(history=ACTIONS, form=st.sampled_from(list(Form)), asked=st.sampled_from(list(Purpose)))
    def hold_against_the_rule(history: History, form: Form, asked: Purpose) -> None:
        now = timezone.now()
        with transaction.atomic():
            latest = live_through(history, story=story, now=now)
            gate = Story.objects.filter(pk=story.pk).releasable(
                purpose=asked, form=form, trust_code="ZZT", at=now
            )
            expected = allowed_by(latest, asked=asked, form=form, now=now)
            assert gate.exists() == expected
            answers.add(expected)
            transaction.set_rollback(True)

    hold_against_the_rule()
    assert answers == {True, False}, "both answers were met, so neither was taken for granted"


def test_taking_back_everything_closes_every_use_in_the_same_transaction() -> None:
    story = make_story("published")
    with transaction.atomic():
        withdrawal.take_back(submission_id=story.pk)
        assert not any(open_for(story, purpose, trust_code="ZZT") for purpose in Purpose)
        assert release.read_website(story_id=story.pk) is None
