from transcription.engines.base import Result, Segment, Word, build_segment


def test_pieces_of_a_word_become_one() -> None:
    words = [Word(0, 0.4, " twenty", 0.9), Word(0.4, 0.7, "-one", 0.6), Word(0.8, 1.0, " days.", 0.8)]
    segment = build_segment(start=0, end=1, text=" twenty-one days.", words=words)
    assert segment == Segment(0, 1.0, (Word(0, 0.7, "twenty-one", 0.6), Word(0.8, 1.0, "days.", 0.8)))
    assert segment.text == "twenty-one days."


def test_blank_pieces_are_dropped() -> None:
    segment = build_segment(
        start=0, end=1, text=" yes", words=[Word(0, 0.1, " ", 1), Word(0.1, 1, " yes", 1)]
    )
    assert segment is not None
    assert segment.text == "yes"


def test_words_without_alignment_are_spread_over_the_segment() -> None:
    segment = build_segment(start=2, end=4, text=" so it goes on", words=[])
    assert segment is not None
    assert [(w.start, w.end, w.text, w.probability) for w in segment.words] == [
        (2.0, 2.5, "so", 0.0),
        (2.5, 3.0, "it", 0.0),
        (3.0, 3.5, "goes", 0.0),
        (3.5, 4.0, "on", 0.0),
    ]


def test_a_segment_without_words_is_none() -> None:
    assert build_segment(start=0, end=1, text="  ", words=[Word(0, 1, " ", 0.2)]) is None


def test_text_is_words_by_spaces_and_segments_by_lines() -> None:
    one = Segment(0, 1, (Word(0, 1, "One", 1), Word(0, 1, "two.", 1)))
    result = Result((one, one), "en", "x", "y", 1.0)
    assert result.text == "One two.\nOne two."
