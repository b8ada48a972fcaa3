"""What may be done to a transcript, as plain functions on its segments. Nothing here is stored."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from transcription.corrections.errors import CannotChange
from transcription.corrections.realign import realign
from transcription.corrections.sounds import DROP, SOUND, add_sound, as_written, drop_sound, refuse_sounds
from transcription.timed import Confirmation, Segments, TimedSegment, place

LONGEST_SPEAKER = 60
LONGEST_TEXT = 5000  # characters of one segment: half a minute of speech has some 600
Lines = list[TimedSegment]


class ChangedMeanwhile(CannotChange):
    """Somebody else changed the same segment since it was opened. KEYS: which."""

    def __init__(self, keys: Sequence[int]) -> None:
        self.keys = tuple(keys)
        super().__init__(
            _("Somebody else changed the same words. Yours are still on the page: compare, and save again.")
        )


@dataclass(frozen=True)
class Change:
    """One change to the segment KEY, whose words were WAS when its author looked at them.

    kind: `text` (value: its words now), `speaker` (value: a name, or nothing), `split` (at: before which word),
    `merge` (with the one after it; WAS holds the words of this one), `drop` (of a sound). `sound` is a new one, with no
    key yet (value: what is heard; at: when, in milliseconds).
    """

    kind: str
    key: int
    was: str
    value: str = ""
    at: int = 0


def apply_changes(segments: Sequence[TimedSegment], changes: Sequence[Change]) -> Segments:
    """All of CHANGES, in order, or none. Raises CannotChange, ChangedMeanwhile."""
    now = list(segments)
    outdated: list[int] = []
    for change in changes:
        if change.kind == SOUND:
            add_sound(now, text=change.value, at=change.at / 1000)
            continue
        index = _find(now, change.key)
        if index is None and change.kind == DROP:
            continue  # gone already
        if index is None or not _matches(now, index, change):
            outdated.append(change.key)
            continue
        _ACTIONS[change.kind](now, index, change)
    if outdated:
        raise ChangedMeanwhile(outdated)
    return place(now)


def confirm_each(segments: Sequence[TimedSegment], *, keys: Collection[int], by: User | None) -> Segments:
    """The segments KEYS as BY, or for None the teller, confirmed them; who confirmed one before stays."""
    now = Confirmation(by.pk if by else None, timezone.now().isoformat(timespec="seconds"))
    return tuple(
        replace(each, confirmed=now) if each.key in keys and not each.confirmed else each for each in segments
    )


def _drop(segments: Lines, index: int, _change: Change) -> None:
    drop_sound(segments, index)


def _find(segments: Lines, key: int) -> int | None:
    return next((index for index, segment in enumerate(segments) if segment.key == key), None)


def _matches(segments: Lines, index: int, change: Change) -> bool:
    """What is there already counts as done: an answer that was lost on its way is sent again."""
    if change.kind == "text" and segments[index].text == as_written(segments[index], change.value):
        return True
    return segments[index].text == change.was


def _set_text(segments: Lines, index: int, change: Change) -> None:
    segment = segments[index]
    if len(change.value) > LONGEST_TEXT:
        raise CannotChange(_("That is too much for one stretch of speech. Split it first."))
    words = realign(segment, text=as_written(segment, change.value))
    if not words and segment.sound:
        del segments[index]
    elif tuple(word.text for word in words) != tuple(word.text for word in segment.words):
        segments[index] = replace(segment, words=words, confirmed=None)


def _set_speaker(segments: Lines, index: int, change: Change) -> None:
    refuse_sounds(segments[index])
    name = " ".join(change.value.replace(":", " ").split())
    if len(name) > LONGEST_SPEAKER:
        raise CannotChange(_("A speaker’s name has at most %d letters.") % LONGEST_SPEAKER)
    segments[index] = replace(segments[index], speaker=name)


def _split(segments: Lines, index: int, change: Change) -> None:
    segment = segments[index]
    refuse_sounds(segment)
    if not 0 < change.at < len(segment.words):
        raise CannotChange(_("Put the cursor between two words, then split."))
    first, second = segment.words[: change.at], segment.words[change.at :]
    border = max(first[-1].end, second[0].start) if second[0].start >= first[-1].end else second[0].start
    key = max(each.key for each in segments) + 1
    segments[index : index + 1] = [
        replace(segment, end=border, words=first),
        replace(segment, start=border, words=second, key=key),
    ]


def _merge(segments: Lines, index: int, change: Change) -> None:
    if index + 1 >= len(segments):
        raise CannotChange(_("There is nothing after it to join it with."))
    first, second = segments[index], segments[index + 1]
    refuse_sounds(first, second)
    both = first.confirmed if first.confirmed and second.confirmed else None
    segments[index : index + 2] = [
        replace(first, end=second.end, words=first.words + second.words, confirmed=both)
    ]


_ACTIONS: dict[str, Callable[[Lines, int, Change], None]] = {
    "text": _set_text,
    "speaker": _set_speaker,
    "split": _split,
    "merge": _merge,
    DROP: _drop,
}
KINDS = (*_ACTIONS, SOUND)
