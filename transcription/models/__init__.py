"""Recordings, their words and their treated copies. Only transcription imports this package."""

from transcription.models.clip import Clip, ClipAnswer
from transcription.models.heard_piece import HeardPiece
from transcription.models.listening import Listened
from transcription.models.recording import Recording
from transcription.models.safe_copy import SafeCopy
from transcription.models.transcript import Transcript, TranscriptVersion

__all__ = [
    "Clip",
    "ClipAnswer",
    "HeardPiece",
    "Listened",
    "Recording",
    "SafeCopy",
    "Transcript",
    "TranscriptVersion",
]
