"""How loud a recording is from moment to moment, noted while it is decoded for something else."""

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from transcription.media.decode import SAMPLE_RATE, Chunk

STEP_SECONDS = 0.05
MARGIN_SECONDS = 0.05
FLOOR = 0.0015  # of full scale, -56 dB: nobody's voice
SHARE = (
    0.05  # -26 dB below this recording's own loud speech: a quiet voice counts, the room behind it does not
)
LOUD_PERCENTILE = 95


class Levels:
    """Root mean squares of 50 ms each, as shares of full scale."""

    def __init__(self) -> None:
        self._found: list[npt.NDArray[np.float32]] = []
        self._rest = np.zeros(0, np.int16)

    def through(self, chunks: Iterable[Chunk]) -> Iterator[Chunk]:
        """The same chunks, measured as they pass."""
        for chunk in chunks:
            self._measure(chunk)
            yield chunk

    def _measure(self, chunk: Chunk) -> None:
        step = round(STEP_SECONDS * SAMPLE_RATE)
        samples = np.concatenate([self._rest, chunk])
        whole = len(samples) // step * step
        blocks = samples[:whole].astype(np.float32).reshape(-1, step) / np.float32(32768)
        self._found.append(np.sqrt(np.mean(blocks * blocks, axis=1), dtype=np.float32))
        self._rest = samples[whole:]

    def silent(self, spans: Iterable[tuple[float, float]]) -> list[bool]:
        """Of each span (seconds): whether nothing was to be heard in it. False beyond the end."""
        levels = np.concatenate(self._found) if self._found else np.zeros(0, np.float32)
        if not levels.size:
            return [False for _ in spans]
        quiet = max(FLOOR, SHARE * float(np.percentile(levels, LOUD_PERCENTILE)))
        return [self._is_silent(levels, quiet, start, end) for start, end in spans]

    def _is_silent(self, levels: npt.NDArray[np.float32], quiet: float, start: float, end: float) -> bool:
        first = max(int((start - MARGIN_SECONDS) / STEP_SECONDS), 0)
        last = int((end + MARGIN_SECONDS) / STEP_SECONDS) + 1
        inside = levels[first:last]
        return bool(inside.size and inside.max() < quiet)
