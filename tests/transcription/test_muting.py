from dataclasses import dataclass

import pytest

from transcription.muting import PAD_SECONDS, SECONDS_A_LETTER, muted_spans
from transcription.timed import TimedWord


@dataclass
class Redacted:
    start: int
    end: int


def say(text: str, *, pace: float = 1.0, length: float = 0.8) -> list[TimedWord]:
    """A word each PACE seconds, LENGTH long."""
    words, at = [], 0
    for number, word in enumerate(text.split()):
        words.append(TimedWord(number * pace, number * pace + length, word, 1.0, at, at + len(word)))
        at += len(word) + 1
    return words


def mutes(text: str, *hidden: str, **how: float) -> tuple[tuple[float, float], ...]:
    redactions = [Redacted(text.index(words), text.index(words) + len(words)) for words in hidden]
    return muted_spans(words=say(text, **how), redactions=redactions)


def test_nothing_redacted_mutes_nothing() -> None:
    assert mutes("A nurse called Alan") == ()


def test_a_word_is_muted_with_room_on_both_sides() -> None:
    assert mutes("a b Alan d", "Alan") == ((round(2.0 - PAD_SECONDS, 3), round(2.8 + PAD_SECONDS, 3)),)


def test_part_of_a_word_mutes_the_whole_word() -> None:
    assert mutes("a b Alan's d", "Alan") == mutes("a b Alan's d", "Alan's") != ()


@pytest.mark.parametrize("length", [0.0, 0.02, 0.2])
def test_a_word_that_came_out_too_short_is_widened_to_what_it_takes_to_say_it(length: float) -> None:
    ((start, end),) = mutes("a b Fairfield d", "Fairfield", length=length)
    assert end - start == pytest.approx(9 * SECONDS_A_LETTER + 2 * PAD_SECONDS)
    assert (start + end) / 2 == pytest.approx(2.0 + length / 2)


def test_never_before_the_beginning() -> None:
    assert mutes("Alan b", "Alan")[0][0] == 0.0


def test_neighbours_are_one_silence_and_others_are_not() -> None:
    text = "Juniper Ward was loud Alan"
    assert len(mutes(text, "Juniper", "Ward")) == 1
    assert mutes(text, "Juniper", "Ward") == mutes(text, "Juniper Ward")
    assert len(mutes(text, "Juniper", "Alan")) == 2


def test_spans_come_in_order_however_the_decisions_did() -> None:
    text = "Alan b c d Priya"
    assert mutes(text, "Priya", "Alan") == mutes(text, "Alan", "Priya")


def test_a_span_of_a_space_mutes_nothing() -> None:
    text = "Alan b"
    assert muted_spans(words=say(text), redactions=[Redacted(4, 5)]) == ()
