"""From the sealed file to the sealed words, through the real job and the real engine."""

from pathlib import Path

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from common.jobs.enums import JobState
from common.jobs.models import Job
from common.jobs.run_now import drain
from common.jobs.service import enqueue, jobs_for, wake
from common.vault.keys import destroy_key
from stories.enums import PartKind, RedactionAction, RedactionKind, Stage
from stories.models import SealedPart, Story
from stories.parts import part_text
from stories.redaction import redact
from tests.transcription.factories import as_file, make_heard, send_recording
from transcription import hearing, transcripts
from transcription.enums import Outcome, Problem
from transcription.models import Recording, Transcript
from transcription.release import preview_media

pytestmark = pytest.mark.django_db


def job_of(part: SealedPart) -> Job:
    return jobs_for(object_id=part.pk).get(kind="transcribe_recording")


def test_words_come_out_and_the_story_goes_on(
    with_model: Settings, work_root: Path, testimony: Path, spoken: str
) -> None:
    part = send_recording(testimony)
    assert Story.objects.get(pk=part.submission_id).stage == Stage.TRANSCRIBING
    assert drain() == 3, "transcribing, then looking through what was heard: for names, and for safeguarding"
    assert part_text(part_id=part.pk) == spoken
    assert Story.objects.get(pk=part.submission_id).stage == Stage.ARRIVED
    recording = Recording.objects.get(part_id=part.pk)
    assert (recording.outcome, recording.problem) == (Outcome.TRANSCRIBED, Problem.NONE)
    assert recording.duration == pytest.approx(18.47, abs=0.05)
    transcript = Transcript.objects.get()
    assert (transcript.engine, transcript.language, transcript.word_count) == ("faster-whisper", "en", 35)
    assert len(transcript.model_hash) == 64
    assert job_of(part).state == JobState.DONE


def test_every_word_stands_at_its_offsets(with_model: Settings, testimony: Path, spoken: str) -> None:
    part = send_recording(testimony)
    drain()
    segments = transcripts.words(part_id=part.pk)
    assert [len(segment.words) for segment in segments] == [7, 7, 8, 7, 6]
    for segment in segments:
        for word in segment.words:
            assert spoken[word.begin : word.finish] == word.text


def test_no_word_is_in_the_database_or_in_the_open(
    with_model: Settings, testimony: Path, caplog: pytest.LogCaptureFixture
) -> None:
    send_recording(testimony)
    drain()
    assert "Juniper" not in caplog.text
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                assert b"Juniper" not in repr(row).encode(), table
                assert not any(
                    isinstance(cell, memoryview | bytes) and b"Juniper" in bytes(cell) for cell in row
                )


FORMATS = [
    ("sound.wav", ("-c:a", "pcm_s16le")),
    ("sound.mp3", ("-c:a", "libmp3lame", "-b:a", "128k")),
    ("sound.m4a", ("-c:a", "aac", "-b:a", "96k")),
    ("live.webm", ("-c:a", "libopus", "-b:a", "48k", "-live", "1")),
]


@pytest.mark.parametrize(("name", "options"), FORMATS, ids=[name for name, _ in FORMATS])
def test_the_same_words_from_every_container(
    name: str, options: tuple[str, ...], with_model: Settings, ffmpeg, testimony: Path, spoken: str
) -> None:
    part = send_recording(ffmpeg(name, "-i", testimony, *options))
    drain()
    assert part_text(part_id=part.pk) == spoken
    assert Recording.objects.get().duration == pytest.approx(18.47, abs=0.15)


def test_a_film_is_heard_too(with_model: Settings, film: Path, spoken: str) -> None:
    part = send_recording(film, kind=PartKind.VIDEO)
    drain()
    recording = Recording.objects.get()
    assert (recording.has_picture, recording.container) == (True, "mov")
    assert part_text(part_id=part.pk).split("\n")[:4] == spoken.split("\n")[:4]


def test_without_a_model_it_waits_says_so_and_goes_on_when_one_comes(
    no_model: Settings, model_folder: Path, testimony: Path, spoken: str
) -> None:
    part = send_recording(testimony)
    drain()
    job = job_of(part)
    assert (job.state, job.reason_code) == (JobState.WAITING, "no-model")
    assert "python manage.py fetch_model small" in job.reason
    assert Story.objects.get(pk=part.submission_id).stage == Stage.TRANSCRIBING
    no_model.WHISPER_MODEL, no_model.WHISPER_COMPUTE_TYPE = str(model_folder), "float32"
    assert wake(kind="transcribe_recording") == 1
    drain()
    assert part_text(part_id=part.pk) == spoken


def test_an_engine_that_is_not_installed_is_waited_for(
    with_model: Settings, monkeypatch: pytest.MonkeyPatch, testimony: Path
) -> None:
    def missing(**_options: object) -> None:
        raise hearing.EngineMissing("The engine openai-whisper is not installed here.")

    monkeypatch.setattr(hearing, "get_engine", missing)
    part = send_recording(testimony)
    drain()
    assert (job_of(part).state, job_of(part).reason_code) == (JobState.WAITING, "no-engine")


def bad_files(tmp_path: Path, film: Path, ffmpeg) -> dict[str, Path]:
    picture = ffmpeg("picture.mp4", "-f", "lavfi", "-i", "testsrc=size=64x64:duration=1", "-c:v", "libx264")
    return {
        "empty": as_file(b"", tmp_path),
        "not-media": as_file(b"%PDF-1.7 hello" * 100, tmp_path, "letter.pdf"),
        "no-sound": picture,
    }


@pytest.mark.parametrize("code", ["empty", "not-media", "no-sound"])
def test_what_cannot_be_used_is_refused_in_plain_words_and_holds_up_nothing(
    code: str, with_model: Settings, tmp_path: Path, film: Path, ffmpeg
) -> None:
    part = send_recording(bad_files(tmp_path, film, ffmpeg)[code], kind=PartKind.VIDEO)
    drain()
    job = job_of(part)
    assert (job.state, job.reason_code, job.attempts) == (JobState.FAILED, "refused", 1)
    assert job.reason == str(Problem(code).label)
    assert Recording.objects.get().outcome == Outcome.UNREADABLE
    assert not Transcript.objects.exists()
    assert Story.objects.get(pk=part.submission_id).stage == Stage.ARRIVED


def test_a_film_cut_in_two_is_refused(with_model: Settings, film: Path, tmp_path: Path) -> None:
    content = film.read_bytes()
    part = send_recording(as_file(content[: len(content) // 2], tmp_path), kind=PartKind.VIDEO)
    drain()
    assert job_of(part).reason == str(Problem.NOT_MEDIA.label)


def test_a_clock_gone_mad_is_refused_and_not_tried_again(
    with_model: Settings, ffmpeg, testimony: Path
) -> None:
    mad = ffmpeg("mad.mkv", "-i", testimony, "-af", "asetpts='PTS+gt(T,9)*100000/TB'", "-c:a", "flac")
    part = send_recording(mad)
    drain()
    assert (job_of(part).state, job_of(part).attempts) == (JobState.FAILED, 1)
    assert job_of(part).reason == str(Problem.NOT_MEDIA.label)


def test_a_recording_cut_short_gives_what_is_there_and_says_so(
    with_model: Settings, ffmpeg, testimony: Path, tmp_path: Path, spoken: str
) -> None:
    whole = ffmpeg("whole.m4a", "-i", testimony, "-movflags", "+faststart", "-c:a", "aac").read_bytes()
    part = send_recording(as_file(whole[: len(whole) * 6 // 10], tmp_path))
    drain()
    assert Recording.objects.get().problem == Problem.CUT_SHORT
    assert part_text(part_id=part.pk).split("\n")[:2] == spoken.split("\n")[:2]


def test_silence_is_never_completed_and_blank(with_model: Settings, ffmpeg) -> None:
    quiet = ffmpeg("quiet.wav", "-f", "lavfi", "-i", "anullsrc=r=16000:cl=mono", "-t", "6")
    part = send_recording(quiet)
    drain()
    recording = Recording.objects.get()
    assert (recording.outcome, recording.problem) == (Outcome.NO_SPEECH, Problem.NO_SPEECH)
    assert part_text(part_id=part.pk) == ""
    assert Story.objects.get(pk=part.submission_id).stage == Stage.ARRIVED


def again(part: SealedPart) -> Job:
    job = enqueue(kind="transcribe_recording", object_id=part.pk)
    drain()
    return Job.objects.get(pk=job.pk)


def test_the_same_model_never_hears_the_same_file_twice(
    with_model: Settings, monkeypatch: pytest.MonkeyPatch, testimony: Path, spoken: str
) -> None:
    part = send_recording(testimony)
    drain()
    before = Transcript.objects.get()
    monkeypatch.setattr(hearing, "recognise", lambda **_: pytest.fail("heard again"))
    assert again(part).state == JobState.DONE
    assert Transcript.objects.get() == before
    assert part_text(part_id=part.pk) == spoken


def use_another_model(settings: Settings, model_folder: Path, tmp_path: Path) -> None:
    """The same weights under another hash."""
    other = tmp_path / "other"
    other.mkdir()
    for file in model_folder.iterdir():
        (other / file.name).write_bytes(file.read_bytes())
    (other / "config.json").write_bytes((other / "config.json").read_bytes() + b"\n")
    settings.WHISPER_MODEL = str(other)


def test_another_model_may_hear_it_again_before_anybody_worked_on_the_words(
    with_model: Settings, model_folder: Path, tmp_path: Path, testimony: Path
) -> None:
    part = send_recording(testimony)
    drain()
    use_another_model(with_model, model_folder, tmp_path)
    assert again(part).state == JobState.DONE
    first, second = Transcript.objects.all()
    assert first.model_hash != second.model_hash
    assert transcripts.current_transcript(part_id=part.pk) == second


def test_words_an_editor_worked_on_are_never_replaced(
    with_model: Settings, model_folder: Path, tmp_path: Path, testimony: Path
) -> None:
    part = send_recording(testimony)
    drain()
    redact(part_id=part.pk, start=9, end=21, kind=RedactionKind.WARD, action=RedactionAction.MASK, by=None)
    use_another_model(with_model, model_folder, tmp_path)
    assert again(part).state == JobState.FAILED
    assert Transcript.objects.count() == 1


def test_a_story_erased_meanwhile_leaves_nothing(
    with_model: Settings, monkeypatch: pytest.MonkeyPatch, testimony: Path
) -> None:
    part = send_recording(testimony)
    real = hearing.recognise

    def erase_then_recognise(**how: object) -> object:
        result = real(**how)  # type: ignore[arg-type]
        destroy_key(owner=part.submission_id)
        return result

    monkeypatch.setattr(hearing, "recognise", erase_then_recognise)
    drain()
    assert job_of(part).state == JobState.DONE
    assert not Transcript.objects.exists()


def test_a_part_that_is_gone_is_no_error(with_model: Settings) -> None:
    from uuid import uuid4

    job = enqueue(kind="transcribe_recording", object_id=uuid4())
    drain()
    assert Job.objects.get(pk=job.pk).state == JobState.DONE


def test_progress_is_told_once_a_second_at_most(
    with_model: Settings, monkeypatch: pytest.MonkeyPatch, testimony: Path
) -> None:
    part = send_recording(testimony)
    told: list[tuple[float | None, str]] = []
    monkeypatch.setattr(hearing, "TELL_SECONDS", 0)
    hearing.transcribe_recording(part_id=part.pk, beat=lambda progress, note: told.append((progress, note)))
    shares = [share for share, _ in told[:-1] if share is not None]
    assert shares == sorted(shares)
    assert shares[0] == 0.0
    assert len(shares) > 5
    assert told[-2][1] == "0.3 min"
    told.clear()
    Transcript.objects.all().delete()
    monkeypatch.setattr(hearing, "TELL_SECONDS", 3600)
    hearing.transcribe_recording(part_id=part.pk, beat=lambda progress, note: told.append((progress, note)))
    assert told == [(0.0, ""), (None, "")]


def test_a_word_over_silence_is_marked_however_sure_the_model_was(testimony: Path) -> None:
    from transcription.engines.base import Result, Segment, Word
    from transcription.hearing import mark_silent
    from transcription.media.decode import decode_samples
    from transcription.media.levels import Levels

    levels = Levels()
    with testimony.open("rb") as file:
        assert sum(len(chunk) for chunk in levels.through(decode_samples(file)))
    said, invented = Word(1.2, 1.6, "Juniper", 0.99), Word(3.5, 4.0, "Thanks", 0.99)
    heard = Result((Segment(1.2, 4.0, (said, invented)),), "en", "by-hand", "", 18.47)
    (segment,) = mark_silent(heard, levels=levels).segments
    assert [(word.text, word.silent) for word in segment.words] == [("Juniper", False), ("Thanks", True)]


def test_both_parts_of_a_disc_are_heard_and_are_in_the_copy(
    with_model: Settings, work_root: Path, ffmpeg, testimony: Path, tmp_path: Path, spoken: str
) -> None:
    """Where two parts of a disc are joined its clock begins anew: what came after was left out, and nobody was told."""
    part_of = ffmpeg(
        "VTS_01_1.VOB",
        *("-f", "lavfi", "-i", "testsrc=size=320x240:rate=25:duration=19", "-i", testimony),
        *("-target", "pal-dvd", "-s", "352x288", "-shortest", "-f", "vob"),
    ).read_bytes()
    part = make_heard(source=as_file(part_of * 2, tmp_path, "joined.vob"), kind=PartKind.VIDEO)
    assert part_text(part_id=part.pk).split("\n") == spoken.split("\n") * 2
    recording = Recording.objects.get()
    assert recording.duration == pytest.approx(2 * 18.5, abs=0.5)
    clip = preview_media(part_id=part.pk)
    assert clip is not None
    assert clip.duration == recording.duration
