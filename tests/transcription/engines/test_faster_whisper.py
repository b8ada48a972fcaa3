from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from transcription.engines.base import Result
from transcription.engines.faster_whisper import FasterWhisper
from transcription.media.decode import decode_samples

# Where each sentence of the testimony begins and ends, measured in its waveform.
SENTENCES = [(1.2, 3.2), (4.4, 6.5), (7.7, 10.0), (11.2, 13.5), (14.7, 17.1)]


@pytest.fixture(scope="module")
def engine(model_folder: Path) -> FasterWhisper:
    engine = FasterWhisper(model=model_folder, device="cpu", compute_type="float32", threads=1)
    engine.load()
    return engine


@pytest.fixture(scope="module")
def result(engine: FasterWhisper) -> Result:
    return engine.transcribe(Path(__file__).parents[2] / "data" / "whisper" / "testimony.opus", language="en")


def test_exact_words(result: Result, spoken: str) -> None:
    assert result.text == spoken


def test_each_sentence_is_a_segment_at_its_place(result: Result) -> None:
    found = [(segment.start, segment.end) for segment in result.segments]
    assert len(found) == len(SENTENCES)
    for (start, end), (begins, ends) in zip(found, SENTENCES, strict=True):
        assert start == pytest.approx(begins, abs=0.5)
        assert end == pytest.approx(ends, abs=0.5)


def test_word_times_never_go_back_and_stay_in_the_recording(result: Result) -> None:
    words = [word for segment in result.segments for word in segment.words]
    assert len(words) == 35
    for one, next_one in pairwise(words):
        assert one.start <= one.end <= next_one.start + 0.001
    assert words[0].start >= 0
    assert words[-1].end <= result.duration == pytest.approx(18.47, abs=0.05)
    assert all(0.5 < word.probability <= 1 for word in words)


def test_alan_is_where_alan_is(result: Result) -> None:
    alan = next(word for segment in result.segments for word in segment.words if word.text == "Alan")
    assert alan.start == pytest.approx(12.3, abs=0.5)


def test_the_same_again_is_the_same(engine: FasterWhisper, result: Result, testimony: Path) -> None:
    assert engine.transcribe(testimony, language="en").segments == result.segments


def test_samples_and_chunks_give_what_the_file_gives(
    engine: FasterWhisper, result: Result, testimony: Path
) -> None:
    with testimony.open("rb") as file:
        chunks = list(decode_samples(file))
    samples = np.concatenate(chunks).astype(np.float32) / 32768
    assert engine.transcribe(iter(chunks), language="en").segments == result.segments
    assert engine.transcribe(samples, language="en").text == result.text


def test_progress_reaches_the_end(engine: FasterWhisper, testimony: Path) -> None:
    told: list[float] = []
    engine.transcribe(testimony, language="en", on_progress=told.append)
    assert told[-1] == pytest.approx(18.47, abs=0.05)


def test_silence_gives_no_words_and_asks_no_model(
    engine: FasterWhisper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        FasterWhisper, "recognise", lambda *a, **k: pytest.fail("silence was handed to the model")
    )
    result = engine.transcribe(np.zeros(16_000 * 6, np.float32), language="en")
    assert (result.text, result.segments, result.duration) == ("", (), 6.0)


def test_language_is_found_out_when_it_is_not_told_or_unknown(engine: FasterWhisper, testimony: Path) -> None:
    assert engine.transcribe(testimony).language == "en"
    assert engine.transcribe(testimony, language="xx").language == "en"


def test_int8_is_the_default_on_a_processor(model_folder: Path, testimony: Path, spoken: str) -> None:
    engine = FasterWhisper(model=model_folder, device="cpu", compute_type="default", threads=1)
    engine.load()
    assert engine.options()["compute_type"] == "int8"
    assert engine.transcribe(testimony, language="en").text == spoken


def test_the_hash_names_the_weights(engine: FasterWhisper, tmp_path: Path) -> None:
    assert len(engine.model_hash) == 64
    from transcription.engines.hashing import hash_files

    for name, changed in (("a", b"1"), ("b", b"2")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "model.bin").write_bytes(changed)
    one, other = (hash_files(tmp_path / name, names=["model.bin"]) for name in "ab")
    assert one != other
