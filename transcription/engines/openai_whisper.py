"""openai-whisper: the reference implementation, on torch. An extra: `[openai-whisper]`."""

from collections.abc import Iterator, Sequence
from typing import Any

import torch
import whisper
from whisper.tokenizer import LANGUAGES, get_tokenizer

from transcription.engines.base import MOST_NEW_TOKENS, Segment, WhisperEngine, Word, build_segment
from transcription.engines.hashing import hash_files
from transcription.engines.pieces import Clip, Samples

BEAM_SIZE = 5
VERSION = f"{whisper.__version__}, torch {torch.__version__}"


class OpenAIWhisper(WhisperEngine):
    name = "openai-whisper"
    _model: Any = None

    def load(self) -> None:
        """`self.model` is a file that was found on disk: given a name, the library would download."""
        if self._model is None:
            if self.threads:
                torch.set_num_threads(self.threads)
            self.device = self.device if self.device != "auto" else best_device()
            self._model = whisper.load_model(str(self.model), device=self.device)
            self.model_hash = hash_files(self.model.parent, names=[self.model.name])

    def languages(self) -> frozenset[str]:
        return frozenset(LANGUAGES) if self._model.is_multilingual else frozenset({"en"})

    def detect_language(self, samples: Samples) -> str:
        if not self._model.is_multilingual:
            return "en"
        window = whisper.pad_or_trim(samples)
        mel = whisper.log_mel_spectrogram(window, n_mels=self._model.dims.n_mels).to(self._model.device)
        _tokens, chances = self._model.detect_language(mel)
        return str(max(chances, key=chances.get))

    def count_tokens(self, prompt: str) -> int:
        tokenizer = get_tokenizer(self._model.is_multilingual, num_languages=self._model.num_languages)
        return len(tokenizer.encode(f" {prompt}"))

    def recognise(
        self, samples: Samples, *, clips: Sequence[Clip], language: str, prompt: str
    ) -> Iterator[Segment]:
        heard = self._model.transcribe(
            samples,
            language=language,
            clip_timestamps=[edge for clip in clips for edge in clip],
            condition_on_previous_text=False,
            word_timestamps=True,
            temperature=0.0,
            beam_size=BEAM_SIZE,
            initial_prompt=prompt or None,
            carry_initial_prompt=bool(prompt),
            sample_len=MOST_NEW_TOKENS,
            fp16=self.half(),
            verbose=None,
        )
        for each in heard["segments"]:
            found = build_segment(
                start=float(each["start"]), end=float(each["end"]), text=each["text"], words=words_of(each)
            )
            if found:
                yield found

    def half(self) -> bool:
        return self.device != "cpu" and self.compute_type != "float32"

    def options(self) -> dict[str, object]:
        kind = "float16" if self.half() else "float32"
        return {"beam_size": BEAM_SIZE, "compute_type": kind, "temperature": 0.0, "version": VERSION}


def words_of(segment: dict[str, Any]) -> list[Word]:
    return [
        Word(
            round(float(word["start"]), 3),
            round(float(word["end"]), 3),
            word["word"],
            round(float(word["probability"]), 4),
        )
        for word in segment.get("words", ())
    ]


def best_device() -> str:
    return "cuda" if torch.cuda.is_available() else "cpu"
