"""The treated copy, made by the real job from a real redaction, opened and listened to."""

import io
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pytest
from django.conf import settings as django_settings
from pytest_django.fixtures import Settings

from common.jobs.enums import JobState
from common.jobs.models import Job
from common.jobs.run_now import drain
from common.jobs.service import enqueue, jobs_for
from common.storages import sealed_storage
from stories.consent import give_consent
from stories.enums import Form, PartKind, Purpose, RedactionAction, RedactionKind
from stories.models import Redaction, SealedPart
from stories.parts import safe_part_text
from stories.redaction import redact
from tests.services.whisper import Deaf
from tests.transcription.factories import make_heard, send_recording
from tests.transcription.media.test_treat import centre
from transcription import safe_copies, transcripts
from transcription.media.decode import decode_samples
from transcription.media.treat import RATE
from transcription.models import SafeCopy
from transcription.release import ReleasedClip, preview_media
from transcription.timed import text_of

pytestmark = pytest.mark.django_db


def copy_of(part: SealedPart) -> ReleasedClip:
    clip = preview_media(part_id=part.pk)
    assert clip is not None
    return clip


def job_of(part: SealedPart) -> Job:
    return jobs_for(object_id=part.pk).filter(kind="make_safe_copy").latest("created_at")


def read(clip: ReleasedClip) -> bytes:
    with clip.open() as file:
        return file.read()


def samples_of(content: bytes) -> npt.NDArray[np.int16]:
    return np.concatenate(list(decode_samples(io.BytesIO(content), rate=RATE)))


def loudest(samples: npt.NDArray[np.int16], start: float, end: float) -> int:
    return int(np.abs(samples[round(start * RATE) : round(end * RATE)].astype(int)).max())


def sounds_other(content: bytes, original: bytes) -> bool:
    """Whether the voice lies elsewhere: measured where nothing is hidden."""
    here, there = (centre(samples_of(each), 4.5, 6.4) for each in (content, original))
    return abs(here / there - 1) > 0.1


def times_of(part: SealedPart, *texts: str) -> list[tuple[float, float]]:
    words = [word for segment in transcripts.words(part_id=part.pk) for word in segment.words]
    return [(word.start, word.end) for word in words if word.text.strip(".,") in texts]


def test_names_are_silent_everything_else_is_heard(with_model: Settings, work_root: Path) -> None:
    part = make_heard("handed")
    clip = copy_of(part)
    assert (clip.form, clip.mime) == (Form.AUDIO, "audio/ogg")
    samples = samples_of(read(clip))
    assert len(samples) / RATE == pytest.approx(18.47, abs=0.05)
    hidden = times_of(part, "Alan", "Juniper", "Ward")
    assert len(hidden) == 3
    for start, end in hidden:
        assert loudest(samples, start - 0.12, end + 0.12) < 33
    for start, end in times_of(part, "staff", "breathe", "Nobody", "happening"):
        assert loudest(samples, start, end) > 3000


def test_captions_say_the_safe_words_only(with_model: Settings) -> None:
    part = make_heard("handed")
    captions = copy_of(part).captions()
    assert captions.startswith("WEBVTT\n\n00:00:0")
    assert "Alan" not in captions
    assert "Juniper" not in captions
    assert "A nurse called a nurse talked me down." in captions
    said = " ".join(line for line in captions.split("\n")[2:] if line and "-->" not in line)
    assert said == safe_part_text(part_id=part.pk).replace("\n", " ")


def test_the_copy_is_sealed_and_named_by_nothing(with_model: Settings) -> None:
    part = make_heard("handed")
    copy = SafeCopy.objects.get()
    content = read(copy_of(part))
    assert (copy.size, content[:4]) == (len(content), b"OggS")
    stored = sealed_storage().open_range(copy.file_name, 0, 1000)
    assert b"Ogg" not in stored.read(1000)
    stored.close()
    assert "nurse" not in repr(bytes(copy.sealed_captions))
    assert part.submission.reference not in copy.file_name


@pytest.mark.parametrize(
    ("form", "made", "streams"),
    [
        (Form.DISGUISED_AUDIO, Form.DISGUISED_AUDIO, ["audio"]),
        (Form.AUDIO, Form.AUDIO, ["audio"]),
        (Form.DISGUISED_VIDEO, Form.DISGUISED_VIDEO, ["audio", "video"]),
        (Form.VIDEO, Form.VIDEO, ["audio", "video"]),
    ],
)
def test_each_form_of_a_film(
    form: Form, made: Form, streams: list[str], with_model: Settings, film: Path, work_root: Path
) -> None:
    part = make_heard("handed", source=film, kind=PartKind.VIDEO, form=form)
    clip = copy_of(part)
    assert clip.form == made
    content = read(clip)
    with av.open(io.BytesIO(content)) as opened:
        assert sorted(stream.type for stream in opened.streams) == streams
    assert sounds_other(content, film.read_bytes()) == (form in (Form.DISGUISED_AUDIO, Form.DISGUISED_VIDEO))
    for start, end in times_of(part, "Alan", "Juniper", "Ward"):
        assert loudest(samples_of(content), start, end) < 33
    for planted in (b"Alan", b"Juniper", b"loci", b"made by a phone"):
        assert planted not in content


def test_a_film_disguised_by_its_tellers_wish_is_sound_with_another_voice(
    with_model: Settings, film: Path
) -> None:
    """They agreed to their voice, and wished it disguised in this film: never a picture, never the plain voice."""
    part = make_heard("sent", source=film, kind=PartKind.VIDEO, form=Form.AUDIO)
    SealedPart.objects.filter(pk=part.pk).update(disguise_voice=True)
    enqueue(kind="make_safe_copy", object_id=part.pk)
    drain()
    clip = copy_of(part)
    assert (clip.form, clip.mime) == (Form.DISGUISED_AUDIO, "audio/ogg")
    content = read(clip)
    with av.open(io.BytesIO(content)) as opened:
        assert [stream.type for stream in opened.streams] == ["audio"]
    assert sounds_other(content, film.read_bytes())


def test_a_film_without_a_picture_that_was_agreed_to_disguised_has_a_disguised_voice(
    with_model: Settings, testimony: Path
) -> None:
    part = make_heard("handed", source=testimony, kind=PartKind.VIDEO, form=Form.DISGUISED_VIDEO)
    assert copy_of(part).form == Form.DISGUISED_AUDIO


def test_text_only_makes_no_copy(with_model: Settings) -> None:
    part = make_heard("handed", form=Form.TEXT)
    assert not SafeCopy.objects.exists()
    assert job_of(part).state == JobState.DONE


def test_made_twice_is_made_once(with_model: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    part = make_heard("handed")
    before = SafeCopy.objects.get()
    monkeypatch.setattr(safe_copies, "treat", lambda **_: pytest.fail("treated again"))
    enqueue(kind="make_safe_copy", object_id=part.pk)
    drain()
    assert SafeCopy.objects.get() == before


def test_before_the_words_it_waits_and_goes_on_by_itself(
    no_model: Settings, model_folder: Path, testimony: Path
) -> None:
    part = send_recording(testimony)
    enqueue(kind="make_safe_copy", object_id=part.pk)
    drain()
    assert (job_of(part).state, job_of(part).reason_code) == (JobState.WAITING, "no-transcript")
    no_model.WHISPER_MODEL, no_model.WHISPER_COMPUTE_TYPE = str(model_folder), "float32"
    enqueue(kind="transcribe_recording", object_id=part.pk)
    drain()
    assert job_of(part).state == JobState.DONE
    assert SafeCopy.objects.exists()


def test_where_nothing_was_understood_nothing_can_be_hidden_so_nothing_is_made(
    with_model: Settings, ffmpeg
) -> None:
    quiet = ffmpeg("quiet.wav", "-f", "lavfi", "-i", "anullsrc=r=16000:cl=mono", "-t", "3")
    part = send_recording(quiet)
    drain()
    enqueue(kind="make_safe_copy", object_id=part.pk)
    drain()
    assert job_of(part).state == JobState.FAILED
    assert "nothing in it can be hidden" in job_of(part).reason
    assert not SafeCopy.objects.exists()


def files() -> set[str]:
    root = Path(django_settings.SEALED_ROOT)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def test_a_copy_that_leaks_is_not_kept(
    with_model: Settings, monkeypatch: pytest.MonkeyPatch, work_root: Path
) -> None:
    """The treatment forgets to mute: the check must find it."""
    monkeypatch.setattr("transcription.media.sound.mute_filters", lambda mutes: [])
    part = make_heard("written")
    before = files()
    enqueue(kind="make_safe_copy", object_id=part.pk)
    drain()
    assert job_of(part).state == JobState.FAILED
    assert "can still be heard" in job_of(part).reason
    assert "Juniper" not in job_of(part).reason
    assert not SafeCopy.objects.exists()
    assert files() == before
    assert preview_media(part_id=part.pk) is None


def test_a_name_hidden_once_and_left_standing_once_stops_the_copy(
    with_model: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four staff … A nurse: hide only the first of two. About captions alone: the small model, which knows these very
    sentences, would guess what is missing in them."""
    part = make_heard("taken")
    monkeypatch.setattr("transcription.hearing_again.ready_engine", Deaf)
    text = text_of(transcripts.words(part_id=part.pk))
    at = text.index("me on")
    redact(
        part_id=part.pk, start=at, end=at + 2, kind=RedactionKind.OTHER, action=RedactionAction.MASK, by=None
    )
    at = text.index("was")
    redact(
        part_id=part.pk,
        start=at - 2,
        end=at + 3,
        kind=RedactionKind.OTHER,
        action=RedactionAction.MASK,
        by=None,
    )
    at = text.index("Four staff")
    redact(
        part_id=part.pk, start=at, end=at + 10, kind=RedactionKind.OTHER, action=RedactionAction.MASK, by=None
    )
    enqueue(kind="make_safe_copy", object_id=part.pk)
    drain()
    assert job_of(part).state == JobState.DONE, "small words and words said once are fine"
    redact(
        part_id=part.pk,
        start=text.index("Juniper"),
        end=text.index("Juniper") + 7,
        kind=RedactionKind.WARD,
        action=RedactionAction.STAND_IN,
        replacement="Juniper",
        by=None,
    )
    enqueue(kind="make_safe_copy", object_id=part.pk)
    drain()
    assert job_of(part).state == JobState.FAILED
    assert "Hide them there too" in job_of(part).reason


def test_consent_that_shrinks_while_it_is_made_wins(
    with_model: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = make_heard("written")
    real = safe_copies.treat

    def shrink_then_treat(**how: object) -> None:
        give_consent(submission_id=part.submission_id, purpose=Purpose.WEBSITE, form=Form.TEXT, trust_code="")
        real(**how)  # type: ignore[arg-type]

    monkeypatch.setattr(safe_copies, "treat", shrink_then_treat)
    before = files()
    enqueue(kind="make_safe_copy", object_id=part.pk)
    drain()
    assert not SafeCopy.objects.exists()
    assert files() == before


def test_a_decision_made_while_it_is_made_wins(with_model: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    part = make_heard("written")
    real = safe_copies.treat

    def redact_then_treat(**how: object) -> None:
        redact(
            part_id=part.pk, start=0, end=5, kind=RedactionKind.OTHER, action=RedactionAction.MASK, by=None
        )
        real(**how)  # type: ignore[arg-type]

    monkeypatch.setattr(safe_copies, "treat", redact_then_treat)
    enqueue(kind="make_safe_copy", object_id=part.pk)
    drain()
    assert not SafeCopy.objects.exists()


def test_a_changed_decision_makes_the_copy_unusable_at_once_without_any_signal(with_model: Settings) -> None:
    part = make_heard("handed")
    assert preview_media(part_id=part.pk) is not None
    redaction = redact(
        part_id=part.pk, start=0, end=1, kind=RedactionKind.OTHER, action=RedactionAction.MASK, by=None
    )
    assert preview_media(part_id=part.pk) is None
    Redaction.objects.filter(pk=redaction.pk).delete()
    assert preview_media(part_id=part.pk) is not None, "the very same decisions: the copy is right again"


def test_a_new_copy_takes_the_place_of_the_old_and_its_file_goes(with_model: Settings) -> None:
    part = make_heard("handed")
    old = SafeCopy.objects.get()
    redact(part_id=part.pk, start=0, end=1, kind=RedactionKind.OTHER, action=RedactionAction.MASK, by=None)
    enqueue(kind="make_safe_copy", object_id=part.pk)
    drain()
    new = SafeCopy.objects.get()
    assert new.pk != old.pk
    assert not sealed_storage().exists(old.file_name)
    assert sealed_storage().exists(new.file_name)


def test_words_that_are_no_longer_those_that_were_timed_stop_it(
    with_model: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = make_heard("written")
    monkeypatch.setattr(safe_copies, "part_text", lambda **_: "Other words.")
    enqueue(kind="make_safe_copy", object_id=part.pk)
    drain()
    assert job_of(part).state == JobState.FAILED
    assert "no longer those that were timed" in job_of(part).reason
