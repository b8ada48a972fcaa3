"""Recordings, their words and their treated copies. Only transcription imports this package."""

from transcription.models.choice import CopyChoice
from transcription.models.clip import Clip, ClipAnswer
from transcription.models.heard_piece import HeardPiece
from transcription.models.library import LibraryEntry, LibraryPlay, LibraryUse, TrainingTerms
from transcription.models.listening import Listened
from transcription.models.proxy import Proxy
from transcription.models.recording import Recording
from transcription.models.reel import ExportFile, ExportItem, Reel, ReelExport, ReelItem
from transcription.models.rip import Rip, RipCard, RipStretch
from transcription.models.safe_copy import FaceLook, SafeCopy
from transcription.models.transcript import Transcript, TranscriptVersion
from transcription.models.word_list import WordList

__all__ = [
    "Clip",
    "ClipAnswer",
    "CopyChoice",
    "ExportFile",
    "ExportItem",
    "FaceLook",
    "HeardPiece",
    "LibraryEntry",
    "LibraryPlay",
    "LibraryUse",
    "Listened",
    "Proxy",
    "Recording",
    "Reel",
    "ReelExport",
    "ReelItem",
    "Rip",
    "RipCard",
    "RipStretch",
    "SafeCopy",
    "TrainingTerms",
    "Transcript",
    "TranscriptVersion",
    "WordList",
]
