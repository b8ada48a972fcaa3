"""The filters for sound: hidden words silent or under a tone, the voice as it is or disguised.

Muting is done on blocks of 64 samples: on ffmpeg's own frames of 20 ms the edge of a word would leak. The voice is
muted before it is disguised, so that no trace of a word enters the disguise, and again after, since a pitch
shifter smears sound past the edges.
"""

import secrets
from collections.abc import Sequence

from transcription.enums import HiddenSound, Voice
from transcription.media.ffmpeg import has_filter
from transcription.media.treatment import TimeSpan, Treatment

GUARD_SECONDS = (
    0.1  # muted beyond each span: the codec rings on for a while, measured below -60 dBFS from 0.06 s on
)
RATE = 48_000
LOWERED, RAISED = (0.72, 0.80), (1.25, 1.36)
ASIDE = (18.0, 45.0)  # hertz
TONE_HERTZ, TONE_LEVEL = 440, 0.04  # about -28 dBFS: heard, and startles nobody
TONE_BEYOND = 0.05  # inside the guard: it is steady wherever the leak check listens
ONE_CHANNEL = f"aresample={RATE}:async=1:first_pts=0,aformat=sample_fmts=fltp:channel_layouts=mono"


def sound_graph(treatment: Treatment, *, source: str) -> str:
    """A filter graph from SOURCE, such as `0:1`, to `[sound]`: one clock from zero, one channel."""
    if treatment.spoken is not None:
        return f"[{source}]{ONE_CHANNEL}[sound]"
    mute = mute_filters(treatment.mutes)
    steps = [ONE_CHANNEL, *mute]
    if treatment.voice == Voice.DISGUISED:
        steps += [*voice_filters(), f"aresample={RATE}", *mute]
    chain = f"[{source}]{','.join(steps)}"
    if treatment.hidden == HiddenSound.SILENCE or not treatment.mutes:
        return f"{chain}[sound]"
    tone = f"sine=frequency={TONE_HERTZ}:sample_rate={RATE},aformat=sample_fmts=fltp:channel_layouts=mono"
    steady = f"volume={TONE_LEVEL * 8},{','.join(tone_filters(treatment.mutes))}"  # ffmpeg's sine is 1/8 loud
    return f"{chain}[still];{tone},{steady}[tone];[still][tone]amix=duration=first:normalize=0[sound]"


def mute_filters(mutes: Sequence[TimeSpan]) -> list[str]:
    if not mutes:
        return []
    return ["asetnsamples=n=64:p=0", f"volume=volume=0:enable='{within(mutes, beyond=GUARD_SECONDS)}'", ROUND]


def tone_filters(mutes: Sequence[TimeSpan]) -> list[str]:
    spans = within(mutes, beyond=TONE_BEYOND)
    return ["asetnsamples=n=64:p=0", f"volume=volume=0:enable='not({spans})'", ROUND]


ROUND = "asetnsamples=n=1024:p=0"


def within(spans: Sequence[TimeSpan], *, beyond: float) -> str:
    """An expression that is not zero inside any of SPANS, each wider by BEYOND."""
    return "+".join(f"between(t,{max(start - beyond, 0):.3f},{end + beyond:.3f})" for start, end in spans)


def random_between(low: float, high: float) -> float:
    return low + (high - low) * secrets.randbelow(1001) / 1000


def voice_filters() -> list[str]:
    """Pitch and formants moved together, every tone moved a little aside, a narrower band.

    How far is drawn anew for each copy and kept nowhere: a fixed change could simply be changed back. It makes
    recognising harder, not impossible. (No `vibrato`: ffmpeg's starts from memory it never cleared.)
    """
    pitch = random_between(*secrets.choice((LOWERED, RAISED)))
    if has_filter("rubberband"):
        shift = [f"rubberband=pitch={pitch:.3f}:formant=shifted:pitchq=quality"]
    else:
        shift = [f"asetrate={round(RATE * pitch)}", f"aresample={RATE}", f"atempo={1 / pitch:.5f}"]
    if has_filter("afreqshift"):
        shift.append(f"afreqshift=shift={random_between(*ASIDE):.1f}")
    return ["highpass=f=110", *shift, "lowpass=f=4200"]
