"""What an upload is: by its content alone, calling nobody, and in words for whoever sent it."""

import io
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from stories.enums import PartKind
from stories.media_kind import NotARecording, recording_kind
from tests.stories.views.media import SPOKEN, call_to, picture_with_a_page_in_it, playlist, silent_film

DEMO_AUDIO = Path(__file__).resolve().parents[2] / "stories" / "demo_content" / "audio"


class Named(io.BytesIO):
    """An upload carries the name that its sender gave it, and FFmpeg looks at names."""

    def __init__(self, content: bytes, name: str) -> None:
        super().__init__(content)
        self.name = name


def test_a_spoken_file_is_sound_whatever_its_name_says() -> None:
    source = Named(SPOKEN.read_bytes(), "holiday.jpg")
    assert recording_kind(source=source) == (PartKind.AUDIO, "audio/ogg")
    assert source.tell() == 0


def test_every_demo_recording_is_sound() -> None:
    files = sorted(DEMO_AUDIO.glob("*.opus"))
    assert len(files) >= 3
    for file in files:
        with file.open("rb") as source:
            assert recording_kind(source=source)[0] == PartKind.AUDIO


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "That file is empty"),
        (b"I wrote this in a document.\n" * 50, "could not open"),
        (b"\x00" * 5000, "could not open"),
        (b"%PDF-1.7\n" + b"x" * 500, "could not open"),
        (picture_with_a_page_in_it(), "could not open"),
        (b"<html><body>" + b"x" * 500, "could not open"),
        (SPOKEN.read_bytes()[:40], "could not open"),
        (silent_film(), "no sound in it"),
        (playlist("file:///etc/passwd"), "could not open"),
        (b"ffconcat version 1.0\nfile 'tests/data/whisper/testimony.opus'\n", "could not open"),
    ],
    ids=["empty", "text", "zeros", "pdf", "jpeg-html", "html", "cut", "silent", "playlist", "concat"],
)
def test_what_is_no_recording_is_named_and_left_at_its_start(content: bytes, words: str) -> None:
    source = io.BytesIO(content)
    with pytest.raises(NotARecording, match=words):
        recording_kind(source=source)
    assert source.tell() == 0


@pytest.mark.parametrize("name", ["a.m3u8", "a.sdp", "a.mpd", "a.ffconcat", "a.opus"])
def test_a_name_opens_no_format_that_reads_other_files(name: str) -> None:
    here = str(SPOKEN.resolve()).encode()
    for content in (
        playlist(f"file://{SPOKEN}"),
        b"ffconcat version 1.0\nfile '" + here + b"'\n",
        call_to(9),
    ):
        with pytest.raises(NotARecording):
            recording_kind(source=Named(content, name))


@pytest.fixture
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """A port of this machine, and what was asked of it."""
    asked: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def listen() -> None:
        while True:
            try:
                caller, _ = server.accept()
            except OSError:
                return
            asked.append(caller.recv(100))
            caller.close()

    threading.Thread(target=listen, daemon=True).start()
    yield server.getsockname()[1], asked
    server.close()


def test_a_playlist_makes_this_machine_call_nobody(listener: tuple[int, list[bytes]]) -> None:
    port, asked = listener
    with pytest.raises(NotARecording):
        recording_kind(source=Named(playlist(f"http://127.0.0.1:{port}/x.ts"), "a.m3u8"))
    assert asked == []
    # The listener does hear what is asked of it.
    with socket.create_connection(("127.0.0.1", port)) as caller:
        caller.sendall(b"hello")
        assert caller.recv(10) == b""
    assert asked == [b"hello"]


def test_half_a_recording_is_still_one() -> None:
    whole = SPOKEN.read_bytes()
    assert recording_kind(source=io.BytesIO(whole[: len(whole) // 2])) == (PartKind.AUDIO, "audio/ogg")
