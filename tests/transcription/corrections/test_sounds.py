"""Sounds that an editor describes: in the text like any words, in the captions in brackets, in no mouth."""

import itertools
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.enums import Form, RedactionAction, RedactionKind
from stories.models import SealedPart
from stories.parts import part_text, safe_part_text
from stories.redaction import redact_everywhere
from tests.promise.recordings import make_spoken
from transcription.captions import LINE, Cue, build_cues
from transcription.clips.choosing import choose
from transcription.corrections.changes import Change, ChangedMeanwhile, apply_changes
from transcription.corrections.errors import CannotChange
from transcription.corrections.saving import save_changes
from transcription.corrections.sounds import LONGEST
from transcription.currency import current_fingerprint
from transcription.errors import Leak
from transcription.leaks import check_captions
from transcription.models import Recording, Transcript, TranscriptVersion
from transcription.safe_copies import fill_plan
from transcription.timed import Segments, TimedSegment, TimedWord, pack, place, text_of, unpack
from transcription.transcripts import words
from transcription.treatments.planned import lines_to_speak


def said(*lines: tuple[float, str], pace: float = 0.5) -> Segments:
    segments = []
    for key, (start, line) in enumerate(lines, 1):
        spoken = [
            TimedWord(start + i * pace, start + i * pace + 0.4, text, 0.9, 0, 0)
            for i, text in enumerate(line.split())
        ]
        segments.append(TimedSegment(start, spoken[-1].end, tuple(spoken), key, speaker="Ann"))
    return place(segments)


def heard(at: float, text: str) -> Change:
    return Change("sound", 0, "", text, round(at * 1000))


@dataclass
class Span:
    start: int
    end: int
    replacement: str


TOLD = said((0.0, "I was on the ward."), (10.0, "Nobody came."))
SLAM = apply_changes(TOLD, [heard(5.0, "a door  slams")])


def test_it_stands_in_the_text_where_it_was_heard_in_brackets() -> None:
    text = text_of(SLAM)
    assert text == "Ann: I was on the ward.\n[a door slams]\nNobody came."  # Ann goes on speaking
    for segment in SLAM:
        for word in segment.shown:
            assert text[word.begin : word.finish] == word.text
    assert unpack(pack(SLAM)) == SLAM
    assert apply_changes(SLAM, [heard(5.0, "[a door slams]")]) == SLAM  # sent twice


def test_it_is_changed_and_taken_out() -> None:
    key = SLAM[1].key
    other = apply_changes(SLAM, [Change("text", key, "[a door slams]", "glass [breaks")])
    assert other[1].text == "[glass breaks]"
    for gone in (Change("text", key, "[a door slams]", " [] "), Change("drop", key, "[a door slams]")):
        assert apply_changes(SLAM, [gone]) == TOLD
    assert apply_changes(TOLD, [Change("drop", key, "[a door slams]")]) == TOLD  # gone already
    with pytest.raises(ChangedMeanwhile):
        apply_changes(other, [Change("drop", key, "[a door slams]")])


@pytest.mark.parametrize(
    "change",
    [
        heard(5.0, " [ ] "),
        heard(-1.0, "a door slams"),
        heard(1e6, "a door slams"),
        heard(5.0, "x" * (LONGEST + 1)),
        Change("drop", 1, "I was on the ward."),
        Change("speaker", SLAM[1].key, "[a door slams]", "Ann"),
        Change("split", SLAM[1].key, "[a door slams]", at=1),
        Change("merge", 1, "I was on the ward."),
        Change("merge", SLAM[1].key, "[a door slams]"),
    ],
)
def test_what_cannot_be_done_is_said(change: Change) -> None:
    with pytest.raises(CannotChange) as refusal:
        apply_changes(SLAM, [change])
    assert not isinstance(refusal.value, ChangedMeanwhile)
    assert "slam" not in str(refusal.value).replace("a door slams.", "")  # the example we give


def cues_of(*sounds: Change, pace: float = 0.5) -> list[Cue]:
    told = said((0.0, "I was on the ward and nobody came to see how I was all night."), pace=pace)
    return build_cues(segments=apply_changes(told, sounds), spans=[])


def test_in_a_pause_it_is_a_caption_of_its_own() -> None:
    assert [cue.text for cue in build_cues(segments=SLAM, spans=[])] == [
        "Ann: I was on the ward.",
        "[a door slams]",
        "Nobody came.",
    ]
    assert build_cues(segments=SLAM, spans=[])[1].start == 5.0


def test_amid_speech_the_words_after_it_wait_until_they_are_said() -> None:
    cues = cues_of(heard(3.0, "a door slams"))
    assert [cue.text.replace("\n", " ") for cue in cues] == [
        "Ann: I was on the ward and",
        "[a door slams] nobody came to see how I was all night.",
    ]
    assert [cue.start for cue in cues] == [0.0, 3.0]


def test_where_nothing_is_said_for_a_second_after_it_it_stands_alone() -> None:
    cues = cues_of(heard(3.3, "a door slams"), pace=1.5)
    assert [cue.text.replace("\n", " ") for cue in cues][:2] == ["Ann: I was on", "[a door slams]"]
    assert [(cue.start, cue.end) for cue in cues][1] == (3.3, 4.425)  # as long as reading it takes
    assert cues[2].text.startswith("the ward")


def test_what_is_hidden_is_hidden_in_it_and_its_brackets_stay() -> None:
    shouts = apply_changes(TOLD, [heard(5.0, "Alan shouts")])
    text = text_of(shouts)
    name, whole = text.index("Alan"), text.index("[Alan shouts]")
    spans = [Span(name, name + 4, "a nurse")]
    assert build_cues(segments=shouts, spans=spans)[1].text == "[a nurse shouts]"
    spans = [Span(whole, whole + len("[Alan shouts]"), "someone")]
    assert build_cues(segments=shouts, spans=spans)[1].text == "[someone]"
    spans = [Span(whole, whole + len("[Alan shouts]"), "")]
    assert [cue.text for cue in build_cues(segments=shouts, spans=spans)] == [
        "Ann: I was on the ward.",
        "Nobody came.",
    ]


moments = st.lists(st.integers(0, 40_000).map(lambda ms: ms / 1000), max_size=5)
texts = st.lists(st.sampled_from(["a", "door", "slams", "everywhere"]), min_size=1, max_size=4)


@given(moments, texts, st.lists(texts, min_size=1, max_size=3), st.sampled_from([0.2, 0.5, 2.0]))
def test_whatever_is_heard_captions_keep_their_rules(
    at: list[float], sound: list[str], lines: list[list[str]], pace: float
) -> None:
    """Every word in its order, every sound once, two lines of 42, one caption at a time, none before its words."""
    told = said(*((number * 15.0, " ".join(line)) for number, line in enumerate(lines)), pace=pace)
    described = " ".join(sound)
    changed = apply_changes(told, [heard(each, described) for each in at])
    cues = build_cues(segments=changed, spans=[])
    everything = " ".join(cue.text.replace("\n", " ") for cue in cues)
    assert everything.count(f"[{described}]") == len({round(each * 1000) for each in at}), everything
    without = " ".join(everything.replace(f"[{described}]", " ").split())
    assert without == "Ann: " + " ".join(" ".join(line) for line in lines)
    for cue, following in itertools.pairwise(cues):
        assert cue.end <= following.start
    starts = {each.start for segment in changed for each in segment.words}
    for cue in cues:
        assert len(cue.text.split("\n")) <= 2
        assert all(len(line) <= LINE for line in cue.text.split("\n"))
        assert any(cue.start >= start - 0.001 for start in starts)


def test_a_computer_does_not_say_it() -> None:
    assert [line.text for line in lines_to_speak(segments=SLAM, spans=[])] == [
        "I was on the ward.",
        "Nobody came.",
    ]


def test_a_clip_has_the_sounds_of_its_own_time() -> None:
    told = apply_changes(
        said((0.0, "I was on the ward and nobody came to see.")),
        [heard(1.2, "a door slams"), heard(4.2, "keys")],
    )
    clip = choose(segments=told, spans=[], first=1, last=4, duration=20.0)
    assert [cue.text.replace("\n", " ") for cue in clip.cues] == ["Ann: was on", "[a door slams] the ward"]
    assert clip.words == "was on the ward"


@pytest.fixture
def part() -> SealedPart:
    return make_spoken("written")


def describe(part: SealedPart, text: str, *, at: float = 3.0) -> None:
    save_changes(part_id=part.pk, changes=[heard(at, text)], by=part.submission.story.editor)


@pytest.mark.django_db
def test_it_is_sealed_versioned_and_in_the_text_that_is_read_and_redacted(part: SealedPart) -> None:
    machine = bytes(Transcript.objects.get().sealed)
    describe(part, "Zebedee shouts")
    assert bytes(Transcript.objects.get().sealed) == machine
    version = TranscriptVersion.objects.get()
    assert b"Zebedee" not in bytes(version.sealed)
    assert "\n[Zebedee shouts]\n" in part_text(part_id=part.pk)
    assert "[Zebedee shouts]" in safe_part_text(part_id=part.pk)
    assert Transcript.objects.get().unconfirmed == 6  # and somebody confirms it by listening
    redact_everywhere(
        part_ids=[part.pk], words="Zebedee", kind=RedactionKind.PERSON, action=RedactionAction.MASK, by=None
    )
    assert "Zebedee" not in safe_part_text(part_id=part.pk)


@pytest.mark.django_db
def test_a_hidden_name_in_it_stops_the_copy_and_no_caption_says_it_once_hidden_there(
    part: SealedPart,
) -> None:
    describe(part, "Alan shouts")
    recording = Recording.objects.get()
    plan = fill_plan(recording=recording, form=Form.AUDIO, fingerprint="x")
    with pytest.raises(Leak, match="at 00:03"):
        check_captions(cues=plan.cues, hidden=plan.hidden)
    redact_everywhere(
        part_ids=[part.pk], words="Alan", kind=RedactionKind.PERSON, action=RedactionAction.MASK, by=None
    )
    plan = fill_plan(recording=recording, form=Form.AUDIO, fingerprint="x")
    check_captions(cues=plan.cues, hidden=plan.hidden)
    assert any("shouts]" in cue.text for cue in plan.cues)


@pytest.mark.django_db
def test_any_change_of_it_makes_what_was_made_before_stale(part: SealedPart) -> None:
    recording, marks = Recording.objects.get(), []
    marks.append(current_fingerprint(recording=recording, form=Form.AUDIO))
    describe(part, "a door slams")
    marks.append(current_fingerprint(recording=recording, form=Form.AUDIO))
    sound = next(each for each in words(part_id=part.pk) if each.sound)
    by = part.submission.story.editor
    save_changes(part_id=part.pk, changes=[Change("text", sound.key, sound.text, "a door shuts")], by=by)
    marks.append(current_fingerprint(recording=recording, form=Form.AUDIO))
    save_changes(part_id=part.pk, changes=[Change("drop", sound.key, "[a door shuts]")], by=by)
    marks.append(current_fingerprint(recording=recording, form=Form.AUDIO))
    assert len(set(marks)) == 4
    assert "[" not in part_text(part_id=part.pk)


@pytest.mark.django_db
def test_what_is_hidden_in_it_is_silent_at_its_second_and_what_is_not_is_heard(part: SealedPart) -> None:
    recording = Recording.objects.get()
    describe(part, "a door slams", at=3.0)
    heard = fill_plan(recording=recording, form=Form.AUDIO, fingerprint="x").treatment.mutes
    assert not any(start < 3.9 and end > 3.0 for start, end in heard)
    redact_everywhere(
        part_ids=[part.pk], words="slams", kind=RedactionKind.OTHER, action=RedactionAction.MASK, by=None
    )
    silent = fill_plan(recording=recording, form=Form.AUDIO, fingerprint="x").treatment.mutes
    assert any(start <= 3.7 and end >= 3.9 for start, end in silent)
