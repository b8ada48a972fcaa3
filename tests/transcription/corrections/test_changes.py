import pytest

from accounts.models import User
from transcription.corrections.changes import (
    CannotChange,
    Change,
    ChangedMeanwhile,
    apply_changes,
    confirm_each,
)
from transcription.timed import TimedSegment, TimedWord, pack, place, text_of, unpack


def said(*lines: str) -> tuple[TimedSegment, ...]:
    """A second a word."""
    segments, clock = [], 0.0
    for key, line in enumerate(lines, 1):
        words = []
        for text in line.split():
            words.append(TimedWord(clock, clock + 0.8, text, 0.9, 0, 0))
            clock += 1.0
        segments.append(TimedSegment(words[0].start, words[-1].end, tuple(words), key))
    return place(segments)


TOLD = said("I was on the ward.", "Nobody came.")


def test_words_are_where_the_text_has_them_whatever_is_done() -> None:
    changed = apply_changes(
        TOLD,
        [
            Change("text", 1, "I was on the ward.", "I was on Juniper Ward."),
            Change("speaker", 2, "Nobody came.", "Ann"),
            Change("split", 1, "I was on Juniper Ward.", at=3),
        ],
    )
    text = text_of(changed)
    assert text == "I was on\nJuniper Ward.\nAnn: Nobody came."
    for segment in changed:
        for word in segment.shown:
            assert text[word.begin : word.finish] == word.text
    assert [each.key for each in changed] == [1, 3, 2]
    assert unpack(pack(changed)) == changed


def test_a_line_without_words_keeps_the_places_of_the_others() -> None:
    changed = apply_changes(TOLD, [Change("text", 1, "I was on the ward.", "")])
    text = text_of(changed)
    assert text == "\nNobody came."
    assert text[changed[1].words[0].begin : changed[1].words[0].finish] == "Nobody"


def test_a_split_and_a_merge_undo_each_other() -> None:
    split = apply_changes(TOLD, [Change("split", 1, "I was on the ward.", at=2)])
    assert [each.text for each in split] == ["I was", "on the ward.", "Nobody came."]
    assert split[0].end <= split[1].start
    merged = apply_changes(split, [Change("merge", 1, "I was")])
    assert merged == TOLD


def test_what_somebody_else_changed_is_not_overwritten() -> None:
    theirs = apply_changes(TOLD, [Change("text", 2, "Nobody came.", "Somebody came.")])
    with pytest.raises(ChangedMeanwhile) as clash:
        apply_changes(
            theirs,
            [
                Change("text", 1, "I was on the ward.", "I was in the ward."),
                Change("text", 2, "Nobody came.", "Nobody came near."),
            ],
        )
    assert clash.value.keys == (2,)
    again = apply_changes(theirs, [Change("text", 2, "Nobody came.", "Somebody came.")])
    assert again == theirs, "an answer that was lost is sent again, and is no clash"


def test_a_confirmation_falls_with_the_words_it_was_about() -> None:
    confirmed = confirm_each(TOLD, keys=[1, 2], by=User(pk=3))
    who = confirmed[0].confirmed
    assert who is not None
    assert who.by == 3
    assert [each.confirmed for each in confirmed] == [who, who]
    assert unpack(pack(confirmed)) == confirmed
    changed = apply_changes(confirmed, [Change("text", 2, "Nobody came.", "Nobody called.")])
    assert [each.confirmed for each in changed] == [who, None]
    named = apply_changes(confirmed, [Change("speaker", 1, TOLD[0].text, "Ann")])
    assert [each.confirmed for each in named] == [who, who]
    one = confirm_each(TOLD, keys=[1], by=None)
    assert [each.confirmed is not None for each in one] == [True, False]
    assert apply_changes(one, [Change("merge", 1, TOLD[0].text)])[0].confirmed is None


@pytest.mark.parametrize(
    "change",
    [
        Change("split", 1, "I was on the ward.", at=0),
        Change("split", 1, "I was on the ward.", at=5),
        Change("merge", 2, "Nobody came."),
        Change("speaker", 1, "I was on the ward.", "x" * 61),
        Change("text", 1, "I was on the ward.", "x " * 2501),
    ],
)
def test_what_cannot_be_done_is_said_without_the_words(change: Change) -> None:
    with pytest.raises(CannotChange) as refusal:
        apply_changes(TOLD, [change])
    assert not isinstance(refusal.value, ChangedMeanwhile)
    assert "ward" not in str(refusal.value)


def test_a_speaker_is_said_once_until_somebody_else_speaks() -> None:
    three = said("One.", "Two.", "Three.")
    named = apply_changes(
        three,
        [
            Change("speaker", 1, "One.", "Ann:"),
            Change("speaker", 2, "Two.", "Ann"),
            Change("speaker", 3, "Three.", "Bob"),
        ],
    )
    assert text_of(named) == "Ann: One.\nTwo.\nBob: Three."
