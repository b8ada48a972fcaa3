"""Sounds that a person describes, such as a door that slams: stretches of the transcript which nobody said.

They stand in its text in brackets, so that they are sealed, versioned, redacted, searched for what is hidden and read
by the second reader as all its words are.
"""

from dataclasses import replace

from django.utils.translation import gettext as _

from transcription.corrections.errors import CannotChange
from transcription.corrections.realign import realign
from transcription.timed import TimedSegment

SOUND, DROP = "sound", "drop"
LONGEST = 60  # characters: one caption, with its brackets
SECONDS = 1.0  # how long it is taken to last
LATEST = 7 * 24 * 3600.0  # no recording is longer


def add_sound(segments: list[TimedSegment], *, text: str, at: float) -> None:
    """What is heard AT so many seconds, before whatever begins later; once, if added again. Raises CannotChange."""
    if not 0 <= at < LATEST:
        raise CannotChange(_("Say when it is heard, such as 1:05."))
    key = max((each.key for each in segments), default=0) + 1
    sound = TimedSegment(at, at + SECONDS, (), key, sound=True)
    written = as_written(sound, text)
    if not written:
        raise CannotChange(_("Say what is heard, such as: a door slams."))
    if any(each.sound and (each.start, each.text) == (at, written) for each in segments):
        return
    later = (index for index, each in enumerate(segments) if each.start > at)
    segments.insert(next(later, len(segments)), replace(sound, words=realign(sound, text=written)))


def as_written(segment: TimedSegment, text: str) -> str:
    """TEXT with single spaces, and of a sound in one pair of brackets; empty for no words. Raises CannotChange."""
    text = " ".join(text.split())
    if not segment.sound:
        return text
    inner = " ".join(text.replace("[", " ").replace("]", " ").split())
    if len(inner) > LONGEST:
        raise CannotChange(_("A sound is described in at most %d letters.") % LONGEST)
    return f"[{inner}]" if inner else ""


def drop_sound(segments: list[TimedSegment], index: int) -> None:
    """Raises CannotChange: what was said is never taken out whole."""
    if not segments[index].sound:
        raise CannotChange(_("Only a sound that somebody described can be taken out."))
    del segments[index]


def refuse_sounds(*segments: TimedSegment) -> None:
    if any(each.sound for each in segments):
        raise CannotChange(_("A sound stands by itself: nobody says it, and it is not split or joined."))
