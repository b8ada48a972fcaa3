import re
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from transcription.captions import Cue, as_srt, build_cues, safe_words, write_srt, write_vtt
from transcription.timed import TimedSegment, TimedWord


@dataclass
class Span:
    start: int
    end: int
    replacement: str


def timed(*sentences: str) -> list[TimedSegment]:
    """Half a second a word, a second between sentences; offsets as in the part's text."""
    segments, at, clock = [], 0, 0.0
    for sentence in sentences:
        words = []
        for text in sentence.split():
            words.append(TimedWord(clock, clock + 0.5, text, 1.0, at, at + len(text)))
            at, clock = at + len(text) + 1, clock + 0.5
        segments.append(TimedSegment(words[0].start, words[-1].end, tuple(words)))
        clock += 1.0
    return segments


def hide(text: str, words: str, by: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words), by)


def shown(text: str, *spans: Span) -> str:
    """What all cues say, as one line."""
    cues = build_cues(segments=timed(*text.split("\n")), spans=spans)
    return " ".join(cue.text.replace("\n", " ") for cue in cues)


def test_words_are_cues_with_their_times() -> None:
    cues = build_cues(segments=timed("I was there.", "Nobody came."), spans=[])
    assert cues == [Cue(0.0, 1.5, "I was there."), Cue(2.5, 3.5, "Nobody came.")]  # 120 words a minute


def test_hidden_words_are_replaced_and_their_punctuation_stays() -> None:
    text = "A nurse called Alan, talked."
    assert shown(text, hide(text, "Alan", "a nurse")) == "A nurse called a nurse, talked."
    assert shown(text, hide(text, "Alan", "[…]")) == "A nurse called […], talked."


def test_several_hidden_words_are_replaced_once() -> None:
    text = "I was on Juniper Ward in March."
    span = hide(text, "Juniper Ward", "the ward")
    assert shown(text, span) == "I was on the ward in March."
    (cue,) = build_cues(segments=timed(text), spans=[span])
    assert (cue.start, cue.end) == (0.0, 3.5)


def test_part_of_a_word() -> None:
    text = "It was Alan's hand."
    assert shown(text, hide(text, "Alan", "his")) == "It was his's hand."


def test_a_span_across_two_segments_is_replaced_once() -> None:
    text = "It was in Birch\nHouse at night."
    assert shown(text, hide(text, "Birch\nHouse", "a unit")) == "It was in a unit at night."


def test_everything_hidden_leaves_the_replacement_alone() -> None:
    assert shown("Alan", hide("Alan", "Alan", "[…]")) == "[…]"


def test_neighbouring_spans() -> None:
    text = "Doctor Osman wrote"
    spans = [hide(text, "Doctor", "A doctor"), hide(text, "Osman", "[…]")]
    assert shown(text, *spans) == "A doctor […] wrote"


def test_at_most_two_lines_of_42() -> None:
    text = " ".join(f"word{n}" for n in range(200))
    cues = build_cues(segments=timed(text), spans=[hide(text, "word50", "a very long stand-in " * 8)])
    assert len(cues) > 10
    for cue in cues:
        lines = cue.text.split("\n")
        assert len(lines) <= 2
        assert max(map(len, lines)) <= 42


def test_two_lines_are_about_as_long_as_each_other() -> None:
    (cue,) = build_cues(segments=timed("They came in at night and nobody told us why"), spans=[])
    assert cue.text == "They came in at night\nand nobody told us why"


def test_vtt_is_well_formed_and_escaped() -> None:
    text = write_vtt([Cue(0.0, 61.5, "<b>Tea</b> & --> cake"), Cue(3600, 3601.001, "Two\nlines")])
    assert text == (
        "WEBVTT\n\n00:00:00.000 --> 00:01:01.500\n&lt;b&gt;Tea&lt;/b&gt; &amp; --&gt; cake\n\n"
        "01:00:00.000 --> 01:00:01.001\nTwo\nlines\n"
    )


def test_srt() -> None:
    assert write_srt([Cue(0, 1, "One"), Cue(1, 2, "Two")]) == (
        "1\n00:00:00,000 --> 00:00:01,000\nOne\n\n2\n00:00:01,000 --> 00:00:02,000\nTwo\n"
    )


def test_srt_of_what_was_written_as_vtt() -> None:
    cues = [Cue(0.0, 61.5, "<b>Tea</b> & --> &lt;cake"), Cue(3600, 3601.001, "Two\nlines")]
    assert as_srt(write_vtt(cues)) == write_srt(cues)
    assert as_srt(write_vtt([])) == ""


def test_no_cues_is_still_a_file() -> None:
    assert write_vtt([]) == "WEBVTT\n"


words = st.lists(st.from_regex(r"[A-Za-z]{1,12}[.,]?", fullmatch=True), min_size=1, max_size=30)


@given(words, st.data())
def test_captions_say_what_the_safe_text_says(texts: list[str], data: st.DataObject) -> None:
    """Whatever is hidden, wherever it begins and ends, captions and safe text are the same words."""
    text = " ".join(texts)
    edges = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    hidden = [(start, end) for start, end in pairs if text[start:end].strip()]
    spans = [Span(start, end, f"<{number}>") for number, (start, end) in enumerate(hidden)]
    out, at = "", 0
    for span in spans:
        out, at = out + text[at : span.start] + span.replacement, span.end
    out += text[at:]
    said = " ".join(word.text for word in safe_words(words=timed(text)[0].words, spans=spans))
    # Where hidden words began or ended inside a space, the space may be gone or doubled; the letters are not.
    assert re.sub(r"\s+", "", said) == re.sub(r"\s+", "", out)
