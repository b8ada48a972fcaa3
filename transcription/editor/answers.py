"""What the page and its script say to each other: segments as plain data, and changes read from what was sent."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from transcription.corrections.changes import KINDS, Change
from transcription.corrections.errors import CannotChange
from transcription.listening.spans import Span
from transcription.timed import TimedSegment

MOST_CHANGES = 3000  # a replacement all through a long transcript
LARGEST = 10**9  # a word's number, or milliseconds
LONGEST_NUMBER = 6  # digits of a version, or of a word in a recording
LONGEST_SECONDS = 1e7  # no recording is


class NotUnderstood(CannotChange):
    """What was sent is no list of changes."""

    def __init__(self) -> None:
        super().__init__(
            _("We did not understand what was sent. Load this page again; copy what you wrote first.")
        )


def as_data(segments: Iterable[TimedSegment]) -> list[dict[str, Any]]:
    """words: [start, end, text, 1 for one to listen to again]."""
    return [
        {
            "key": each.key,
            "start": each.start,
            "end": each.end,
            "speaker": each.speaker,
            "confirmed": each.confirmed is not None,
            "sound": each.sound,
            "words": [[w.start, w.end, w.text, int(w.doubtful)] for w in each.words],
        }
        for each in segments
    ]


def what_changed(before: Sequence[TimedSegment], after: Sequence[TimedSegment]) -> dict[str, Any]:
    """The segments that are new or different, and the order of all of them where that changed."""
    had = {each.key: _bare(each) for each in before}
    changed = [each for each in after if had.get(each.key) != _bare(each)]
    keys, were = [each.key for each in after], [each.key for each in before]
    return {"segments": as_data(changed), **({"order": keys} if keys != were else {})}


def _bare(segment: TimedSegment) -> tuple[Any, ...]:
    """Without offsets, which move with every word before them."""
    words = tuple((w.start, w.end, w.text) for w in segment.words)
    return segment.start, segment.end, segment.speaker, segment.confirmed, words


def read_changes(sent: Any) -> list[Change]:
    """Raises NotUnderstood."""
    if not isinstance(sent, list) or len(sent) > MOST_CHANGES:
        raise NotUnderstood
    return [_change(each) for each in sent]


def _change(sent: Any) -> Change:
    if not isinstance(sent, dict):
        raise NotUnderstood
    kind, key, at = sent.get("kind"), sent.get("key"), sent.get("at", 0)
    if kind not in KINDS or not isinstance(key, int) or not isinstance(at, int) or abs(at) > LARGEST:
        raise NotUnderstood
    return Change(kind, key, _text(sent.get("was", "")), _text(sent.get("value", "")), at)


def _text(sent: Any) -> str:
    """JSON may hold halves of characters, which nothing can keep."""
    if not isinstance(sent, str) or any("\ud800" <= letter <= "\udfff" for letter in sent):
        raise NotUnderstood
    return sent


def read_keys(sent: Any) -> list[int]:
    if not isinstance(sent, list) or not all(isinstance(each, int) for each in sent):
        raise NotUnderstood
    return sent


def read_number(sent: str) -> int:
    """Of a version or a word; -1, which none has, for what is no number."""
    return int(sent) if sent.isdecimal() and len(sent) <= LONGEST_NUMBER else -1


def read_spans(sent: Any) -> list[Span]:
    """[[from, to], …] in seconds. Raises NotUnderstood."""
    if not isinstance(sent, list) or len(sent) > MOST_CHANGES:
        raise NotUnderstood
    return [_span(each) for each in sent]


def _span(sent: Any) -> Span:
    if not isinstance(sent, list) or len(sent) != 2:
        raise NotUnderstood
    return _seconds(sent[0]), _seconds(sent[1])


def _seconds(sent: Any) -> float:
    if not isinstance(sent, int | float) or not abs(sent) < LONGEST_SECONDS:  # also what is no number at all
        raise NotUnderstood
    return float(sent)
