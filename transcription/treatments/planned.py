"""The treatment of one copy: what is silent, the voice, the picture, and the files that stand in for them."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override

from common.documents import compile_picture
from common.jobs.errors import Refused
from common.weave import weave_svg_file
from stories.enums import Form
from transcription.captions import Replacement, safe_words
from transcription.enums import Picture, Voice
from transcription.media.speaking import CannotSpeak, Line, speak
from transcription.media.treatment import Treatment
from transcription.models import Recording
from transcription.muting import muted_spans
from transcription.timed import TimedSegment
from transcription.treatments.chosen import chosen_for
from transcription.treatments.said import NOT_SHOWN

TEMPLATE = Path(__file__).parents[1] / "typst" / "cloth.typ"


def plan_treatment(
    *,
    recording: Recording,
    form: Form,
    segments: Sequence[TimedSegment],
    spans: Sequence[Replacement],
) -> Treatment:
    """Without the files that `stand_in` makes. SPANS are the redactions."""
    chosen = chosen_for(recording)
    words = [word for segment in segments for word in segment.words]
    return Treatment(
        mutes=muted_spans(words=words, redactions=spans),
        hidden=chosen.hidden,
        voice=chosen.voice_in(form),
        picture=chosen.picture_in(form),
        covered=chosen.covered,
        seconds=recording.duration,
    )


def stand_in(
    *, treatment: Treatment, lines: Sequence[Line], themes: Sequence[str], language: str, folder: Path
) -> Treatment:
    """Make what takes the place of the voice or the picture, in FOLDER, which is private. Raises Refused."""
    if treatment.voice == Voice.SPOKEN:
        spoken = folder / "spoken.wav"
        try:
            speak(lines=lines, seconds=treatment.seconds or 0.0, language=language, target=spoken)
        except CannotSpeak as why:
            raise Refused(why_silent(str(why))) from why
        treatment = replace(treatment, spoken=spoken)
    if treatment.picture == Picture.CARD:
        card = folder / "card.png"
        card.write_bytes(draw_cloth(themes=themes, language=language))
        treatment = replace(treatment, card=card)
    return treatment


def why_silent(code: str) -> str:
    if code == "missing":
        return _(
            "A computer cannot speak the words here: espeak-ng is not installed (apt install espeak-ng)."
        )
    return _("More is said in this recording than a computer can say in that time. Choose a disguised voice.")


def draw_cloth(*, themes: Sequence[str], language: str) -> bytes:
    """A PNG of 1280 by 720: the story's pattern, and that there is a picture which is not shown."""
    with override("cy" if language.startswith("cy") else "en-gb"):
        said = str(NOT_SHOWN)
    data = {"svg": weave_svg_file(themes, size="cover"), "said": said, "lang": language[:2] or "en"}
    return compile_picture(template=TEMPLATE, data=data)[0]


def lines_to_speak(*, segments: Sequence[TimedSegment], spans: Sequence[Replacement]) -> list[Line]:
    """The safe words of each stretch of speech. A stand-in across two of them is said once."""
    spoken = [segment for segment in segments if not segment.sound]
    every = safe_words(words=[word for segment in spoken for word in segment.words], spans=spans)
    begins = [segment.start for segment in spoken if segment.words]
    lines: list[Line] = []
    for at, start in enumerate(begins):
        until = begins[at + 1] if at + 1 < len(begins) else float("inf")
        said = [word.text for word in every if start - 0.001 <= word.start < until - 0.001]
        lines.append(Line(start, " ".join(said)))
    return lines
