"""From an uploaded file to sealed words, beside the bare engine on the same sound with the same settings.

The model is the tests' small one, so the engine is as quick as it can ever be and whatever Heard adds weighs most.
Both have their model loaded: a worker loads it once, not once a recording. Needs Django set up before the import.
"""

import io
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from faster_whisper import WhisperModel
from faster_whisper.audio import decode_audio
from faster_whisper.vad import VadOptions, get_speech_timestamps

from bench.ratio import Ratio
from common.jobs.run_now import drain
from stories import telling
from stories.details import say_adult
from stories.enums import PartKind
from stories.parts import part_text
from transcription.engines.faster_whisper import BEAM_SIZE
from transcription.engines.pieces import DETECTOR, SAMPLE_RATE
from transcription.media.ffmpeg import ffmpeg_path

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "tests" / "data" / "whisper"
LOOPS = 8  # two and a half minutes
ROUNDS = 5
LIMIT = 1.10


def measure() -> list[Ratio]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        model, sound = unpack_model(folder), lengthen(folder)
        settings.WHISPER_MODEL, settings.WHISPER_COMPUTE_TYPE = str(model), "int8"
        settings.WHISPER_THREADS = 1
        bare, ours = bare_engine(model, sound), whole_pipeline(sound)
        bare(), ours()  # loads both, warms the disk
        times = [(timed(ours), timed(bare)) for _ in range(ROUNDS)]
    name = f"Transcription of {LOOPS * 18.5 / 60:.1f} min: seal, extract, recognise, store / bare engine"
    best = [[min(each[who][what] for each in times) for who in (0, 1)] for what in (0, 1)]
    return [
        Ratio(f"{name}, processor time", *best[0], "s", LIMIT, better="lower"),
        Ratio(f"{name}, by the clock", *best[1], "s", better="lower"),
    ]


def timed(work: Callable[[], None]) -> tuple[float, float]:
    """Seconds of the processor (all threads) and of the clock. The clock also counts whoever else is busy here."""
    worked, begun = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - worked, time.perf_counter() - begun


def unpack_model(folder: Path) -> Path:
    with tarfile.open(DATA / "model_ct2.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    return folder / "model_ct2"


def lengthen(folder: Path, *, loops: int = LOOPS) -> Path:
    sound = folder / "sound.opus"
    loop = ["-stream_loop", str(loops - 1), "-i", str(DATA / "testimony.opus"), "-c:a", "copy", str(sound)]
    subprocess.run([ffmpeg_path(), "-v", "error", *loop], check=True)
    return sound


def bare_engine(model: Path, sound: Path) -> Callable[[], None]:
    """The library by itself: decode, find speech, recognise; its words are thrown away."""

    engine = WhisperModel(str(model), device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True)

    def run() -> None:
        audio = decode_audio(str(sound))
        spans = get_speech_timestamps(audio, VadOptions(**DETECTOR))
        heard, _info = engine.transcribe(
            audio,
            language="en",
            clip_timestamps=[edge / SAMPLE_RATE for span in spans for edge in (span["start"], span["end"])],
            condition_on_previous_text=False,
            word_timestamps=True,
            temperature=0.0,
            beam_size=BEAM_SIZE,
        )
        words = sum(len(segment.words) for segment in heard)
        assert words == 35 * LOOPS, words

    return run


def whole_pipeline(sound: Path, *, loops: int = LOOPS) -> Callable[[], None]:
    content = sound.read_bytes()

    def run() -> None:
        submission = telling.begin_submission(language="en")
        source = io.BytesIO(content)
        part = telling.add_media(
            submission_id=submission.pk, kind=PartKind.AUDIO, source=source, mime="audio/ogg"
        )
        say_adult(submission_id=submission.pk, adult=True)
        telling.send_submission(submission_id=submission.pk)
        drain()
        words = len(part_text(part_id=part.pk).split())
        assert words == 35 * loops, words

    return run
