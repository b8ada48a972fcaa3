"""faster-whisper: Whisper on CTranslate2. The default engine. The files it needs were checked before it is built."""

from collections.abc import Iterator, Sequence
from typing import Any

import ctranslate2
import faster_whisper
from faster_whisper import WhisperModel

from transcription.engines.base import MOST_NEW_TOKENS, Segment, WhisperEngine, Word, build_segment
from transcription.engines.hashing import hash_files
from transcription.engines.pieces import Clip, Samples

FILES = ("model.bin", "config.json", "tokenizer.json")
BEAM_SIZE = 5
VERSION = f"{faster_whisper.__version__}, ctranslate2 {ctranslate2.__version__}"


class FasterWhisper(WhisperEngine):
    name = "faster-whisper"
    _model: Any = None

    def load(self) -> None:
        if self._model is None:
            device = self.device if self.device != "auto" else best_device()
            self.compute_type = chosen_type(self.compute_type, device=device)
            self._model = WhisperModel(
                str(self.model),
                device=device,
                compute_type=self.compute_type,
                cpu_threads=self.threads,
                local_files_only=True,
            )
            self.model_hash = hash_files(self.model, names=FILES)

    def languages(self) -> frozenset[str]:
        return frozenset(self._model.supported_languages)

    def detect_language(self, samples: Samples) -> str:
        language, _probability, _all = self._model.detect_language(samples)
        return str(language)

    def count_tokens(self, prompt: str) -> int:
        return len(self._model.hf_tokenizer.encode(f" {prompt}", add_special_tokens=False).ids)

    def recognise(
        self, samples: Samples, *, clips: Sequence[Clip], language: str, prompt: str
    ) -> Iterator[Segment]:
        heard, _info = self._model.transcribe(
            samples,
            language=language,
            clip_timestamps=[edge for clip in clips for edge in clip],
            condition_on_previous_text=False,
            word_timestamps=True,
            temperature=0.0,
            beam_size=BEAM_SIZE,
            hotwords=prompt or None,  # before every window; an `initial_prompt` stands before the first only
            max_new_tokens=MOST_NEW_TOKENS,
        )
        for each in heard:
            found = build_segment(
                start=float(each.start), end=float(each.end), text=each.text, words=words_of(each)
            )
            if found:
                yield found

    def options(self) -> dict[str, object]:
        return {
            "beam_size": BEAM_SIZE,
            "compute_type": self.compute_type,
            "temperature": 0.0,
            "version": VERSION,
        }


def words_of(segment: Any) -> list[Word]:
    return [
        Word(
            round(float(word.start), 3),
            round(float(word.end), 3),
            word.word,
            round(float(word.probability), 4),
        )
        for word in segment.words or ()
    ]


def best_device() -> str:
    return "cuda" if ctranslate2.get_cuda_device_count() else "cpu"


def chosen_type(asked: str, *, device: str) -> str:
    if asked != "default":
        return asked
    return "int8" if device == "cpu" else "float16"
