"""The last part of the leak check that listens: the speech model hears a finished copy where words are hidden.

The check of levels knows whether the hidden stretches are silent; this one finds a name that is said just beside
its silence, because the times of the words were wrong. What is heard is looked at in memory and kept nowhere.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from django.utils.translation import gettext as _

from common.jobs.errors import Hindered
from transcription.captions import moment
from transcription.engines.base import Engine
from transcription.engines.deadline import TooSlow
from transcription.engines.registry import let_go
from transcription.errors import Leak
from transcription.hearing import ready_engine, too_slow
from transcription.leaks import composed, normal, telling
from transcription.media.decode import SAMPLE_RATE, Chunk
from transcription.media.near import sound_near
from transcription.media.treat import TimeSpan

# Enough to hold a word that lies beside its silence. Not more: given the sentence around it, a model guesses what was
# hidden (docs/safe-copies.md).
BESIDE_SECONDS = 0.5
LETTERS_OF_A_NAME = 4

Tell = Callable[[float], None]  # the share that is done


def engine_for(*, mutes: Sequence[TimeSpan]) -> Engine | None:
    """Whoever will listen, asked before any work is done; None where nothing is hidden. Raises Waiting."""
    return ready_engine() if mutes else None


def hear_again(
    *,
    file: Path,
    engine: Engine | None,
    mutes: Sequence[TimeSpan],
    hidden: Sequence[str],
    language: str,
    tell: Tell,
) -> None:
    """Raises Leak where a hidden word is recognised, Hindered where this machine is too slow for its model."""
    forms = telling_forms(hidden)
    if engine is None or not forms:
        return
    for number, (start, samples) in enumerate(stretches(file=file, mutes=mutes), 1):
        said = heard(samples, engine=engine, language=language)
        if any(f" {form} " in f" {said} " for form in forms):
            raise Leak(
                _("The speech model still hears hidden words in the finished copy, at %s. Hide more there.")
                % moment(start)
            )
        tell(number / len(mutes))


def telling_forms(hidden: Sequence[str]) -> set[str]:
    """What must not be recognised: each hidden form, and each name within one, for half of it may be left standing."""
    whole = {normal(words) for words in hidden if telling(words)}
    names = {
        word.casefold()
        for words in hidden
        for word in re.findall(r"\w+", composed(words))
        if len(word) >= LETTERS_OF_A_NAME and not word.islower()
    }
    return {form for form in whole | names if form}


def heard(samples: Chunk, *, engine: Engine, language: str) -> str:
    try:
        return normal(engine.transcribe([samples], language=language or None).text)
    except TooSlow as error:
        let_go()
        raise Hindered(too_slow(minutes=0)) from error


def stretches(*, file: Path, mutes: Sequence[TimeSpan]) -> Iterator[tuple[float, Chunk]]:
    """Each hidden stretch with a little on both sides, and when it begins; no more of the file is held than that."""
    windows = [
        (round(max(start - BESIDE_SECONDS, 0) * SAMPLE_RATE), round((end + BESIDE_SECONDS) * SAMPLE_RATE))
        for start, end in sorted(mutes)
    ]
    held, begun = np.zeros(0, np.int16), 0
    with file.open("rb") as source:
        spans = [(first / SAMPLE_RATE, last / SAMPLE_RATE) for first, last in windows]
        _length, pieces = sound_near(source, rate=SAMPLE_RATE, spans=spans)
        for began, piece in pieces:
            if began != begun + len(held):
                held, begun = np.zeros(0, np.int16), began
            held = np.concatenate([held, piece])
            while windows and windows[0][1] <= begun + len(held):
                first, last = windows.pop(0)
                yield first / SAMPLE_RATE, held[first - begun : last - begun]
            keep_from = windows[0][0] if windows else begun + len(held)
            drop = min(max(keep_from - begun, 0), len(held))
            held, begun = held[drop:], begun + drop
    for first, last in windows:
        if (rest := held[max(first - begun, 0) : last - begun]).size:
            yield first / SAMPLE_RATE, rest
