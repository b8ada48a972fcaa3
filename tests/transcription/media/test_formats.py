"""What a phone, a browser, a camcorder or a DVD rip sends: really made, really tried. Writes docs/media-formats.md.

`WRITE_MEDIA_FORMATS=1 .venv/bin/python -m pytest -n0 tests/transcription/media/test_formats.py` writes the page anew.
"""

import os
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pytest
from pytest_django.fixtures import Settings

from common.jobs.run_now import drain
from stories.enums import PartKind
from stories.media_kind import NotARecording, recording_kind
from stories.parts import open_part_media, part_text
from tests.transcription.factories import as_file, make_heard, send_recording
from tests.transcription.media.formats import FORMATS, X264, Format
from transcription.enums import Picture, Stage
from transcription.leaks import check_copy
from transcription.media.decode import SAMPLE_RATE, decode_samples
from transcription.media.levels import Levels
from transcription.media.probe import MediaFacts, probe
from transcription.media.proxy import plays_as_it_is, write_proxy
from transcription.media.treat import Treatment, treat
from transcription.models import SafeCopy
from transcription.release import as_clip
from transcription.state import recording_state

PAGE = Path(__file__).resolve().parents[3] / "docs" / "media-formats.md"
BEGIN, END = "<!-- written by the tests: {} -->\n", "<!-- until here -->\n"
Make = Callable[..., Path]
Samples = npt.NDArray[np.int16]


@dataclass(frozen=True)
class Tried:
    kind: PartKind
    facts: MediaFacts
    size: tuple[int, int] | None  # of the copy's picture, and of what editors play
    plays: bool


def read(path: Path) -> Samples:
    with path.open("rb") as file:
        return np.concatenate(list(decode_samples(file)))


def strength(samples: Samples, hertz: int) -> float:
    """How much of the sound is at one pitch, as a share of full scale."""
    spectrum = np.abs(np.fft.rfft(samples.astype(np.float64))) * 2 / len(samples) / 32768
    at = hertz * len(samples) // SAMPLE_RATE
    return float(spectrum[at - 5 : at + 6].max())


def attempt(source: Path) -> Tried:
    """All that happens to a recording of ours on its way, on one file."""
    with source.open("rb") as file:
        kind, _mime = recording_kind(source=file)
        facts = probe(file)
    samples = read(source)
    assert len(samples) / SAMPLE_RATE == pytest.approx(2, abs=0.12)
    assert strength(samples, 440) > 0.05, "the tone that was put in comes out"
    size, plays = copy_size(source, facts), plays_as_it_is(facts)
    if not plays:
        assert proxy_size(source, facts) == size
    return Tried(kind, facts, size, plays)


def proxy_size(source: Path, facts: MediaFacts) -> tuple[int, int] | None:
    """What editors play: a browser plays it, nothing that was planted is in it, and it sounds and stands as it did."""
    target = source.with_name(f"{source.name}.proxy.mp4")
    write_proxy(source=source, target=target, facts=facts, on_progress=lambda _: None)
    with target.open("rb") as file:
        assert plays_as_it_is(probe(file))
    samples = read(target)
    assert len(samples) / SAMPLE_RATE == pytest.approx(2, abs=0.12)
    assert strength(samples, 440) > 0.05
    assert not [word for word in (b"Alan", b"Juniper", b"52.9225", b"phone") if word in target.read_bytes()]
    return picture_size(target)


def copy_size(source: Path, facts: MediaFacts) -> tuple[int, int] | None:
    """A copy as its teller's plainest yes would have it: passes the leak check, and is what it was."""
    treatment = Treatment(picture=Picture.AS_IS if facts.picture is not None else None)
    target = source.with_name(f"{source.name}.copy{treatment.suffix}")
    treat(source=source, target=target, facts=facts, treatment=treatment, on_progress=lambda _: None)
    check_copy(file=target, treatment=treatment, duration=2, cues=(), hidden=())
    assert strength(read(target), 440) > 0.05
    return picture_size(target)


def picture_size(file: Path) -> tuple[int, int] | None:
    with av.open(str(file)) as copy:
        assert not copy.chapters()
        return next(((each.width, each.height) for each in copy.streams.video), None)


def row(each: Format, tried: Tried) -> str:
    facts = tried.facts
    cells = (each.name, each.writes, facts.container, facts.picture_codec or "none", facts.sound_codec)
    return f"| {' | '.join((*cells, tried.kind.value, 'the file itself' if tried.plays else 'a form made once'))} |\n"


def test_every_format_goes_all_the_way(ffmpeg: Make) -> None:
    def one(each: Format) -> str:
        tried = attempt(ffmpeg(each.name, *each.arguments))
        assert tried.kind == (PartKind.VIDEO if each.picture else PartKind.AUDIO), each.name
        assert (tried.size is not None) == each.picture, each.name
        return row(each, tried)

    with ThreadPoolExecutor(4) as pool:
        rows = list(pool.map(one, FORMATS))
    assert len(rows) == len(FORMATS)
    head = f"| file | written by | container | picture | sound | taken as | editors play |\n|{'---|' * 7}\n"
    hold_page("formats", head + "".join(rows))


def hold_page(name: str, table: str) -> None:
    """The page says what was found, word for word; or is written anew when that is asked for."""
    before, mark, rest = PAGE.read_text().partition(BEGIN.format(name))
    assert mark
    _old, end, after = rest.partition(END)
    if os.environ.get("WRITE_MEDIA_FORMATS"):
        PAGE.write_text(f"{before}{mark}{table}{end}{after}")
    assert table in PAGE.read_text(), f"{PAGE.name} is not what was found: see the head of this file"


@pytest.mark.parametrize("name", ["h264.mp4", "hevc.mov", "h264.mkv"])
def test_a_phone_held_upright_stays_upright(name: str, ffmpeg: Make) -> None:
    """A phone writes its picture lying down, and that it is to be turned."""
    (each,) = (each for each in FORMATS if each.name == name)
    lying = ffmpeg(name, *each.arguments)
    upright = ffmpeg(f"upright-{name}", "-display_rotation", "90", "-i", lying, "-c", "copy")
    assert attempt(lying).size == (320, 240)
    assert attempt(upright).size == (240, 320)


def test_covers_chapters_and_subtitles_stay_behind(ffmpeg: Make, tmp_path: Path) -> None:
    cover = ffmpeg("cover.jpg", "-f", "lavfi", "-i", "testsrc=size=64x64", "-frames:v", "1")
    lines = as_file(b"1\n00:00:00,000 --> 00:00:01,000\nAlan\n", tmp_path, "lines.srt")
    chapters = ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=900\ntitle=Juniper\n"
    marks = as_file(chapters.encode(), tmp_path, "marks.txt")
    (mp3,) = (each for each in FORMATS if each.name == "sound.mp3")
    (mkv,) = (each for each in FORMATS if each.name == "h264.mkv")
    inputs = ("-i", ffmpeg(mp3.name, *mp3.arguments), "-i", cover, "-i", marks)
    covered = ffmpeg(
        "covered.mp3", *inputs, "-map", "0", "-map", "1", "-map_metadata", "2", "-map_chapters", "2", "-c", "copy",
        "-disposition:v", "attached_pic",
    )  # fmt: skip
    inputs = ("-i", ffmpeg(mkv.name, *mkv.arguments), "-i", lines, "-i", marks)
    full = ffmpeg("full.mkv", *inputs, "-map", "0", "-map", "1", "-map_chapters", "2", "-c", "copy")
    with av.open(str(covered)) as sound, av.open(str(full)) as film:
        assert sound.chapters()
        assert len(sound.streams.video) == 1
        assert film.chapters()
        assert len(film.streams.subtitles) == 1
    assert attempt(covered).kind == PartKind.AUDIO
    assert attempt(full).kind == PartKind.VIDEO


@pytest.mark.django_db
def test_of_several_sound_tracks_only_the_first_is_used_and_no_other_leaves(
    with_model: Settings, ffmpeg: Make, testimony: Path, spoken: str
) -> None:
    """The second is a tone of 3 kHz: whoever let it through would be heard at once."""
    two = ffmpeg(
        "two.mka", "-i", testimony, "-f", "lavfi", "-i", "sine=frequency=3000:duration=18",
        *("-map", "0:a", "-map", "1:a", "-c:a", "flac", "-disposition:a:0", "0", "-disposition:a:1", "default"),
    )  # fmt: skip
    with av.open(str(two)) as both:
        other = np.concatenate([f.to_ndarray().reshape(-1) for f in both.decode(both.streams.audio[1])])
    assert np.abs(other).max() > 1000, "it is there"
    part = make_heard("handed", source=two)
    assert part_text(part_id=part.pk) == spoken
    with as_clip(SafeCopy.objects.get()).open() as copy:
        heard = np.concatenate(list(decode_samples(copy)))  # type: ignore[arg-type]
    assert strength(heard, 3000) < 0.001
    state = recording_state(part_id=part.pk)
    assert state.stage == Stage.TRANSCRIBED
    assert "2 sound tracks. Only the first" in state.message


def odd_files(ffmpeg: Make, testimony: Path, folder: Path) -> list[tuple[str, Path, bool]]:
    """What it is, the file, and whether it is a film."""
    quiet = ("-f", "lavfi", "-i", "anullsrc=r=16000:cl=mono", "-t")
    picture = ("-f", "lavfi", "-i", "testsrc=size=64x64:rate=10:duration=18")
    whole = ffmpeg("whole.mp4", *picture, "-i", testimony, *X264, "-c:a", "aac").read_bytes()
    streamed = ffmpeg("start.m4a", "-i", testimony, "-movflags", "+faststart", "-c:a", "aac").read_bytes()
    return [
        ("no byte in it", as_file(b"", folder, "empty.mp4"), True),
        ("a letter by another name", as_file(b"%PDF-1.7 hello" * 100, folder, "letter.mp4"), True),
        ("a film whose end is missing, with its table of contents", as_file(whole[:-5000], folder, "torn.mp4"), True),
        ("a film without sound", ffmpeg("silent-film.mp4", *picture, *X264), True),
        ("the head of a recording and nothing after it", ffmpeg("head.wav", *quiet, "0"), False),
        ("silence", ffmpeg("quiet.wav", *quiet, "3"), False),
        ("a recording whose end is missing", as_file(streamed[: len(streamed) * 6 // 10], folder, "cut.m4a"), False),
        ("two sound tracks", ffmpeg("tracks.mka", "-i", testimony, "-map", "0", "-map", "0", "-c", "copy"), False),
    ]  # fmt: skip


def told(source: Path, *, film: bool) -> tuple[str, str]:
    """What becomes of it, and what people read."""
    with source.open("rb") as file:
        try:
            recording_kind(source=file)
        except NotARecording as refusal:
            return "refused when it is sent", str(refusal)
    part = send_recording(source, kind=PartKind.VIDEO if film else PartKind.AUDIO)
    drain()
    with open_part_media(part_id=part.pk) as kept:
        assert kept.read(-1) == source.read_bytes(), "the original is kept as it came"
    state = recording_state(part_id=part.pk)
    return str(state.stage.label), state.message


@pytest.mark.django_db
def test_what_is_not_as_it_should_be_has_a_state_and_says_what_to_do(
    with_model: Settings, work_root: Path, ffmpeg: Make, testimony: Path, tmp_path: Path
) -> None:
    rows = []
    for name, source, film in odd_files(ffmpeg, testimony, tmp_path):
        state, message = told(source, film=film)
        assert any(word in message for word in ("Choose", "choose", "Ask", "ask", "Listen")), name
        rows.append(f"| {name} | {state} | {message} |\n")
    hold_page("odd", "| what came | state | what people read |\n|---|---|---|\n" + "".join(rows))


def test_twelve_hours_take_no_more_memory_than_one(ffmpeg: Make) -> None:
    nothing = ("-f", "lavfi", "-i", "anullsrc=r=1000:cl=mono", "-t", 12 * 3600)
    long = ffmpeg("long.flac", *nothing, "-c:a", "flac", "-frame_size", "65535", "-compression_level", "0")
    with long.open("rb") as file:
        assert recording_kind(source=file)[0] == PartKind.AUDIO
        assert probe(file).duration == 12 * 3600
        file.seek(0)
        tracemalloc.start()
        samples = sum(len(chunk) for chunk in Levels().through(decode_samples(file)))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert samples == 12 * 3600 * SAMPLE_RATE
    assert peak < 40_000_000, "the sound of twelve hours would be 1.4 GB"
