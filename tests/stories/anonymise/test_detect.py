"""Detection as a whole: recall, offsets, long texts, silence, time."""

import logging
import time
from collections import Counter
from itertools import pairwise

import pytest

from bench import detection
from stories.anonymise import chunks
from stories.anonymise.detect import detect, fold
from tests.stories.anonymise.found import words


def test_the_development_set_is_found() -> None:
    stories = detection.narratives()
    said = [kind for story in stories for kind, _, _ in story.mentions]
    lost = [mention for story in stories for mention in detection.missed(story)]
    assert (len(stories), len(said)) == (42, 498)
    assert len(lost) <= 0.03 * len(said), lost
    assert Counter(kind for kind, _ in lost)["ward"] == 0


def test_what_is_found_stands_in_order_and_never_twice() -> None:
    text = "\n\n".join(story.text for story in detection.narratives())
    found = detect(text)
    assert all(each.start < each.end <= len(text) and 0 < each.score <= 1 for each in found)
    assert all(left.end <= right.start for left, right in pairwise(found))


def test_offsets_are_code_points_whatever_letters_there_are() -> None:
    text = "👩🏽‍⚕️ 🏴󠁧󠁢󠁷󠁬󠁳󠁿 İstanbul was far. Zoe\u0308 went on 3 MAY 1999 to Ŵyn."
    assert words(text) == ["İstanbul", "Zoe\u0308", "3 MAY 1999", "Ŵyn"]


def test_lower_case_keeps_every_offset() -> None:
    assert fold("İ ẞ Ǆ É") == "İ ß ǆ é"


def test_a_name_at_the_seam_of_two_pieces_is_found_whole() -> None:
    plain = "and then they went on and on about it "
    for shift in range(0, 40, 7):
        start = chunks.SIZE - 60 + shift
        text = (
            (plain * (start // len(plain) + 1))[:start].rsplit(" ", 1)[0]
            + " Mr Quentin Featherstonehaugh "
            + plain * 20
        )
        assert words(text) == ["Mr Quentin Featherstonehaugh"]


def test_pieces_overlap_and_lose_nothing() -> None:
    text = "word " * 10_000
    pieces = list(chunks.chunks(text))
    assert pieces[-1][0] + len(pieces[-1][1]) == len(text)
    for (at, piece), (following, _) in pairwise(pieces):
        assert piece == text[at : at + len(piece)]
        assert at < following < at + len(piece) <= at + chunks.SIZE


def test_its_clock_is_asked_between_pieces_and_may_stop_it() -> None:
    asked: list[float] = []
    detect("word " * 5_000, tick=asked.append)
    assert asked == sorted(asked)
    assert asked[-1] == 1.0
    assert len(asked) > 2

    def stop(share: float) -> None:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        detect("word", tick=stop)


def test_no_word_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        detect("Nurse Quillfeather, 943 476 5919, quillfeather@example.org")
    assert "illfeather" not in caplog.text
    assert "943" not in caplog.text


def test_plain_prose_is_not_drowned() -> None:
    ratios = {ratio.name: ratio for ratio in detection._proposals(detection.narratives())}
    ratio = ratios["detection: proposals for 1,000 words of the demonstration stories"]
    assert ratio.value < 80
    assert ratio.ours > 300, "and not mute either"


# A fifth of the length in a fifth of the time; the bench has all of them whole.
PART = 5


@pytest.mark.parametrize("name", list(detection.hostile()))
def test_hostile_texts_take_no_age(name: str) -> None:
    text = detection.hostile()[name][: detection.HOSTILE // PART]
    taken = []
    for _ in range(2):  # the first may load the lists, or share its core with another
        begun = time.process_time()
        detect(text)
        taken.append(time.process_time() - begun)
    assert min(taken) < detection.SLOWEST / PART


@pytest.mark.parametrize("name", ["'1/'", "random digits"])
def test_the_slowest_of_them_whole(name: str) -> None:
    begun = time.process_time()
    detect(detection.hostile()[name])
    assert time.process_time() - begun < detection.SLOWEST


@pytest.mark.parametrize("letter", ["a", "A", "1"])
def test_one_very_long_token(letter: str) -> None:
    begun = time.process_time()
    detect(f"and {letter * 100_000} and")
    assert time.process_time() - begun < 2
