"""A clip from asking for it to the trainers' door: nothing is usable before each of those who must have heard it."""

from uuid import uuid4

import pytest

from accounts.enums import Role
from common.audit import entries_for
from common.jobs.run_now import drain
from common.storages import sealed_storage
from stories import moderation
from stories.consent import withdraw_consent
from stories.enums import Form, Purpose, RedactionAction, RedactionKind
from stories.models import Story
from stories.redaction import redact
from stories.withdrawal import take_back, take_back_purpose
from tests.promise.recordings import agree, make_spoken
from tests.stories.factories import make_story, make_user
from tests.transcription.clips.factories import FIRST, LAST, TITLE, answer, make_clip
from transcription.clips import entering
from transcription.clips.agreeing import (
    CannotHear,
    ClipChanged,
    answer_clip,
    clips_for_teller,
    clips_to_answer,
    heard_since,
    note_clip_opened,
    say_clip_safe,
    teller_clip,
)
from transcription.clips.choosing import CannotCut
from transcription.clips.door import read_clip, read_clips
from transcription.clips.making import ask_for_clip
from transcription.clips.standing import Standing, drop_clip, standing_of
from transcription.models import Clip

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])


def state_of(clip: Clip) -> Standing:
    return standing_of(clips=[clip])[clip.pk]


def test_each_state_on_the_way_and_only_the_last_is_open() -> None:
    made = make_clip("asked")
    assert (state_of(made.row), read_clip(clip_id=made.row.pk)) == (Standing.CUTTING, None)
    drain()
    assert (state_of(made.row), read_clip(clip_id=made.row.pk)) == (Standing.SECOND, None)
    assert clips_for_teller(story_id=made.part.submission_id) == []
    assert teller_clip(clip_id=made.row.pk) is None
    note_clip_opened(clip=made.row, by=made.second)
    say_clip_safe(clip_id=made.row.pk, sha256=made.row.sha256, by=made.second)
    assert (state_of(made.row), read_clip(clip_id=made.row.pk)) == (Standing.TELLER, None)
    assert clips_to_answer(story_id=made.part.submission_id).waiting == 1
    [shown] = clips_for_teller(story_id=made.part.submission_id)
    assert shown.words.words == "A nurse called a nurse talked me down."
    assert shown.words.before.endswith("could not breathe.")
    assert shown.words.after == "Nobody explained why it was happening."
    answer(made, yes=True)
    open_now = read_clip(clip_id=made.row.pk)
    assert open_now is not None
    assert (open_now.title, open_now.form, open_now.picture) == (TITLE, Form.AUDIO, False)
    assert "Alan" not in open_now.words + open_now.captions
    assert open_now.captions.startswith("WEBVTT")
    assert [term.slug for term in open_now.content_notes] == ["cn-restraint"]
    with open_now.open() as file:
        assert len(file.read()) == open_now.size
    answer(made, yes=False)
    assert (state_of(made.row), read_clip(clip_id=made.row.pk)) == (Standing.REFUSED, None)
    logged = [entry.action for entry in entries_for(made.part.submission_id)]
    assert {"heard.clip_cut", "heard.clip_heard"} <= set(logged)


def test_asked_twice_is_one_clip_and_a_second_job_cuts_nothing() -> None:
    made = make_clip("cut")
    before = made.row.sha256
    again = ask_for_clip(part_id=made.part.pk, first=FIRST, last=LAST, title="Once more", by=made.cutter)
    drain()
    assert again.pk == made.row.pk
    assert made.row.sha256 == before


@pytest.mark.parametrize(
    ("purposes", "words"),
    [((Purpose.WEBSITE,), "agree to staff training"), ((Purpose.WEBSITE, Purpose.TRAINING), "Choose")],
)
def test_what_cannot_be_cut_is_said(purposes: tuple[Purpose, ...], words: str) -> None:
    part = make_spoken("published", purposes=purposes)
    with pytest.raises(CannotCut, match=words):
        ask_for_clip(part_id=part.pk, first=5, last=4, title=TITLE, by=make_user(Role.EDITOR))
    assert not Clip.objects.exists()


def test_a_yes_to_words_alone_or_a_title_with_a_hidden_name_is_refused() -> None:
    part = make_spoken("published")
    agree(part, Form.TEXT, purpose=Purpose.TRAINING)
    with pytest.raises(CannotCut, match="no safe copy"):
        ask_for_clip(part_id=part.pk, first=FIRST, last=LAST, title=TITLE, by=make_user(Role.EDITOR))
    agree(part, Form.AUDIO, purpose=Purpose.TRAINING)
    for title in ("What alan did", "", "x" * 81):
        with pytest.raises(CannotCut):
            ask_for_clip(part_id=part.pk, first=FIRST, last=LAST, title=title, by=make_user(Role.EDITOR))


def test_the_second_person_is_another_and_has_listened() -> None:
    made = make_clip("cut")
    version = Story.objects.get(pk=made.part.submission_id).current_version
    assert version is not None
    assert version.anonymised_by is not None
    for who, why in (
        (made.cutter, "Somebody else"),
        (version.anonymised_by, "Somebody else"),
        (made.second, "not listened"),
    ):
        if who != made.second:
            note_clip_opened(clip=made.row, by=who)
        with pytest.raises(CannotHear, match=why):
            say_clip_safe(clip_id=made.row.pk, sha256=made.row.sha256, by=who)
    note_clip_opened(clip=made.row, by=made.second)
    with pytest.raises(CannotHear, match="Look at it again"):
        say_clip_safe(clip_id=made.row.pk, sha256="0" * 64, by=made.second)
    assert made.row.heard_at is None


def test_a_teller_answers_their_own_clip_and_the_very_one_they_heard() -> None:
    made = make_clip("heard")
    other = make_story("published")
    for story_id, sha256 in ((other.pk, made.row.sha256), (made.part.submission_id, "0" * 64)):
        with pytest.raises(ClipChanged):
            answer_clip(story_id=story_id, clip_id=made.row.pk, sha256=sha256, approved=True)
    with pytest.raises(ClipChanged):
        answer_clip(story_id=made.part.submission_id, clip_id=uuid4(), sha256="", approved=True)
    assert heard_since(made.part.submission_id, None)
    assert not heard_since(made.part.submission_id, made.row.heard_at)
    drop_clip(clip_id=made.row.pk, by=made.cutter)
    with pytest.raises(ClipChanged):
        answer(made, yes=True)


def test_whatever_closes_the_gate_closes_the_clip_in_that_moment() -> None:
    """Each on a clip of its own, without any job running; afterwards its file is gone as well."""
    ends = {
        "purpose": lambda m: take_back_purpose(submission_id=m.part.submission_id, purpose=Purpose.TRAINING),
        "smaller": lambda m: agree(m.part, Form.DISGUISED_AUDIO, purpose=Purpose.TRAINING),
        "everything": lambda m: take_back(submission_id=m.part.submission_id),
        "no": lambda m: withdraw_consent(submission_id=m.part.submission_id, purpose=Purpose.TRAINING),
    }
    for name, end in ends.items():
        made = make_clip()
        file_name = made.row.file_name
        assert sealed_storage().exists(file_name), name
        end(made)
        assert read_clip(clip_id=made.row.pk) is None, name
        assert made.row.stale_at is not None, name
        drain()
        assert not Clip.objects.filter(pk=made.clip_id).exists(), name
        assert not sealed_storage().exists(file_name), name


def test_a_pause_shuts_it_and_lets_it_stand() -> None:
    made = make_clip()
    moderation.hold(story_id=made.part.submission_id, by=made.cutter)
    assert read_clip(clip_id=made.row.pk) is None
    moderation.resume(story_id=made.part.submission_id, by=made.cutter)
    assert read_clip(clip_id=made.row.pk) is not None


def test_another_decision_shuts_it_without_any_signal() -> None:
    made = make_clip()
    redact(
        part_id=made.part.pk,
        start=0,
        end=1,
        action=RedactionAction.MASK,
        kind=RedactionKind.PERSON,
        by=made.cutter,
    )
    assert read_clip(clip_id=made.row.pk) is None
    assert state_of(made.row) == Standing.CHANGED


def test_entering_and_leaving_are_told_in_the_same_transaction() -> None:
    told: list[tuple[str, object]] = []
    entering.on_entered(lambda clip_id: told.append(("in", clip_id)))
    entering.on_left(lambda clip_id: told.append(("out", clip_id)))
    try:
        made = make_clip()
        answer(made, yes=False)
        answer(made, yes=True)
        take_back_purpose(submission_id=made.part.submission_id, purpose=Purpose.TRAINING)
    finally:
        entering._entered.pop()
        entering._left.pop()
    assert [what for what, _id in told] == ["in", "out", "in", "out"]


def test_many_are_read_with_as_many_queries_as_one(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    one = make_clip()
    others = [make_clip(part=one.part, first=at, last=at + 5) for at in (0, 8)]
    ids = [made.row.pk for made in (one, *others)]
    with django_assert_num_queries(6):
        assert len(read_clips(clip_ids=ids[:1])) == 1
    with django_assert_num_queries(6):
        assert len(read_clips(clip_ids=ids)) == 3
