"""Real clips out of real treated copies, looked at and listened to."""

from pathlib import Path

import numpy as np
import pytest

from tests.transcription.media.test_treat import ALAN, BLURRED, FILM, PLAIN, Samples, loudness, make, read
from transcription.captions import Cue
from transcription.clips.cutting import check_clip, cut
from transcription.errors import Leak
from transcription.media.probe import probe
from transcription.media.treat import RATE, Treatment

START, END = 10.37, 15.21  # on no key frame
CUES = [Cue(0.2, 3.0, "A nurse called […] talked me down.")]


def cut_from(copy: Path, *, start: float = START, end: float = END) -> Path:
    target = copy.with_name(f"clip{copy.suffix}")
    cut(
        source=copy,
        target=target,
        start=start,
        end=end,
        picture=copy.suffix == ".mp4",
        on_progress=lambda _: None,
    )
    return target


def check(clip: Path, *, treatment: Treatment = PLAIN, cues: list[Cue] = CUES) -> None:
    check_clip(
        file=clip,
        treatment=treatment,
        start=START,
        end=END,
        cues=cues,
        hidden=["Alan"],
    )


def lag(whole: Samples, clip: Samples) -> float:
    """Seconds by which the clip's sound lies beside where it should."""
    wanted = whole[round(START * RATE) :][: len(clip)].astype(float)
    size = min(len(wanted), len(clip))
    match = np.fft.irfft(
        np.fft.rfft(wanted[:size], 2 * size) * np.conj(np.fft.rfft(clip[:size].astype(float), 2 * size))
    )
    at = int(match.argmax())
    return (at if at < size else at - 2 * size) / RATE


def test_a_clip_of_a_disguised_film_passes_its_check_and_one_of_a_plain_film_does_not(film: Path) -> None:
    check(cut_from(make(film, BLURRED)), treatment=BLURRED)
    with pytest.raises(Leak, match="not disguised"):
        check(cut_from(make(film, FILM)), treatment=BLURRED)


@pytest.mark.parametrize("treatment", [PLAIN, FILM], ids=["sound", "film"])
def test_it_begins_and_ends_to_the_hundredth_and_passes_its_check(treatment: Treatment, film: Path) -> None:
    copy = make(film, treatment)
    clip = cut_from(copy)
    samples = read(clip)
    assert len(samples) / RATE == pytest.approx(END - START, abs=0.05)
    assert abs(lag(read(copy), samples)) < 0.01
    check(clip, treatment=treatment)
    with clip.open("rb") as file:
        facts = probe(file)
    assert (facts.picture is None) == (treatment.picture is None)


def test_what_was_silent_stays_silent_and_the_rest_is_heard(film: Path) -> None:
    samples = read(cut_from(make(film, PLAIN)))
    start, end = ALAN[0] - START, ALAN[1] - START
    assert np.abs(samples[round(start * RATE) : round(end * RATE)].astype(int)).max() < 33
    assert loudness(samples, start - 0.4, start - 0.15) > 300
    assert loudness(samples, end + 0.15, end + 0.4) > 300


def test_a_clip_of_an_untreated_copy_is_refused(film: Path) -> None:
    with pytest.raises(Leak, match="can still be heard"):
        check(cut_from(make(film, Treatment())))


def test_a_clip_of_another_length_or_with_a_hidden_word_in_its_captions_is_refused(film: Path) -> None:
    clip = cut_from(make(film, PLAIN))
    with pytest.raises(Leak, match="hidden"):
        check(clip, cues=[Cue(0.2, 3.0, "A nurse called Alan talked me down.")])
    with pytest.raises(Leak):
        check(cut_from(make(film, PLAIN), end=END - 1.5))
