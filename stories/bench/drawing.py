"""The two texts, drawn: one escaped string each, in pieces, so that a decision sends back only the pieces it changed.

A piece is a stretch of the part that begins at `data-at` (code points). Pieces depend on the text alone, so that the
same piece has the same number before and after a decision.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import escape

from django.utils.safestring import SafeString, mark_safe

from stories.bench.layout import LaidPart, key_of
from stories.bench.spans import Cover, Range
from stories.enums import RedactionKind

PARAGRAPH = re.compile(r"[^\n]*\n+|[^\n]+\Z")
LONGEST = 1500  # letters in a piece: what no editor sees is not laid out by the browser
BREAK = re.compile(r"(?<=[.!?…])\s+|\s+")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A marked run of the part. `safe` is what stands there instead; None where the words themselves do."""

    start: int
    end: int
    opening: str
    closing: str
    safe: str | None = None


def pieces(text: str) -> list[list[Range]]:
    """TEXT in paragraphs, each in one piece or more."""
    return [list(_cut(text, match.start(), match.end())) for match in PARAGRAPH.finditer(text)]


def _cut(text: str, start: int, end: int) -> Iterator[Range]:
    while end - start > LONGEST:
        gaps = list(BREAK.finditer(text, start + LONGEST // 2, start + LONGEST))
        at = gaps[-1].end() if gaps else start + LONGEST
        yield start, at
        start = at
    yield start, end


class Drawing:
    """A laid-out part as two texts: `sealed` and `safe`, whole or by pieces."""

    def __init__(self, laid: LaidPart) -> None:
        self._text = laid.part.text
        self._stretches = sorted(_stretches(laid), key=lambda each: each.start)
        self._starts = [each.start for each in self._stretches]

    @cached_property
    def _paragraphs(self) -> list[list[Range]]:
        return pieces(self._text)

    def sealed(self) -> SafeString:
        return self._whole(safe=False)

    def safe(self) -> SafeString:
        return self._whole(safe=True)

    def changed(self, before: "Drawing") -> list[tuple[int, str, str]]:
        """Number, sealed and safe inside of each piece that was drawn otherwise BEFORE, of the same part."""
        ranges = [span for paragraph in self._paragraphs for span in paragraph]
        other = set(before._stretches)
        own = set(self._stretches)
        touched = Cover((each.start, each.end) for each in own ^ other)
        return [
            (number, self._draw(*span, safe=False), self._draw(*span, safe=True))
            for number, span in enumerate(ranges)
            if touched.touching(*span)
        ]

    def _whole(self, *, safe: bool) -> SafeString:
        out, number = [], 0
        for paragraph in self._paragraphs:
            out.append('<div class="run">')
            for start, end in paragraph:
                out.append(
                    f'<span data-i="{number}" data-at="{start}">{self._draw(start, end, safe=safe)}</span>'
                )
                number += 1
            out.append("</div>")
        return mark_safe("".join(out))  # noqa: S308  every word went through escape()

    def _draw(self, start: int, end: int, *, safe: bool) -> str:
        out, at = [], start
        for each in self._stretches[max(0, bisect_right(self._starts, start) - 1) :]:
            if each.start >= end:
                break
            if each.end <= start:
                continue
            first, last = max(each.start, start), min(each.end, end)
            out.append(escape(self._text[at:first]))
            out.append(self._marked(each, first, last, safe=safe))
            at = last
        return "".join([*out, escape(self._text[at:end])])

    def _marked(self, each: Stretch, first: int, last: int, *, safe: bool) -> str:
        words = escape(self._text[first:last])
        if not safe:
            return f"{each.opening}{words}{each.closing}"
        if each.safe is None:
            return words
        # What is hidden may run over several pieces: what stands there instead is said once.
        return f"<ins>{escape(each.safe)}</ins>" if first == each.start else ""


def _stretches(laid: LaidPart) -> Iterator[Stretch]:
    text, rows = laid.part.text, laid.part.hidden
    kinds = {row.start: row for row in reversed(rows)}
    gone, waits = _openings("gone"), _openings("open")
    for span in laid.spans:
        kind = kinds[span.start].kind
        key = key_of(text[span.start : span.end])
        yield Stretch(span.start, span.end, f'{gone[kind]}{key}">', "</mark>", span.replacement)
    for place in laid.places:
        yield Stretch(place.start, place.end, f'{waits[place.kind]}{place.key}">', "</mark>")
    taken = Cover(
        [*((span.start, span.end) for span in laid.spans), *((each.start, each.end) for each in laid.places)]
    )
    for start, end in Cover((row.start, row.end) for row in laid.part.kept).spans:
        for a, b in taken.without(start, end):
            yield Stretch(a, b, f'<span class="kept-words" data-g="{key_of(text[a:b])}">', "</span>")


def _openings(state: str) -> dict[RedactionKind, str]:
    """The beginning of a mark of each kind, translated once: a text may have a thousand marks."""
    return {
        kind: f'<mark class="m m--{state} k-{kind.value}" data-k="{escape(str(kind.label))}" data-g="'
        for kind in RedactionKind
    }
