"""Spoken stories whose transcript is stored as a worker would store it, with times that are known. No Whisper."""

from pathlib import Path

from stories.consent import give_consent
from stories.enums import PACK_PURPOSES, Form, PartKind, Purpose
from stories.models import SealedPart
from stories.parts import part_info
from tests.services.whisper import DATA
from tests.stories.factories import PATH, STEPS, WAYS_OFF, Wish, make_trust
from tests.transcription.factories import HIDE, send_recording
from transcription.engines.base import Result, Segment, build_segment
from transcription.hearing import keep, meet
from transcription.media.probe import probe

TESTIMONY = DATA / "testimony.opus"
# Roughly where each sentence is said: for gates and files it need not be better, and it is the same each time.
SPOKEN = (
    (0.3, 2.6, "I was on Juniper Ward in March."),
    (3.9, 6.3, "Four staff held me on the floor."),
    (7.6, 10.2, "I kept saying that I could not breathe."),
    (11.5, 13.9, "A nurse called Alan talked me down."),
    (15.2, 17.9, "Nobody explained why it was happening."),
)


def make_spoken(
    state: str = "published",
    *,
    form: Form = Form.AUDIO,
    purposes: tuple[Purpose, ...] = (Purpose.WEBSITE,),
    source: Path = TESTIMONY,
    kind: PartKind = PartKind.AUDIO,
) -> SealedPart:
    """A recording brought to STATE of tests.stories.factories, its safe copy made by the real job."""
    from common.jobs.run_now import drain

    part = send_recording(source, form=form, kind=kind)
    for purpose in purposes:
        agree(part, form, purpose=purpose)
    store_words(part, source=source)
    wish = Wish(hide=HIDE)
    for step in PATH[2 : PATH.index(WAYS_OFF.get(state, state)) + 1]:
        STEPS[step](part.submission, wish)
        drain()
    if state in WAYS_OFF:
        STEPS[state](part.submission, wish)
    return part


def store_words(part: SealedPart, *, source: Path = TESTIMONY) -> None:
    with source.open("rb") as file:
        facts = probe(file)
    recording = meet(part_info(part_id=part.pk))
    keep(recording=recording, facts=facts, result=as_heard(), beat=lambda _share, _note: None)


def as_heard() -> Result:
    segments = [build_segment(start=start, end=end, text=text, words=()) for start, end, text in SPOKEN]
    heard = tuple(each for each in segments if isinstance(each, Segment))
    return Result(heard, "en", "by-hand", "0" * 64, 18.47)


def agree(part: SealedPart, form: Form, *, purpose: Purpose = Purpose.WEBSITE) -> None:
    """A new yes, in force at once."""
    code = make_trust().code if purpose in PACK_PURPOSES and purpose == Purpose.NAMED_PACK else ""
    give_consent(
        submission_id=part.submission_id, purpose=purpose, form=form, trust_code=code, cooling_off=False
    )
