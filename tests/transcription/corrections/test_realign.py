"""Times of corrected words: those that stayed keep theirs, and nothing leaves its segment."""

from hypothesis import given
from hypothesis import strategies as st

from transcription.corrections.realign import realign
from transcription.timed import TimedSegment, TimedWord

SAID = TimedSegment(
    10.0,
    14.0,
    (
        TimedWord(10.2, 10.6, "Four", 0.9, 0, 4),
        TimedWord(10.7, 11.5, "stuff", 0.3, 5, 10),
        TimedWord(11.6, 12.0, "held", 0.9, 11, 15),
        TimedWord(12.0, 12.4, "me.", 0.9, 16, 19),
    ),
    key=7,
)


def times(text: str) -> list[tuple[str, float, float]]:
    return [(word.text, word.start, word.end) for word in realign(SAID, text=text)]


def test_a_corrected_word_takes_the_time_of_the_one_it_replaces() -> None:
    assert times("Four staff held me.") == [
        ("Four", 10.2, 10.6),
        ("staff", 10.7, 11.5),
        ("held", 11.6, 12.0),
        ("me.", 12.0, 12.4),
    ]
    probabilities = [word.probability for word in realign(SAID, text="Four staff held me.")]
    assert probabilities == [0.9, 1.0, 0.9, 0.9], "a person wrote it"


def test_two_words_for_one_share_its_time_by_their_letters() -> None:
    assert times("Four of them held me.")[1:3] == [("of", 10.7, 10.967), ("them", 10.967, 11.5)]


def test_a_word_put_in_between_is_said_between() -> None:
    assert times("Four stuff held me. Down.")[-1] == ("Down.", 12.4, 14.0)
    squeezed = times("Four stuff held all me.")
    assert squeezed[2:5] == [("held", 11.6, 11.8), ("all", 11.8, 12.0), ("me.", 12.0, 12.4)]


def test_nothing_left_is_no_words() -> None:
    assert realign(SAID, text="  ") == ()


@given(st.lists(st.sampled_from(["Four", "stuff", "held", "me.", "staff", "x", "down"]), max_size=12))
def test_whatever_is_written_times_run_forward_inside_the_segment(texts: list[str]) -> None:
    words = realign(SAID, text=" ".join(texts))
    assert [word.text for word in words] == texts
    at = SAID.start
    for word in words:
        assert at <= word.start <= word.end <= SAID.end
        at = word.start
