"""Where nothing is to be heard: against the recording's own loudness, so that a whisper is speech and a hum is not."""

import numpy as np
import pytest

from transcription.media.decode import SAMPLE_RATE
from transcription.media.levels import Levels

SPEECH, PAUSE = (0.0, 2.0), (2.5, 4.0)


def measured(*, voice: float, room: float, pieces: int = 7) -> Levels:
    """Two seconds of voice, three of the room; amplitudes as shares of full scale."""
    noise = np.random.default_rng(1).uniform(-1, 1, 5 * SAMPLE_RATE)
    loud = np.where(np.arange(noise.size) < 2 * SAMPLE_RATE, voice, room)
    sound = (noise * loud * 32767).astype(np.int16)
    levels = Levels()
    passed = list(levels.through(np.array_split(sound, pieces)))
    assert np.array_equal(np.concatenate(passed), sound), "what is measured is what goes on"
    return levels


@pytest.mark.parametrize(("voice", "room"), [(0.5, 0.0), (0.5, 0.01), (0.05, 0.001), (0.01, 0.0)])
def test_a_pause_is_silent_and_a_voice_is_not(voice: float, room: float) -> None:
    assert measured(voice=voice, room=room).silent([SPEECH, PAUSE]) == [False, True]


def test_somebody_further_away_is_heard() -> None:
    assert measured(voice=0.5, room=0.1).silent([SPEECH, PAUSE]) == [False, False]


def test_a_word_that_reaches_into_sound_is_not_silent() -> None:
    assert measured(voice=0.5, room=0.0).silent([(1.9, 2.6), (2.2, 2.6)]) == [False, True]


def test_where_nobody_measured_nothing_is_said() -> None:
    assert Levels().silent([PAUSE]) == [False]
    assert measured(voice=0.5, room=0.0).silent([(9.0, 9.5)]) == [False]
