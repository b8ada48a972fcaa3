"""Speak the three invented recordings of the demonstration copy, and write down when each word is said.

Run by hand where espeak-ng and ffmpeg are installed. The words come out of ``stories.yaml``. Every sentence
is spoken by itself, so that its length is measured; inside it a word starts where espeak-ng reports it
(``espeakEVENT_WORD``). Words the engine runs together share the time between them by their letters.
"""

import ctypes
import json
import re
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import yaml

HERE = Path(__file__).resolve().parent
EVENT_WORD, EVENT_END_LIST, SYNCHRONOUS, UTF8 = 1, 0, 2, 1
PARAMETERS = (1, 3, 4, 7)  # espeakRATE, espeakPITCH, espeakRANGE, espeakWORDGAP
PAUSE_SECONDS, LEAD_SECONDS = 0.5, 0.4


class Speaker(NamedTuple):
    voice: str
    speed: int
    pitch: int
    pitch_range: int
    gap: int


SPEAKERS = {
    "tea-at-four-in-the-morning": Speaker("en-gb-x-gbclan", 142, 38, 45, 2),
    "eighteen-hours-of-blue": Speaker("en-gb-x-rp", 136, 28, 35, 3),
    "saying-their-names": Speaker("gmw/en+f3", 138, 58, 55, 2),
}


class Event(ctypes.Structure):
    """espeak_EVENT of speak_lib.h; the union at its end is eight bytes that we do not read."""

    NUMBERS = ("type", "unique_identifier", "text_position", "length", "audio_position", "sample")
    _fields_ = (
        *((name, ctypes.c_int) for name in NUMBERS),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(Event))


class Engine:
    """espeak-ng's own library, collecting samples and word events instead of playing them."""

    def __init__(self) -> None:
        self.library = ctypes.CDLL("libespeak-ng.so.1")
        self.rate: int = self.library.espeak_Initialize(SYNCHRONOUS, 0, None, 0)
        self.samples = bytearray()
        self.events: list[tuple[int, int]] = []
        self.callback = Callback(self.collect)
        self.library.espeak_SetSynthCallback(self.callback)

    def collect(self, wav: int | None, count: int, events: "ctypes._Pointer[Event]") -> int:
        if wav and count:
            self.samples += ctypes.string_at(wav, count * 2)
        index = 0
        while events[index].type != EVENT_END_LIST:
            if events[index].type == EVENT_WORD:
                self.events.append((events[index].text_position - 1, events[index].sample))
            index += 1
        return 0

    def use(self, speaker: Speaker) -> None:
        if self.library.espeak_SetVoiceByName(speaker.voice.encode()) != 0:
            raise ValueError(f"espeak-ng has no voice {speaker.voice}")
        for kind, value in zip(PARAMETERS, speaker[1:], strict=True):
            self.library.espeak_SetParameter(kind, value, 0)

    def speak(self, sentence: str) -> tuple[bytes, list[tuple[int, int]]]:
        """The sound of one sentence, and (character, sample) for each word that the engine reports."""
        self.samples, self.events = bytearray(), []
        data = sentence.encode() + b"\0"
        self.library.espeak_Synth(data, len(data), 0, 1, 0, UTF8, None, None)
        return without_trailing_silence(bytes(self.samples)), self.events


def without_trailing_silence(samples: bytes) -> bytes:
    return samples[: -(-len(samples.rstrip(b"\0")) // 2) * 2]


def word_starts(tokens: list[re.Match[str]], events: list[tuple[int, int]], length: int) -> list[int]:
    """The sample at which each written word starts, with `length` added as the end of the last one."""
    known: dict[int, int] = {}
    for position, sample in events:
        index = max((i for i, token in enumerate(tokens) if token.start() <= position), default=0)
        known.setdefault(index, min(sample, length))
    known[0], known[len(tokens)] = known.get(0, 0), length
    marks = sorted(known)
    starts = [0] * (len(tokens) + 1)
    for left, right in pairwise(marks):
        letters = [len(token.group()) for token in tokens[left:right]]
        for step in range(right - left):
            share = sum(letters[:step]) / sum(letters)
            starts[left + step] = known[left] + round((known[right] - known[left]) * share)
    return [*starts[:-1], length]


def render(engine: Engine, text: str) -> tuple[bytes, list[dict[str, object]]]:
    sound, segments = bytearray(round(LEAD_SECONDS * engine.rate) * 2), []
    for sentence in re.split(r"(?<=[.?!])\s+", " ".join(text.split())):
        spoken, events = engine.speak(sentence)
        offset, tokens = len(sound) // 2, list(re.finditer(r"\S+", sentence))
        times = [
            round((offset + at) / engine.rate, 3) for at in word_starts(tokens, events, len(spoken) // 2)
        ]
        words = [
            {"start": start, "end": end, "text": token.group(), "probability": 1.0}
            for token, (start, end) in zip(tokens, pairwise(times), strict=True)
        ]
        segments.append({"start": times[0], "end": times[-1], "text": sentence, "words": words})
        sound += spoken + bytes(round(PAUSE_SECONDS * engine.rate) * 2)
    return bytes(sound), segments


def encode(sound: bytes, rate: int, target: Path) -> None:
    options = (
        f"-y -v error -f s16le -ar {rate} -ac 1 -i pipe:0 "
        "-c:a libopus -b:a 24k -application voip -map_metadata -1 -fflags +bitexact"
    ).split()
    subprocess.run(["ffmpeg", *options, str(target)], input=sound, check=True)  # noqa: S603, S607


def main() -> None:
    stories = {
        s["slug"]: s for s in yaml.safe_load((HERE / "stories.yaml").read_text(encoding="utf-8"))["stories"]
    }
    engine = Engine()
    for slug, speaker in SPEAKERS.items():
        engine.use(speaker)
        raw = next(part["raw"] for part in stories[slug]["parts"] if part["kind"] == "audio")
        sound, segments = render(engine, raw)
        encode(sound, engine.rate, HERE / "audio" / f"{slug}.opus")
        timing = json.dumps(segments, ensure_ascii=False, indent=1)
        (HERE / "audio" / f"{slug}.words.json").write_text(timing + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
