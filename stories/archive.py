"""Everything of one story as a ZIP that is made while it is sent: in constant memory, and never on a disk.

Python's own zipfile writes to what cannot be rewound, with sizes after each file; no other package is needed for that.
"""

import json
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, cast

from django.template.loader import render_to_string
from django.utils import timezone

from stories.downloads import KeptFile, Section, as_data


class _Sink:
    """Takes what ZipFile writes until somebody fetches it. Not seekable, so nothing is written twice."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._held.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """ZipFile asks for it; there is nothing to do."""

    def take(self) -> bytes:
        taken = b"".join(self._held)
        self._held.clear()
        return taken


def stream_archive(*, sections: Sequence[Section], language: str) -> Iterator[bytes]:
    sink = _Sink()
    with zipfile.ZipFile(cast(BinaryIO, sink), "w") as archive:
        for file in [*_papers(sections, language), *(f for each in sections for f in each.kept.files)]:
            yield from _write(archive, file, sink)
    yield sink.take()


def _write(archive: zipfile.ZipFile, file: KeptFile, sink: _Sink) -> Iterator[bytes]:
    now = timezone.localtime()
    about = zipfile.ZipInfo(file.name, date_time=now.timetuple()[:6])
    with archive.open(about, "w", force_zip64=True) as target:
        for piece in file.read():
            target.write(piece)
            yield sink.take()


def _papers(sections: Sequence[Section], language: str) -> list[KeptFile]:
    data = json.dumps(as_data(sections), ensure_ascii=False, indent=2).encode()
    shown = {"sections": [(each.title, rows_of(as_data([each])[each.name])) for each in sections]}
    page = render_to_string("stories/back/everything.html", {**shown, "language": language}).encode()
    return [
        KeptFile("read-me-first.html", lambda: iter([page])),
        KeptFile("everything.json", lambda: iter([data])),
    ]


def rows_of(value: Any) -> list[list[tuple[str, list[str]]]]:
    """One list of (label, lines) for each thing, empty answers left out."""
    things = value if isinstance(value, list) else [value]
    return [
        [row for label, each in thing.items() if (row := (str(label), _lines(each)))[1]] for thing in things
    ]


def _lines(value: Any) -> list[str]:
    if isinstance(value, list):
        return [line for each in value for line in _lines(each)]
    if isinstance(value, dict):
        return [f"{label}: {line}" for label, each in value.items() for line in _lines(each)]
    if value is None or value == "":
        return []
    return [{True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)]
