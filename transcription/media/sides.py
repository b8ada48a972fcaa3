"""How loud each side of a stereo recording is from moment to moment: two microphones tell who is speaking."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

STEP_SECONDS = 0.02
QUIET = 1e-10  # of full scale, squared: digital silence has no side
Energies = npt.NDArray[np.float64]


class Sides:
    """Sums of squares of left and right, noted while the recording is decoded for something else."""

    def __init__(self) -> None:
        self._found: list[tuple[int, Energies]] = []  # from which step on, and two rows

    def take(self, frame: Any, *, at: float) -> None:
        """FRAME begins AT seconds; one that is not stereo says nothing."""
        if frame.layout.nb_channels != 2 or not frame.samples:
            return
        sound = as_rows(frame.to_ndarray())
        steps = ((at + np.arange(sound.shape[1]) / frame.sample_rate) / STEP_SECONDS).astype(np.int64)
        first = int(steps[0])
        sums = [np.bincount(steps - first, weights=side * side) for side in sound]
        self._found.append((first, np.stack(sums)))

    def differences(self, spans: Sequence[tuple[float, float]]) -> list[float] | None:
        """Of each span (seconds): by how many decibels left is the louder. None when nothing was stereo."""
        if not self._found:
            return None
        whole = np.zeros((2, max(first + sums.shape[1] for first, sums in self._found)))
        for first, sums in self._found:
            whole[:, first : first + sums.shape[1]] += sums
        return [_difference(whole, start, end) for start, end in spans]


def _difference(whole: Energies, start: float, end: float) -> float:
    first, last = int(start / STEP_SECONDS), int(end / STEP_SECONDS) + 1
    left, right = whole[:, first:last].sum(axis=1) + QUIET
    return float(10 * np.log10(left / right))


def as_rows(sound: npt.NDArray[Any]) -> Energies:
    """Two rows, in shares of full scale, of planes or of pairs."""
    rows = sound if sound.shape[0] == 2 else sound.reshape(-1, 2).T
    if np.issubdtype(rows.dtype, np.floating):
        return rows.astype(np.float64)
    whole = np.iinfo(rows.dtype)
    middle = 0 if whole.min < 0 else (whole.max + 1) // 2
    return (rows.astype(np.float64) - middle) / (whole.max - middle)
