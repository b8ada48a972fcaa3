"""How long captions stay up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcription.captions import Cue, build_cues, safe_words
from transcription.reading_pace import (
    FASTEST,
    LEAST_SECONDS,
    WORDS_A_MINUTE,
    hold,
    hurried,
    seconds_to_read,
    words_a_minute,
)
from transcription.timed import TimedSegment, TimedWord

EIGHT = "I did not know what time it was"


def test_a_caption_is_held_into_the_pause_until_it_can_be_read() -> None:
    (first, second) = hold([Cue(0, 1.5, EIGHT), Cue(9, 9.2, "Nobody came.")])
    assert (first.start, first.end) == (0, 3.0)
    assert words_a_minute(first) == WORDS_A_MINUTE
    assert (second.start, second.end) == (9, 10), "a second at least"


def test_speech_without_a_pause_is_as_fast_as_it_is_and_is_counted() -> None:
    cues = hold([Cue(0, 1.5, EIGHT), Cue(1.5, 7, EIGHT)])
    assert (cues[0].end, cues[1].end) == (1.5, 7)
    assert words_a_minute(cues[0]) == 320
    assert hurried(cues) == 1


def test_two_who_speak_at_once_are_shown_after_each_other() -> None:
    (first, second, third) = hold([Cue(0, 4, "Why?"), Cue(0, 4, "Because."), Cue(2, 4, "Stop.")])
    assert (first.start, first.end) == (0, LEAST_SECONDS)
    assert (second.start, second.end) == (LEAST_SECONDS, 2)
    assert (third.start, third.end) == (2, 4)


speech = st.lists(
    st.tuples(
        st.from_regex(r"[a-z]{1,12}", fullmatch=True),
        st.floats(0.05, 0.8),  # how long the word takes
        st.one_of(st.just(0.0), st.floats(0, 6)),  # the pause after it
        st.booleans(),  # whether the stretch of speech ends
    ),
    min_size=1,
    max_size=60,
)


def spoken(words: list[tuple[str, float, float, bool]]) -> list[TimedSegment]:
    segments: list[TimedSegment] = []
    said: list[TimedWord] = []
    clock, at = 0.0, 0
    for text, takes, pause, ends in words:
        said.append(TimedWord(clock, clock + takes, text, 1.0, at, at + len(text)))
        clock, at = clock + takes + pause, at + len(text) + 1
        if ends:
            segments.append(TimedSegment(said[0].start, said[-1].end, tuple(said)))
            said = []
    if said:
        segments.append(TimedSegment(said[0].start, said[-1].end, tuple(said)))
    return segments


@given(speech)
def test_every_word_in_order_never_over_another_and_slow_enough_where_speech_allows(
    words: list[tuple[str, float, float, bool]],
) -> None:
    segments = spoken(words)
    cues = build_cues(segments=segments, spans=[])
    assert " ".join(cue.text for cue in cues).split() == [text for text, *_ in words]
    starts = {word.start: word.text for segment in segments for word in segment.words}
    for number, cue in enumerate(cues):
        lines = cue.text.split("\n")
        assert len(lines) <= 2
        assert max(map(len, lines)) <= 42
        assert starts[cue.start] == cue.text.split()[0], "with its first word, never before"
        following = cues[number + 1].start if number + 1 < len(cues) else None
        assert following is None or cue.end <= following
        readable = words_a_minute(cue) <= WORDS_A_MINUTE + 0.001
        assert readable or cue.end == following, "faster only where the next one begins at once"
        last = cue.start + max(seconds_to_read(cue.text), 0)
        said = max(
            word.end for word in safe_words(words=segments_words(segments), spans=[]) if word.start < cue.end
        )
        assert cue.end <= max(last, said) + 0.001, "and no longer than it takes"
    assert hurried(cues) == sum(words_a_minute(cue) > FASTEST for cue in cues)


def segments_words(segments: list[TimedSegment]) -> list[TimedWord]:
    return [word for segment in segments for word in segment.words]


@pytest.mark.parametrize("text", ["", "one"])
def test_the_shortest_caption_is_up_for_a_second(text: str) -> None:
    assert seconds_to_read(text) == 1.0
