"""Each person's testimony is theirs alone, from its first sample to its last; taken once, whatever happens."""

from pathlib import Path
from unittest import mock

import pytest

from accounts.models import User
from common.jobs.enums import JobState
from common.jobs.models import Job
from common.jobs.run_now import drain
from common.jobs.service import enqueue
from stories import parts
from stories.enums import PartKind, Stage, SubmissionState
from stories.models import ConsentRecord, IntakeFile, SealedPart, Story, Submission, Upload
from stories.receipts import teller_by_receipt
from tests.transcription.splitting.tapes import (
    HEARD,
    TONES,
    UNHEARD,
    ask,
    bring,
    colour,
    ffmpeg,
    loudest,
    make_film,
    samples,
    sound_of,
    split,
)
from transcription.enums import CardState, RipState
from transcription.media.probe import probe
from transcription.models import Rip, RipCard
from transcription.splitting import taking
from transcription.splitting.bringing import NotOpen
from transcription.splitting.handing import NoWords, open_card, say_handed_on
from transcription.splitting.taking import About, CannotTake, ask_for_taking
from transcription.unsealing import unseal_part

pytestmark = pytest.mark.django_db
OWN = (("0", "4", "1"), ("4", "8", "2"), ("8", "12", "3"))


def recording_of(card: RipCard, folder: Path) -> Path:
    card.refresh_from_db()
    target = folder / f"person-{card.number}"
    unseal_part(part_id=card.part_id, to=target)
    return target


def test_each_person_is_alone_on_their_own_recording(rip: Rip, editor: User, tmp_path: Path) -> None:
    split(rip, *OWN)
    ask(rip, 1, 2, 3, by=editor)
    drain()
    cards = list(rip.cards.all())
    assert [card.state for card in cards] == [CardState.TAKEN] * 3
    for card, tone, seen in zip(cards, TONES, ("red", "green", "blue"), strict=True):
        file = recording_of(card, tmp_path)
        sound = samples(file)
        assert len(sound) / 48_000 == pytest.approx(4, abs=0.05)
        assert loudest(sound, tone) > HEARD
        for other in set(TONES) - {tone}:
            assert loudest(sound, other) < UNHEARD, (card.number, other)
        assert {colour(file, at) for at in (0, 2, 3.95)} == {seen}
        with file.open("rb") as plain:
            facts = probe(plain)
        assert facts.picture is not None
        assert b"Maureen" not in file.read_bytes()


def test_the_measure_would_hear_a_twentieth_of_a_second_of_somebody_else(
    rip: Rip, editor: User, tmp_path: Path
) -> None:
    """The tests above could fail: here the cut is made where somebody else still speaks."""
    split(rip, ("0", "4.05", "1"), ("7.95", "12", "3"))
    ask(rip, 1, 3, by=editor)
    drain()
    first, last = (samples(recording_of(card, tmp_path)) for card in rip.cards.all())
    assert loudest(first, TONES[1]) > 10 * UNHEARD
    assert loudest(last, TONES[1]) > 10 * UNHEARD


def test_several_stretches_of_one_person_are_joined_without_what_lay_between(
    rip: Rip, editor: User, tmp_path: Path
) -> None:
    split(rip, ("8.5", "11.25", "1"), ("0.5", "3", "1"), ("3.5", "8", ""))
    ask(rip, 1, by=editor)
    drain()
    file = recording_of(rip.cards.get(), tmp_path)
    sound = samples(file)
    assert len(sound) / 48_000 == pytest.approx(2.5 + 2.75, abs=0.05)
    assert loudest(sound, TONES[1]) < UNHEARD
    begin, end = sound[: int(2.45 * 48_000)], sound[int(2.55 * 48_000) :]
    assert loudest(begin, TONES[0]) > HEARD > UNHEARD > loudest(begin, TONES[2])
    assert loudest(end, TONES[2]) > HEARD > UNHEARD > loudest(end, TONES[0])
    assert [colour(file, at) for at in (0.1, 2.4, 2.6, 5)] == ["red", "red", "blue", "blue"]


def test_a_sound_recording_is_split_as_well(
    tmp_path: Path, editor: User, no_model: object, work_root: Path
) -> None:
    tape = tmp_path / "tape.wav"
    ffmpeg("-f", "lavfi", "-i", sound_of(TONES), tape)
    rip = bring([tape], by=editor)
    split(rip, *OWN)
    ask(rip, 1, 2, 3, by=editor)
    drain()
    for card, tone in zip(rip.cards.all(), TONES, strict=True):
        sound = samples(recording_of(card, tmp_path))
        assert loudest(sound, tone) > HEARD
        assert max(loudest(sound, other) for other in set(TONES) - {tone}) < UNHEARD
        assert SealedPart.objects.get(pk=card.part_id).kind == PartKind.AUDIO


def test_a_new_story_of_its_own_without_any_consent(rip: Rip, editor: User) -> None:
    assert not Submission.objects.exists(), "what is held is no story"
    split(rip, *OWN[:2])
    ask(rip, 1, 2, by=editor)
    drain(limit=2)
    one, two = rip.cards.all()
    assert one.story_id != two.story_id
    for card in (one, two):
        story = Story.objects.get(pk=card.story_id)
        assert (story.stage, story.submission.state) == (Stage.TRANSCRIBING, SubmissionState.SENT)
        assert story.reference == card.story_reference
        assert parts.group_of(submission_id=story.pk) == rip.organisation_id
        assert Job.objects.filter(kind="transcribe_recording", object_id=str(card.part_id)).exists()
    assert not ConsentRecord.objects.exists()
    assert one.draft_id is None
    assert (
        Submission.objects.get(pk=one.story_id).teller_id != Submission.objects.get(pk=two.story_id).teller_id
    )


def test_the_words_lead_back_and_are_nowhere_after_they_were_handed_on(rip: Rip, editor: User) -> None:
    split(rip, *OWN[:2])
    ask(rip, 1, 2, by=editor)
    drain()
    one, two = rip.cards.all()
    for card in (one, two):
        text = open_card(card_id=card.pk, by=editor)
        words = text.splitlines()[2]
        teller = teller_by_receipt(words=words)
        assert teller is not None
        assert [each.pk for each in teller.submissions.all()] == [card.story_id]
        assert words.encode() not in bytes(card.sealed_words or b"")
    say_handed_on(card_id=one.pk)
    with pytest.raises(NoWords):
        open_card(card_id=one.pk, by=editor)
    assert open_card(card_id=two.pk, by=editor)


def test_with_the_last_of_them_the_whole_recording_goes(rip: Rip, editor: User) -> None:
    split(rip, *OWN)
    ask(rip, 1, 2, 3, by=editor)
    drain()
    rip.refresh_from_db()
    assert rip.state == RipState.DESTROYED
    assert not Upload.objects.filter(held_for=rip.pk).exists()


def test_asked_for_again_nothing_is_taken_twice(rip: Rip, editor: User) -> None:
    split(rip, *OWN[:1])
    ask(rip, 1, by=editor)
    card = rip.cards.get()
    drain()
    enqueue(kind=taking.TAKE, object_id=card.pk)
    drain()
    assert (Story.objects.count(), IntakeFile.objects.count()) == (1, 1)


def test_what_cannot_be_cut_out_says_so_and_can_be_mended(rip: Rip, editor: User) -> None:
    split(rip, *OWN[:2])
    ask(rip, 1, 2, by=editor)
    real = taking.check_length

    def refuse_second(file: Path, spans: list[tuple[float, float]]) -> None:
        real(file, spans if spans[0][0] == 0 else [(0.0, 99.0)])

    with mock.patch.object(taking, "check_length", refuse_second):
        drain()
    one, two = rip.cards.all()
    assert (one.state, two.state) == (CardState.TAKEN, CardState.OPEN)
    job = Job.objects.get(kind=taking.TAKE, object_id=str(two.pk))
    assert (job.state, "could not be cut out whole" in job.reason) == (JobState.FAILED, True)
    rip.refresh_from_db()
    assert rip.state == RipState.READY, "it is held for who is not taken yet"
    split(rip, ("4.5", "8", "2"))
    ask(rip, 2, by=editor)
    drain()
    assert rip.cards.get(number=2).state == CardState.TAKEN
    assert Story.objects.count() == 2
    rip.refresh_from_db()
    assert rip.state == RipState.DESTROYED


def test_nobody_is_taken_who_is_not_said_to_be_an_adult(rip: Rip, editor: User) -> None:
    split(rip, *OWN[:2])
    with pytest.raises(CannotTake, match="person 2"):
        ask_for_taking(
            rip_id=rip.pk, people={1: About("en", adult=True), 2: About("en", adult=False)}, by=editor
        )
    assert {card.state for card in rip.cards.all()} == {CardState.OPEN}
    assert not Job.objects.filter(kind=taking.TAKE).exists()


def test_nothing_is_asked_for_where_nobody_has_a_stretch(rip: Rip, editor: User) -> None:
    split(rip, ("0", "4", ""))
    with pytest.raises(CannotTake, match="Nobody has a stretch"):
        ask(rip, by=editor)


def test_stretches_stay_as_they_are_while_they_are_being_taken(rip: Rip, editor: User) -> None:
    split(rip, *OWN[:2])
    ask(rip, 1, 2, by=editor)
    with pytest.raises(NotOpen, match="just now"):
        split(rip, ("0", "12", "1"))


def test_the_same_recording_is_not_brought_in_a_second_time(
    tmp_path: Path, editor: User, no_model: object, work_root: Path
) -> None:
    """Two copies of one tape, read twice, are other bytes; what is cut out of them may be the very same."""
    film = make_film(tmp_path / "a.mp4", tones=TONES[:1], how=("-c:v", "libx264", "-c:a", "aac"))
    for _ in range(2):
        rip = bring([film], by=editor)
        Rip.objects.filter(pk=rip.pk).update(mac="")
        split(rip, ("0", "3", "1"))
        ask(rip, 1, by=editor)
        drain()
    assert Story.objects.count() == 1
    card = rip.cards.get()
    assert card.state == CardState.OPEN
    assert "brought in before" in Job.objects.get(kind=taking.TAKE, object_id=str(card.pk)).reason
