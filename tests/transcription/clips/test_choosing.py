from dataclasses import dataclass

import pytest

from tests.transcription.test_muting import say
from transcription.clips.choosing import LEAD_IN, LEAD_OUT, CannotCut, Choice, choose
from transcription.media.treatment import shift_spans
from transcription.timed import TimedSegment

TEXT = "I was not afraid of Alan Smith at all until the door was locked behind us both"


@dataclass
class Hidden:
    start: int
    end: int
    replacement: str


def hide(words: str, replacement: str = "[a nurse]") -> Hidden:
    at = TEXT.index(words)
    return Hidden(at, at + len(words), replacement)


def chosen(first: int, last: int, *hidden: Hidden, duration: float = 20.0, **how: float) -> Choice:
    words = say(TEXT, **how)
    segments = [TimedSegment(part[0].start, part[-1].end, tuple(part)) for part in (words[:8], words[8:])]
    return choose(segments=segments, spans=hidden, first=first, last=last, duration=duration)


def test_it_begins_before_the_word_and_ends_after_it_where_nobody_speaks() -> None:
    made = chosen(3, 4, pace=2.0)
    assert (made.start, made.end) == (round(6.0 - LEAD_IN, 3), round(8.8 + LEAD_OUT, 3))


def test_the_lead_in_reaches_into_no_other_word() -> None:
    made = chosen(3, 4, pace=1.0, length=0.9)
    assert (made.start, made.end) == (2.9, 5.0)


def test_words_that_overlap_leave_no_lead_in() -> None:
    made = chosen(3, 4, pace=1.0, length=1.2)
    assert (made.start, made.end) == (3.0, 5.2)


def test_it_stays_within_the_recording() -> None:
    assert chosen(0, 2).start == 0.0
    assert chosen(14, 16, duration=16.85).end == 16.85


def test_the_words_around_are_shown_so_that_a_meaning_cannot_be_turned_round() -> None:
    made = chosen(3, 4)
    assert (made.before, made.words) == ("I was not", "afraid of")
    assert made.after.startswith("Alan Smith at all until")


def test_hidden_words_are_in_none_of_its_texts() -> None:
    made = chosen(6, 9, hide("Alan Smith"))  # the cut goes through the middle of what is hidden
    assert made.before.endswith("afraid of [a nurse]")
    assert made.words == "[a nurse] at all until"
    shown = " ".join([made.before, made.words, made.after, *(cue.text for cue in made.cues)])
    assert "Alan" not in shown
    assert "Smith" not in shown


def test_captions_run_from_the_clips_own_beginning_and_hold_its_words_only() -> None:
    made = chosen(6, 9, hide("Alan Smith"))
    assert " ".join(cue.text for cue in made.cues).split() == made.words.split()
    assert made.cues[0].start == pytest.approx(6.0 - made.start)
    assert made.cues[-1].end <= made.seconds


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [(5, 4, "comes after"), (-1, 4, "comes after"), (3, 17, "comes after"), (5, 6, "All of these words")],
)
def test_what_makes_no_clip_is_said(first: int, last: int, says: str) -> None:
    with pytest.raises(CannotCut, match=says) as told:
        chosen(first, last, hide("Alan Smith"))
    assert "Alan" not in str(told.value)


def test_too_short_and_too_long_are_refused() -> None:
    with pytest.raises(CannotCut, match="less than a second"):
        chosen(3, 3, pace=0.4, length=0.3)
    with pytest.raises(CannotCut, match="longer than five minutes"):
        chosen(0, 16, pace=30.0, duration=600.0)


def test_mutes_are_moved_to_the_clips_clock_and_cut_at_its_edges() -> None:
    mutes = [(1.0, 2.0), (4.5, 6.0), (7.0, 8.0), (9.5, 11.0), (12.0, 13.0)]
    assert shift_spans(mutes, start=5.0, end=10.0) == ((0.0, 1.0), (2.0, 3.0), (4.5, 5.0))
