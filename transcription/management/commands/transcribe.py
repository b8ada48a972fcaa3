"""Transcribe a file without the website: nothing is stored but what --out names."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from common.storages import StorageError
from common.workspace import private_folder
from transcription.captions import build_cues, write_srt, write_vtt
from transcription.engines.base import Result
from transcription.engines.registry import ENGINES, EngineMissing, NoModel, get_engine
from transcription.enums import Problem
from transcription.media.containers import Unreadable
from transcription.media.decode import Chunk, decode_samples
from transcription.media.probe import probe
from transcription.media.sides import Sides
from transcription.media.steady import may_begin_anew, steady_samples
from transcription.speakers import label_by_channel
from transcription.timed import describe, place_words, text_of

FORMATS = ("json", "vtt", "srt", "txt")


class Command(BaseCommand):
    help = "Transcribe a sound or film file on this machine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--model", default="", help="a model's folder or name (default: WHISPER_MODEL)")
        parser.add_argument("--engine", choices=list(ENGINES), default=settings.WHISPER_ENGINE)
        parser.add_argument("--language", default=None, help="such as en or cy (default: found out)")
        parser.add_argument("--format", choices=FORMATS, default="txt")
        parser.add_argument("--out", type=Path, help="where to write (default: the screen)")

    def handle(self, *args: Any, **options: Any) -> None:
        text = write(listen(options), form=options["format"])
        if options["out"] is None:
            self.stdout.write(text)
        else:
            options["out"].write_text(text, encoding="utf-8")


def listen(options: dict[str, Any]) -> Result:
    try:
        engine = get_engine(name=options["engine"], model=options["model"])
        sides = Sides()
        with sound_of(options["file"], sides=sides) as sound:
            return label_by_channel(engine.transcribe(sound, language=options["language"]), sides=sides)
    except NoModel as error:
        raise CommandError(f"{error.message} Run: {error.command}") from error
    except EngineMissing as error:
        raise CommandError(str(error)) from error
    except Unreadable as error:
        raise CommandError(str(Problem(str(error)).label)) from error
    except StorageError as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(f"{options['file']}: {error.strerror}.") from error


@contextmanager
def sound_of(path: Path, *, sides: Sides) -> Iterator[Iterator[Chunk]]:
    with path.open("rb") as file:
        facts = probe(file)
        if not may_begin_anew(facts):
            file.seek(0)
            yield decode_samples(file, sides=sides)
            return
    with (
        private_folder() as folder,
        steady_samples(source=path, facts=facts, folder=folder, sides=sides) as sound,
    ):
        yield sound


def write(result: Result, *, form: str) -> str:
    segments = place_words(result)
    if form == "json":
        document = describe(
            segments, language=result.language, engine=result.engine, model_hash=result.model_hash
        )
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    if form == "txt":
        return text_of(segments) + "\n"
    cues = build_cues(segments=segments, spans=())
    return write_vtt(cues) if form == "vtt" else write_srt(cues)
